"""Bills that people reported and that the loader refuses, from the files of their cases in `data/field_cases.jsonl`."""

from __future__ import annotations

from decimal import Decimal

import pytest

from python_tests.pipeline.field_cases import CASES
from python_tests.workspace import Workspace


@pytest.mark.parametrize("is_reversed", [False, True])
def test_an_amortized_export_is_refused_beside_the_actual_one(workspace: Workspace, is_reversed: bool) -> None:
    """In both orders of loading. What is left adds up to the invoice."""
    files = CASES["az-actual-and-amortized"].files
    for file in reversed(files) if is_reversed else files:
        workspace.land(file["path"], file["content"])
        workspace.load()
    refused = workspace.query("select file from raw.rejected_records where reason = 'amortized_cost' order by 1")
    assert [path for (path,) in refused] == sorted(file["path"] for file in files if "amortized" in file["path"])
    costs = workspace.query(
        "select deliveries.billing_account_id, cast(json_extract_string(records.record, '$.cost') as decimal(18, 6))"
        " from raw.azure_cost as records inner join raw.deliveries as deliveries using (delivery_id)"
    )
    billed = Decimal(CASES["az-actual-and-amortized"].expected["billed"])
    for account in ("az-both-1", "az-both-2"):
        assert sum(cost for name, cost in costs if name == account) == billed


def test_a_page_without_its_next_page_waits(workspace: Workspace) -> None:
    """It is refused and is not in the ledger."""
    (file,) = CASES["openai-has-more"].files
    workspace.land(file["path"], file["content"])
    workspace.load()
    reason = CASES["openai-has-more"].expected["refused"]
    assert workspace.query("select file, reason from raw.rejected_records") == [(file["path"], reason)]
    assert workspace.query("select count(*) from raw.deliveries") == [(0,)]
