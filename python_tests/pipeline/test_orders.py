"""Any order of deliveries, any repeats and any split into runs give the same marts as one clean build."""

from __future__ import annotations

from python_tests.pipeline.books import Books, assert_same_marts


def test_marts_do_not_depend_on_the_order_of_deliveries(books_in_pieces: Books, books: Books) -> None:
    """The files come in random order, each twice under different names, in ten loads with builds in between."""
    assert_same_marts(books_in_pieces, books)
