"""The scenario of each format: a month of a whole cloud's bill, and the same bill refreshed a day later."""

import shutil
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from tools.benchmarks.bills.floor import BillFloor, Totals, measure_bill_floor
from tools.benchmarks.bills.generate import Bill, bill_path, write_bill
from tools.benchmarks.measure import CommandFailedError, apart
from tools.benchmarks.scenarios import Announce
from tools.benchmarks.workspace import Engine, Run, Workspace

_MAPPED = """
select
    count(*) as our_charges,
    coalesce(sum(billed_quantity), 0) as our_quantity,
    coalesce(sum(billed_cost), 0) as our_cost
from marts.fct_billed_charges
where mapping_status = 'mapped'
"""
# Charges that are neither mapped nor out of scope would be missing here, and so make the totals differ.
_OUT_OF_SCOPE = "select coalesce(sum(billed_cost), 0) from marts.fct_out_of_scope_charges"


@dataclass(frozen=True)
class BillResults:
    """The results of one format.

    Attributes:
        bill: the bill.
        file_bytes: size of the file of the first bill.
        floor: the hand-written query on the first bill.
        first: loading and building the first bill.
        refreshed: loading and building the refreshed bill after it.
        size_bytes: size of the warehouse after both.
    """

    bill: Bill
    file_bytes: int
    floor: BillFloor
    first: Run
    refreshed: Run
    size_bytes: int


def measure_bill(bill: Bill, engine: Engine, folder: Path, announce: Announce) -> BillResults:
    """Measure a bill in a warehouse of its own.

    Raises:
        CommandFailedError: a command failed, or the books differ from the floor.
    """
    workspace = Workspace(f"bill_{bill.format}", folder, engine)
    announce(f"{bill.format}: writing {bill.rows:,} rows, {bill.share} % ours")
    apart(write_bill, workspace.landing, bill)
    file_bytes = (workspace.landing / bill_path(bill)).stat().st_size
    announce(f"{bill.format}: floor, one hand-written query")
    floor = _floor(workspace, bill)
    announce(f"{bill.format}: loading, building and testing")
    first = workspace.run()
    check_totals(workspace, floor.totals)
    announce(f"{bill.format}: the same bill with one more day, {bill.refreshed_rows:,} rows")
    apart(write_bill, workspace.landing, bill, True)
    refreshed_totals = _floor(workspace, bill, is_refreshed=True).totals
    refreshed = workspace.run()
    check_totals(workspace, refreshed_totals)
    results = BillResults(bill, file_bytes, floor, first, refreshed, workspace.size_bytes())
    shutil.rmtree(workspace.folder)
    return results


def _floor(workspace: Workspace, bill: Bill, is_refreshed: bool = False) -> BillFloor:
    return apart(measure_bill_floor, workspace.landing, bill, workspace.folder / "floor.duckdb", is_refreshed)


def check_totals(workspace: Workspace, expected: Totals) -> None:
    """Compare the marts with the totals of the floor.

    Raises:
        CommandFailedError: they differ in the last digit of a quantity or cost, or in the number of our charges.
    """
    charges, quantity, cost = (Decimal(str(value)) for value in workspace.row(_MAPPED))
    (out_of_scope,) = (Decimal(str(value)) for value in workspace.row(_OUT_OF_SCOPE))
    found = Totals(int(charges), quantity, cost, cost + out_of_scope)
    if found != expected:
        raise CommandFailedError(f"the books have {found}, but the floor has {expected}")
