"""The actual and the amortized cost of Azure are two datasets, and only the actual cost is a bill."""

from __future__ import annotations

import json
import os
from itertools import permutations

import pytest

from python_tests.loading.samples import azure_query
from python_tests.workspace import Workspace

_HEADER = "Date,MeterName,Quantity,UnitOfMeasure,CostInBillingCurrency,BillingCurrencyCode,ChargeType,PricingModel"
_ON_DEMAND = "10/13/2026,gpt-4o Input,1,1M,2,USD,Usage,OnDemand"
_COVERED = "10/13/2026,Provisioned Managed Global Unit,24,1 Hour,{cost},USD,Usage,{model}"
_PURCHASE = "10/13/2026,Provisioned Managed Global,1,1 PTU/Month,260,USD,Purchase,Reservation"
_UNUSED = "10/13/2026,Provisioned Managed Global Unit,24,1 Hour,8.4,USD,{kind},Reservation"
_ACTUAL = (_PURCHASE, _ON_DEMAND, _COVERED.format(cost="0", model="Reservation"))
_QUERY = "Cost,UsageQuantity,UsageDate,Meter,ChargeType,PricingModel,Currency"


def export(*rows: str) -> str:
    """An export with some rows."""
    return "".join(f"{line}\n" for line in (_HEADER, *rows))


#: Files, and whether they have the amortized cost.
_FILES: dict[str, tuple[str, bool]] = {
    "a/ccm-actual/1/part_0.csv": (export(*_ACTUAL), False),
    "a/ccm-amortized/1/part_0.csv": (export(_ON_DEMAND), True),
    "b/AmortizedCost_2026.csv": (export(_ON_DEMAND), True),
    "b/amortised/x.csv": (export(_ON_DEMAND), True),
    "b/amortized-and-actual/actual.csv": (export(*_ACTUAL), False),
    "c/unused.csv": (export(_ON_DEMAND, _UNUSED.format(kind="UnusedReservation")), True),
    "c/unused plan.csv": (export(_UNUSED.format(kind="UnusedSavingsPlan"), _ON_DEMAND), True),
    "c/covered.csv": (export(_ON_DEMAND, _COVERED.format(cost="8.4", model="Reservation")), True),
    "c/plan.csv": (export(_COVERED.format(cost="0.0004", model="SavingsPlan"), _ON_DEMAND), True),
    "c/refund.csv": (export(_ON_DEMAND, _PURCHASE.replace("Purchase", "Refund")), False),
    "c/free.csv": (export(_ON_DEMAND, _COVERED.format(cost="0.000", model="Reservation")), False),
    "c/query.json": (
        azure_query(_QUERY, '[8.4,24,20261013,"Provisioned Managed Global Unit","Usage","Reservation","USD"]'),
        True,
    ),
    "c/actual query.json": (
        azure_query(_QUERY, '[0,24,20261013,"Provisioned Managed Global Unit","Usage","Reservation","USD"]'),
        False,
    ),
    "manifest/1/part_0.csv": (export(_ON_DEMAND), True),
    "manifest/2/amortized/part_0.csv": (export(*_ACTUAL), False),
    "manifest/3/part_0.csv": (export(_ON_DEMAND), False),
    "parts/1/part_0.csv": (export(_ON_DEMAND), True),
    "parts/1/part_1.csv": (export(_ON_DEMAND, _UNUSED.format(kind="UnusedReservation")), True),
    "parts/1/part_2.csv": (export(_ON_DEMAND.replace("gpt-4o", "gpt-5")), True),
    "parts/2/part_0.csv": (export(_ON_DEMAND), False),
}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """All files, loaded together."""
    workspace = Workspace(tmp_path_factory.mktemp("datasets"))
    for path, (content, _) in _FILES.items():
        workspace.land(f"azure_cost/{path}", content)
    for number, manifest in enumerate(('{"type":"AmortizedCost"}', '{"type":"ActualCost"}', "[]"), 1):
        folder = f"azure_cost/manifest/{number}{'/amortized' if number == 2 else ''}"
        workspace.land(f"{folder}/manifest.json", json.dumps({"exportConfig": json.loads(manifest)}))
    workspace.load()
    return workspace


@pytest.mark.parametrize("file", _FILES)
def test_only_the_actual_cost_is_loaded(loaded: Workspace, file: str) -> None:
    """The manifest decides, else the path, and the rows decide against both. Parts of one export are one dataset."""
    content, is_amortized = _FILES[file]
    where = f"where file = 'azure_cost/{file}'"
    ((records, rejected),) = loaded.query(f"select records, rejected from raw.deliveries {where}")
    kept = loaded.query(f"select count(*) from raw.azure_cost inner join raw.deliveries using (delivery_id) {where}")
    reasons = loaded.query(f"select distinct reason from raw.rejected_records {where}")
    if is_amortized:
        assert (records, rejected, kept, reasons) == (0, 1, [(0,)], [("amortized_cost",)])
    else:
        rows = 1 if file.endswith(".json") else content.count("\n") - 1
        assert (records, rejected, kept, reasons) == (rows, 0, [(rows,)], [])


def test_parts_of_one_export_in_several_loads(workspace: Workspace) -> None:
    """Each part is refused, whatever the order in which they land, until the actual cost replaces the files."""
    shown = export(_ON_DEMAND, _UNUSED.format(kind="UnusedReservation"))
    parts = {"part_0.csv": export(_ON_DEMAND), "part_1.csv": shown, "part_2.csv": export(*_ACTUAL[1:])}
    for step in range(len(parts)):
        for order in permutations(parts):
            workspace.land(f"azure_cost/{'-'.join(order)}/1/{order[step]}", parts[order[step]])
        workspace.load()
    workspace.land("azure_cost/other/1/part_0.csv", export(_ON_DEMAND))
    workspace.load(checks=True)
    refused = "select file, count(*) from raw.rejected_records where reason = 'amortized_cost' group by 1"
    assert {count for _, count in workspace.query(refused)} == {1}
    assert {path for path, _ in workspace.query(refused)} == {
        f"azure_cost/{'-'.join(order)}/1/{name}" for order in permutations(parts) for name in parts
    }
    again = "-".join(parts)
    for number, name in enumerate(parts):
        path = workspace.land(f"azure_cost/{again}/1/{name}", export(*_ACTUAL[: number + 1]))
        os.utime(path, (1_900_000_000, 1_900_000_000))
    assert "amortized" not in workspace.load().out


def test_a_replaced_or_deleted_part_does_not_condemn_its_export(workspace: Workspace) -> None:
    """The actual cost may have fewer parts than the amortized cost that it replaces."""
    shown = export(_ON_DEMAND, _UNUSED.format(kind="UnusedReservation"))
    for number, rows in enumerate((export(_ON_DEMAND), export(*_ACTUAL[1:]), shown)):
        workspace.land(f"azure_cost/a/1/part_{number}.csv", rows)
    workspace.load()
    (workspace.landing / "azure_cost/a/1/part_2.csv").unlink()
    for number in range(2):
        path = workspace.land(f"azure_cost/a/1/part_{number}.csv", export(*_ACTUAL[: number + 1]))
        os.utime(path, (1_900_000_000, 1_900_000_000))
    assert "amortized" not in workspace.load().out
    assert workspace.query("select sum(records) from raw.deliveries") == [(3,)]
