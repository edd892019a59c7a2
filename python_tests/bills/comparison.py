"""The expected result of a round trip."""

from __future__ import annotations

from decimal import Decimal

from python_tests.pipeline.books import Books
from tokenbooks.warehouse.base import Row


def assert_matched(books: Books, account: str, billed: Decimal, meters: int) -> None:
    """Every meter of every day is billed as used, all charges are mapped, and the bill is the sum of its charges."""
    where = f"where billing_account_id = '{account}'"
    differing = books.rows(
        "select usage_date, model, meter, calculated_quantity, billed_quantity, calculated_cost, billed_cost"
        f" from marts.fct_meter_variances {where} and (reconciliation_status != 'matched' or variance_amount != 0"
        " or quantity_variance != 0) order by 1, 2, 3"
    )
    assert not differing, differing
    assert books.value(f"select count(*) from marts.fct_meter_variances {where}") == meters
    assert books.value(f"select count(*) from marts.fct_billed_charges {where} and mapping_status = 'unmapped'") == 0
    usage = f"select sum(billed_cost) from marts.fct_billed_charges {where} and charge_component = 'usage'"
    assert books.value(usage) == billed


def components(books: Books, account: str) -> dict[str, Decimal]:
    """The billed amounts of an account by component, without usage."""
    return dict(
        books.rows(
            "select charge_component, sum(billed_cost) from marts.fct_billed_charges"
            f" where billing_account_id = '{account}' and charge_component != 'usage' group by 1"
        )
    )


def refused(books: Books, columns: str, files: str) -> list[Row]:
    """The refused records of the files whose path matches a pattern, by record number."""
    return books.workspace.query(
        f"select {columns} from marts.fct_rejected_events where delivery in"
        f" (select delivery_id from raw.deliveries where file like '{files}') order by record_number"
    )
