"""Both engines publish the same."""

from __future__ import annotations

import duckdb

from python_tests.pipeline.books import Books
from tokenbooks.publishing.publish import DATABASE, Publication, publish_marts
from tokenbooks.settings import Settings

#: Some marts have more rows and are published as one file per day; others have fewer.
_PARTITIONED_FROM_ROWS = 5_000


def contents(publication: Publication) -> dict[str, tuple[list[tuple[object, ...]], ...]]:
    """The columns, types and rows of every mart, from both formats, without `loaded_at`, which is our load time."""
    found: dict[str, tuple[list[tuple[object, ...]], ...]] = {}
    with duckdb.connect(str(publication.folder / DATABASE), read_only=True) as connection:
        for mart in publication.manifest.marts:
            columns = connection.execute(f"describe marts.{mart}").fetchall()
            names = ", ".join(name for name, *_ in columns if name != "loaded_at")
            files = f"read_parquet('{publication.folder}/marts/{mart}/*.parquet')"
            found[mart] = (
                columns,
                *(
                    connection.execute(f"select {names} from {relation} order by all").fetchall()
                    for relation in (f"marts.{mart}", files)
                ),
            )
            assert found[mart][1] == found[mart][2], mart
    return found


def test_engines_publish_the_same(books: Books, server_books: Books) -> None:
    """The same files, loaded and built on a server: every published file has the same types and rows."""
    here, on_server = (_publish(each) for each in (books, server_books))
    assert contents(on_server) == contents(here)
    costs = on_server.manifest.marts["fct_usage_costs"]
    assert costs.partitioned_by == "usage_date" and costs.rows
    assert _files(on_server) == _files(here)


def _publish(books: Books) -> Publication:
    settings = Settings.from_environment(books.workspace.environment)
    return publish_marts(settings, partitioned_from_rows=_PARTITIONED_FROM_ROWS)


def _files(publication: Publication) -> dict[str, set[str]]:
    return {name: set(mart.files) for name, mart in publication.manifest.marts.items()}
