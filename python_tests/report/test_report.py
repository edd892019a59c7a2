"""The report in every format, on a terminal of any width and in a file."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner

from orchestration.cli import app
from python_tests.report.books import OFFSETTING, Account, empty_books, full_books
from python_tests.report.conftest import Books
from tokenbooks.errors import UserError
from tokenbooks.report.layout import wrapped
from tokenbooks.report.sections import METER_COMPONENTS
from tokenbooks.settings import Settings
from tokenbooks.transformation.project import PROJECT_DIR
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
        "quantity_discrepancies",
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


def test_differences_that_cancel_are_named(books: Books) -> None:
    """The status says so, and each model and meter has its amount. Charges stay beside them."""
    books([*empty_books(), *OFFSETTING.statements()])
    text = report(columns=200)
    assert re.search(r"anthropic/offset\s+2026-03 .* matched, offsetting\s+find_missing_usage", text)
    lines = [line.strip() for line in text.splitlines()]
    start = lines.index("anthropic/offset 2026-03: matched, offsetting, find_missing_usage, gross variance 113.7469")
    assert [re.split(r"\s{2,}", line) for line in lines[start + 2 : start + 11]] == [
        ["calculated", "1,000.0000"],
        ["+ claude-one text_input", "45.1235"],
        ["+ claude-two text_output", "-45.1235"],
        ["+ claude-two text_input", "9.0000"],
        ["+ claude-three text_input", "-8.0000"],
        ["+ claude-three text_output", "3.0000"],
        ["+ claude-four text_input", "-2.0000"],
        ["+ 3 more", "-1.5000"],
        ["= billed", "1,000.5000"],
    ]
    markdown = report("--format", "markdown")
    assert "| + claude-four text_cached_input | 0.5000 |\n| + credit | -3.0000 |\n| = billed | 1,000.5000 |" in markdown
    [month] = json.loads(report("--format", "json"))["reconciliations"]
    assert month["is_offsetting"] is True
    assert month["gross_variance_amount"] == "113.746912000000"
    assert month["offsetting_parts"][1] == {
        "model": "claude-two",
        "meter": "text_output",
        "variance_amount": "-45.123456000000",
    }


@pytest.mark.parametrize("columns", [60, 80])
def test_differences_that_cancel_fit_the_line(books: Books, columns: int) -> None:
    """Names wrap, and every amount is whole."""
    books([*full_books(), *OFFSETTING.but(name="azure/sub-with-a-very-long-name-0123456789-abcdefghij").statements()])
    text = report(columns=columns)
    assert {"45.1235", "-45.1235", "-1.5000"} <= numbers(text)
    assert "offsetting" in text


def test_quantities_that_differ_are_shown_where_the_money_matches(books: Books) -> None:
    """The days of a month are one row. Equal sums of a month are a shift between days."""
    shift = (
        "insert into marts.fct_meter_variances values ('openai', 'org-1', date '2026-03-0{}', date '2026-03-01',"
        " 'shifted', 'text_input', 'USD', {}, {}, 0.001, 0.001, 0, 'matched', 'discrepancy')"
    )
    books([*full_books(), shift.format(5, 10, 20), shift.format(6, 20, 10)])
    assert re.search(r"openai/org-1\s+2026-03\s+gpt-realtime\s+audio_input\s+92\s+1,280\s+2\s", report(columns=200))
    markdown = report("--format", "markdown")
    assert "| openai/org-1 | 2026-03 | gpt-realtime | audio_input | 92 | 1,280 | 2 |" in markdown
    assert "shifted" not in markdown
    assert json.loads(report("--format", "json"))["quantity_discrepancies"] == [
        {
            "platform": "openai",
            "billing_account_id": "org-1",
            "billing_period": "2026-03-01",
            "model": "gpt-realtime",
            "meter": "audio_input",
            "days": 2,
            "calculated_quantity": "92.000000000000",
            "billed_quantity": "1280.000000000000",
        }
    ]


def test_application_costs_that_differ_are_counted(books: Books) -> None:
    """With the sum of the differences. An account whose costs agree has no row."""
    differing = Account(calls=("40", "3", "-1.5"))
    books([*empty_books(), *differing.statements(), *Account(name="xai/a", calls=("7", "0", "0")).statements()])
    [heading] = [line for line in report().splitlines() if "Application costs" in line]
    assert heading == "Application costs that differ from ours, in USD"
    markdown = report("--format", "markdown")
    assert "| openai/org-1 | 2026-03 | 3 | 40 | -1.5000 |" in markdown
    assert "| xai/a | 2026-03 | 0 |" not in markdown
    by_account = {one["platform"]: one for one in json.loads(report("--format", "json"))["reconciliations"]}
    assert by_account["openai"]["differing_calls"] == 3
    assert by_account["openai"]["reported_variance_amount"] == "-1.500000000000"


@pytest.mark.parametrize(
    ("calls", "note"),
    [
        (("7", "0", "0"), "No application cost differs from ours."),
        (("null", "null", "null"), "No application cost can be compared with ours."),
    ],
)
def test_equal_application_costs_are_not_missing_ones(books: Books, calls: tuple[str, str, str], note: str) -> None:
    """The report states which of the two holds."""
    books([*empty_books(), *Account(calls=calls).statements()])
    assert note in report()


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
    statements = [
        *full_books(),
        *OFFSETTING.statements(),
        *Account(name="xai/a", calls=("40", "3", "-1.5")).statements(),
    ]
    books(statements)
    formats = ("text", "json", "markdown")
    on_duckdb = [report("--format", form) for form in formats]
    for name, value in postgres.create_database("report").items():
        monkeypatch.setenv(name, value)
    with open_database(Settings.from_environment(), is_writing=False) as warehouse:
        for statement in statements:
            warehouse.execute(statement)
    assert [report("--format", form) for form in formats] == on_duckdb


@pytest.mark.parametrize("arguments", [(), ("--format", "markdown"), ("--format", "json")])
def test_names_do_not_steer_the_terminal(books: Books, arguments: tuple[str, ...]) -> None:
    """Whoever calls a model may name it, and whoever lands a bill may name a meter."""
    name = "'gpt\x1b[31m-\nred\x9b1m'"
    books(
        [
            *(line for line in full_books() if "gpt-[new]" not in line),
            "insert into marts.fct_unpriced_usage values"
            f" ('openai', {name}, 'text_input', date '2026-03-05', 'tokens', 5, 2)",
            f"insert into marts.fct_unmapped_charges values ('azure', {name}, '1M', 'USD', 'unknown_words', 7, 3)",
            *Account(name="openai/a\x1b[2J", status="discrepancy", billed="12", action="check_charges").statements(),
        ]
    )
    text = report(*arguments, columns=300)
    assert not set(text) & {"\x1b", "\x9b"}
    assert "[31m-" in text


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


def test_the_components_of_meters_are_those_of_the_models() -> None:
    """Every other component is shown as a charge."""
    macro = (PROJECT_DIR / "macros/reconciliation/meter_components.sql").read_text()
    assert set(re.findall(r"'(\w+)'", macro)) == METER_COMPONENTS
