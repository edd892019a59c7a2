"""Content of calls is in no mart, and nowhere in a warehouse that is loaded without content."""

from __future__ import annotations

import json
import re
from typing import Any

import duckdb

from python_tests.gateways.conversations import CANARY, QUOTED, REFUSED
from python_tests.pipeline.books import Books, assert_same_marts
from python_tests.workspace import Workspace
from tokenbooks.loading.content_fields import CONTENT, reduce

_SHOWN = 3

#: The models that read the records of a source, and the fields that they read as a whole, which may be texts.
_READERS = {
    "usage": (("stg_usage__envelopes",), {"payload", "payload.modelOutput"}),
    "litellm": (("base_litellm__calls",), {"metadata"}),
    "langfuse": (("base_langfuse__observations",), set()),
    "otel": (("base_otel__counts", "base_otel__spans"), set()),
    "apim": (("stg_apim__usage_events",), set()),
    "bedrock_logs": (("base_bedrock_logs__fields",), {"requestMetadata"}),
}


def test_no_mart_holds_content(books: Books) -> None:
    """In no column, whatever the reason of a refusal."""
    held = {
        mart: found[:_SHOWN]
        for mart, (_, rows) in books.marts.items()
        if (found := [row for row in rows if any(CANARY in str(value) or QUOTED in str(value) for value in row)])
    }
    assert held == {}


def test_a_refused_record_can_be_found(books: Books) -> None:
    """A record by its id and its numbers. An unreadable line or file by its delivery and its position."""
    shown = books.rows("select source, delivery, record_number, reason, record from marts.fct_rejected_events")
    ids = {(source, json.loads(record)["event_id"]) for source, *_, record in shown if source in REFUSED and record}
    for source, records in REFUSED.items():
        found = {event_id.rpartition("/")[2] for of, event_id in ids if of == source}
        assert {_id_of(source, record) for record in records} <= found
    lines = books.workspace.query("select source, delivery_id, record_number, reason from raw.rejected_records")
    assert len(lines) > len(REFUSED) * 4
    assert {(*line, None) for line in lines} <= set(shown)


def test_the_counts_of_a_refused_record_are_shown(books: Books) -> None:
    """A count that is a text is named but not quoted."""
    shown = {
        json.loads(record)["event_id"]: json.loads(record)["usage"]
        for (record,) in books.rows(
            "select record from marts.fct_rejected_events"
            " where record like '%\"refused-body\"%' or record like '%\"refused-uncounted\"%'"
        )
    }
    assert shown == {
        "refused-body": {"input_tokens": 10, "output_tokens": 1, "cached_tokens": 11},
        "refused-uncounted": {"input_tokens": "not a whole number", "output_tokens": "not a whole number"},
    }


def test_figures_are_the_same_without_content(books_in_pieces: Books, books: Books) -> None:
    """Every mart is equal as text, so none depends on the fields that the loader removes."""
    assert books_in_pieces.workspace.environment["TOKENBOOKS_KEEP_CONTENT"] == "off"
    assert_same_marts(books_in_pieces, books)


def test_no_content_is_loaded(books_in_pieces: Books, books: Books) -> None:
    """Without content no column of any table has it. With content the raw tables have it as it landed."""
    assert _tables_with(CANARY, books_in_pieces.workspace) == set()
    assert _tables_with(CANARY, books.workspace) >= {"rejected_records", *REFUSED}


def test_no_field_that_a_model_reads_is_dropped(books: Books) -> None:
    """A text under every path in the SQL of staging is kept."""
    for source, (models, wholes) in _READERS.items():
        paths: set[str] = set()
        for model in models:
            [file] = (books.dbt.folder / "duckdb").glob(f"compiled/tokenbooks/models/staging/**/{model}.sql")
            paths |= set(re.findall(r"'\$\.([^']+)'", file.read_text()))
        records = {path: json.dumps(_record(path), separators=(",", ":")) for path in paths - wholes}
        assert len(records) > 40
        assert [path for path, record in records.items() if reduce(record, CONTENT[source]) != record] == []


def _record(path: str) -> Any:
    """A record with a text at a path."""
    value: Any = "text"
    for part in reversed(re.findall(r'"[^"]*"|\[(?:\d+|\*)\]|[^."\[\]]+', path)):
        value = [value] if part.startswith("[") else {part.strip('"'): value}
    return value


def _id_of(source: str, record: dict[str, object]) -> str:
    keys = {"usage": "event_id", "otel": "spanId", "apim": "CorrelationId", "litellm": "request_id", "langfuse": "id"}
    return str(record[keys.get(source, "requestId")])


def _tables_with(word: str, workspace: Workspace) -> set[str]:
    """The raw and built tables that have a word in any column."""
    with duckdb.connect(str(workspace.duckdb_path), read_only=True) as connection:
        columns = connection.execute(
            "select columns.table_schema, columns.table_name, string_agg(columns.column_name, ', ')"
            " from information_schema.columns inner join information_schema.tables using (table_schema, table_name)"
            " where table_type = 'BASE TABLE' and columns.data_type = 'VARCHAR' group by all"
        ).fetchall()
        assert {table for _, table, _ in columns} >= {"rejected_records", *REFUSED}
        return {
            table
            for schema, table, names in columns
            if connection.execute(
                f"select 1 from {schema}.{table} where contains(concat_ws('|', {names}), '{word}') limit 1"
            ).fetchall()
        }
