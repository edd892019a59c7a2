"""The report in every format, on a terminal of any width and in a file."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner

from orchestration.cli import app
from python_tests.report.books import Account, empty_books, full_books
from python_tests.report.conftest import Books
from tokenbooks.errors import UserError
from tokenbooks.report.layout import wrapped
from tokenbooks.settings import Settings
from tokenbooks.warehouse.open import open_database
from tools.servers.postgres import PostgresServer

#: Every amount of the full books, formatted for people.
_AMOUNTS = (
    "1,000,000.0235",
    "1,234,567.1000",
    "2,234,567.1235",
    "42.5000",
    "0.2500",
    "1,234.56",
    "7.123456",
    "7.12",
)


def report(*arguments: str, columns: int = 80) -> str:
    """The output of the command."""
    result = CliRunner(env={"COLUMNS": str(columns)}).invoke(app, ["report", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def numbers(text: str) -> set[str]:
    """All figures with decimals."""
    return set(re.findall(r"-?\d[\d,]*\.\d+", text))


@pytest.mark.parametrize("columns", [60, 80, 112, 200])
def test_text_fits_the_line_and_every_amount_is_whole(books: Books, columns: int) -> None:
    """Even with an account of fifty characters and amounts of millions."""
    books(full_books())
    text = report(columns=columns)
    assert max(map(cell_len, text.splitlines())) <= columns
    assert "…" not in text
    for amount in _AMOUNTS:
        # At 60 columns the cost of a line is left out, and its amount stays.
        assert amount in numbers(text) or (columns == 60 and amount == "7.123456"), amount
    for status in ("matched", "pending", "discrepancy"):
        assert re.search(rf"\b{status}\b", text)


@pytest.mark.parametrize("columns", [1, 20, 40])
def test_a_narrow_terminal_gets_a_list(books: Books, columns: int) -> None:
    """It is long, but it does not fail."""
    books(full_books())
    text = report(columns=columns)
    if columns == 40:
        assert "variance: 1,000,000.0235" in text


def test_the_report_opens_with_what_to_do(books: Books) -> None:
    """Three sentences, then the number of further steps."""
    books(full_books())
    lines = report(columns=200).split("\n")
    assert lines[1] == "What to do next"
    assert lines[2].startswith("1. Find the usage of openai/org-1 that is missing in 2026-03: 1,000,000.0235 USD")
    assert lines[4].startswith("3. Add the price of gpt-[new] on openai")
    assert lines[5].startswith("and 2 more")


def test_the_report_states_that_there_is_nothing_to_do(books: Books) -> None:
    """In every format."""
    books([*empty_books(), *Account().statements()])
    assert "There is nothing to do." in report()
    assert "There is nothing to do." in report("--format", "markdown")
    assert json.loads(report("--format", "json"))["next_steps"] == []


def test_json_is_exact_and_complete(books: Books) -> None:
    """Decimals are text with all their digits, dates are in ISO 8601, and the invoice has every line."""
    books(full_books())
    document: dict[str, Any] = json.loads(report("--format", "json", columns=60))
    assert list(document) == [
        "billing_period",
        "next_steps",
        "next_steps_in_all",
        "invoice_totals",
        "invoices",
        "reconciliations",
        "largest_variances",
        "unpriced",
        "unpriced_bills",
        "unmapped",
        "rejected",
    ]
    assert document["billing_period"] == "2026-03-01"
    by_account = {one["billing_account_id"]: one for one in document["reconciliations"]}
    assert by_account["org-1"]["variance_amount"] == "1000000.023456789012"
    assert by_account["org-1"]["components"] == [{"component": "one_sided_bill", "amount": "1000000.023456789012"}]
    zero = by_account["sub-with-a-very-long-name-0123456789-abcdefghij"]["variance_amount"]
    assert zero == "0.000000000000"  # and not 0E-12
    assert len(document["invoices"][0]["lines"]) == 8
    assert document["rejected"][0] == {"reason": "not_json", "records": 4}
    assert document["unpriced"][0]["events"] == 2


def test_markdown_has_the_figures_of_text(books: Books) -> None:
    """And the rows that text leaves out."""
    books(full_books())
    markdown, text = report("--format", "markdown"), report(columns=250)
    sums_of_the_rest = {"1.246912", "1.24"}  # of two lines of the invoice
    assert numbers(text) - sums_of_the_rest <= numbers(markdown)
    rows = [line for line in markdown.splitlines() if line.startswith("|")]
    widths = {len(re.split(r"(?<!\\)\|", row)) for row in rows}
    assert widths <= set(range(4, 11))
    assert "| azure | A \\| new meter | 1M | 42.5000 | USD | unknown_words |" in rows
    assert "meter_0" in markdown and "meter_0" not in text


def test_every_currency_is_named(books: Books) -> None:
    """In the title if there is only one, else in each row."""
    books([*empty_books(), *Account().statements(), *Account(currency="EUR").statements()])
    assert re.search(r"openai/org-1\s+2026-03 .* EUR", report())


def test_a_month_can_be_chosen(books: Books) -> None:
    """A month without an invoice states so."""
    books(full_books())
    assert "ada: 9.99 USD, draft" in report("--period", "2026-02")
    assert "This month has no invoices." in report("--period", "2025-01")


def test_books_without_an_invoice_are_reported(books: Books) -> None:
    """A bill alone is reported too."""
    account = Account(calculated="null", billed="3", status="missing_usage", action="find_missing_usage")
    books([*empty_books(), *account.statements()])
    text = report()
    assert "There is no invoice yet" in text
    assert "Load the usage of openai/org-1" in text


def test_a_missing_mart_is_named(books: Books) -> None:
    """The message also states what to do."""
    books([*empty_books(), "drop table marts.fct_unmapped_charges"])
    with pytest.raises(UserError, match=r"^marts\.fct_unmapped_charges is not built; run .tokenbooks load."):
        report()


def test_a_malformed_month_is_refused(books: Books) -> None:
    """In one line."""
    books(empty_books())
    with pytest.raises(UserError, match="'March' is not a month; write it like 2026-03"):
        report("--period", "March")


def test_an_unknown_format_is_a_wrong_command_line() -> None:
    """Exit code 2."""
    assert CliRunner().invoke(app, ["report", "--format", "xml"]).exit_code == 2


def test_postgres_gives_the_same_report(
    books: Books, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In every format, to the last character."""
    books(full_books())
    formats = ("text", "json", "markdown")
    on_duckdb = [report("--format", form) for form in formats]
    for name, value in postgres.create_database("report").items():
        monkeypatch.setenv(name, value)
    with open_database(Settings.from_environment(), is_writing=False) as warehouse:
        for statement in full_books():
            warehouse.execute(statement)
    assert [report("--format", form) for form in formats] == on_duckdb


@pytest.mark.parametrize(
    ("name", "width", "lines"),
    [
        ("gpt-realtime-mini-2025-12-15", 20, ["gpt-realtime-mini-", "2025-12-15"]),
        ("org-1", 20, ["org-1"]),
        ("openai/org-1", 7, ["openai/", "org-1"]),
        ("one two", 4, ["one", "two"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("realtime-mini", 8, ["realtime", "-mini"]),
        ("", 4, [""]),
    ],
)
def test_names_are_broken_after_a_mark(name: str, width: int, lines: list[str]) -> None:
    """Without a punctuation mark in reach, they are cut at the end of the line. No character is lost."""
    assert wrapped(name, width).split("\n") == lines
