"""The bills are the same on PostgreSQL as on DuckDB, so that the other tests of this folder look at one of them."""

from __future__ import annotations

from orchestration.tests.pipeline.books import Books, assert_same_marts


def test_engines_agree(books: Books, server_books: Books) -> None:
    """Every mart, row by row, as text."""
    assert_same_marts(server_books, books)
