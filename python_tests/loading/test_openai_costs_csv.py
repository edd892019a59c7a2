"""The dashboard's export of costs as CSV: rows with an amount, and days without costs."""

from __future__ import annotations

import json

from python_tests.workspace import Workspace
from tokenbooks.loading.load import load_sources
from tokenbooks.settings import Settings

_EXPORT = """\
start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,line_item,project_id,organization_id
1790812800,1790899200,2026-10-01T00:00:00+00:00,2026-10-02T00:00:00+00:00,0.8958740000000000,usd,"gpt-4.1, input",p,o
1790899200,1790985600,2026-10-02T00:00:00+00:00,2026-10-03T00:00:00+00:00,,,,,
1790985600,1791072000,2026-10-03T00:00:00+00:00,2026-10-04T00:00:00+00:00
1790985600,1791072000,2026-10-03T00:00:00+00:00
1791072000,1791158400,2026-10-04T00:00:00+00:00,2026-10-05T00:00:00+00:00,,usd,"gpt-4.1, output",p,o
1791072000,1791158400,2026-10-04T00:00:00+00:00,2026-10-05T00:00:00+00:00,,usd,,,o
"""


def test_times_with_too_many_digits(workspace: Workspace) -> None:
    """They stay texts, so that the models refuse their day and not the reader the file."""
    long = "9" * 5_000
    header, row, *_ = _EXPORT.splitlines()
    workspace.land("openai_costs/o/long.csv", f"{header}\n{row}\n{long},{long[:19]},,,,,,,\n")
    load_sources(["openai_costs"], Settings.from_environment(workspace.environment))
    _, (day,) = workspace.query("select record from raw.openai_costs order by record_number")
    assert json.loads(day) == {"object": "bucket", "start_time": long, "end_time": int(long[:19]), "results": []}
    assert workspace.query("select reason from raw.rejected_records") == []


def test_an_export_of_costs(workspace: Workspace) -> None:
    """A row keeps its texts. A day without costs, in full or with its times alone, is a bucket without results.

    A line without an amount is not such a day. It stays a row, which the models refuse.
    """
    workspace.land("openai_costs/o/cost_2026-10-01_2026-10-04.csv", _EXPORT)
    load_sources(["openai_costs"], Settings.from_environment(workspace.environment))
    records = workspace.query("select record_number, record from raw.openai_costs order by 1")
    assert [number for number, _ in records] == [2, 3, 4, 6, 7]
    row, *days = (json.loads(record) for _, record in records)
    without_amount = days.pop(2)
    assert (row["amount_value"], row["line_item"]) == ("0.8958740000000000", "gpt-4.1, input")
    assert (without_amount["amount_value"], without_amount["line_item"]) == ("", "gpt-4.1, output")
    assert days == [
        {"object": "bucket", "start_time": start, "end_time": start + 86_400, "results": []}
        for start in (1_790_899_200, 1_790_985_600, 1_791_072_000)
    ]
    assert workspace.query("select record_number, reason from raw.rejected_records") == [(5, "wrong_field_count")]
