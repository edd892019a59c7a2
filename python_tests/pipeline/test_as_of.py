"""The books as of an earlier instant."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from python_tests.pipeline.books import Books, Dbt
from python_tests.workspace import Workspace
from tools.simulator.customers import AZURE_ACCOUNT, OPENAI_ACCOUNT

_MARCH = date(2026, 3, 1)


@pytest.fixture(scope="module")
def early_april(books: Books, dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> Books:
    """The third of April: two days after the end of March, and two days before Azure's bill is final."""
    return _read_at("2026-04-03T00:00:00Z", books, dbt, tmp_path_factory)


@pytest.fixture(scope="module")
def february(books: Books, dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> Books:
    """The tenth of February at midnight, before the usage of the ninth is delivered."""
    return _read_at("2026-02-10T00:00:00Z", books, dbt, tmp_path_factory)


def test_a_bill_that_may_change_is_waited_for(early_april: Books) -> None:
    """Azure's month is open for five days, and its variance has no action yet."""
    assert early_april.rows(
        "select is_final, reconciliation_status, action from marts.fct_reconciliations"
        f" where billing_account_id = '{AZURE_ACCOUNT}' and billing_period = '{_MARCH}'"
    ) == [(False, "pending", "wait_for_bill")]
    assert early_april.rows(
        "select distinct is_final, reconciliation_status from marts.fct_meter_variances"
        f" where billing_account_id = '{AZURE_ACCOUNT}' and billing_period = '{_MARCH}'"
    ) == [(False, "pending")]


def test_days_are_final_two_days_later(early_april: Books) -> None:
    """OpenAI bills by the day. The month is final exactly two days after its last day."""
    [(is_final, status)] = early_april.rows(
        "select is_final, reconciliation_status from marts.fct_reconciliations"
        f" where billing_account_id = '{OPENAI_ACCOUNT}' and billing_period = '{_MARCH}'"
    )
    assert is_final and status != "pending"
    assert early_april.rows(
        "select distinct is_final from marts.fct_meter_variances"
        f" where billing_account_id = '{OPENAI_ACCOUNT}' and billing_period = '{_MARCH}'"
    ) == [(True,)]


def test_later_deliveries_are_unknown(february: Books) -> None:
    """Usage of the eighth is delivered, that of the ninth is not. The bills are the last fetch and export before."""
    assert february.value("select max(usage_date) from marts.fct_usage_events") == date(2026, 2, 8)
    assert dict(
        february.rows(
            "select platform, max(usage_date) from marts.fct_billed_charges"
            f" where billing_account_id in ('{OPENAI_ACCOUNT}', '{AZURE_ACCOUNT}') group by platform"
        )
    ) == {"openai": date(2026, 2, 7), "azure": date(2026, 1, 31)}
    assert february.value("select max(usage_period) from marts.fct_invoice_lines") == date(2026, 2, 1)


def test_later_rejections_are_unknown(books: Books, february: Books, early_april: Books) -> None:
    """A record is not refused before it is delivered: those of the demo world come on the fourth of February."""
    rejections = "select count(*) from marts.fct_rejected_events where reason = 'not_json'"
    assert february.value(rejections) == early_april.value(rejections) == 2 < books.value(rejections)
    later = "select count(*) from marts.fct_rejected_events where record like '%counts/%'"
    assert (february.value(later), early_april.value(later)) == (0, 0)


def test_the_current_month_has_not_ended(february: Books) -> None:
    """January has ended by then, and February has not."""
    assert dict(
        february.rows(
            "select billing_period, has_ended from marts.dim_billing_periods where billing_period >= '2026-01-01'"
        )
    ) == {date(2026, 1, 1): True, date(2026, 2, 1): False}


def _read_at(as_of: str, books: Books, dbt: Dbt, folders: pytest.TempPathFactory) -> Books:
    """Read the same raw tables and seeds at another instant."""
    workspace = Workspace(folders.mktemp("as-of"))
    shutil.copy(books.workspace.duckdb_path, workspace.duckdb_path)
    return Books(workspace, dbt, as_of).run()
