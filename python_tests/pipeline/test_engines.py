"""PostgreSQL and DuckDB give exactly the same marts, so that all other tests use one of them."""

from __future__ import annotations

from python_tests.pipeline.books import Books, assert_same_marts


def test_marts_are_the_same_on_postgres(books: Books, server_books: Books) -> None:
    """The same files, loaded, built and tested on a server: every mart is equal as text."""
    assert_same_marts(server_books, books)
