"""The messages of `load` about refused records."""

from __future__ import annotations

from python_tests.loading.samples import envelope
from python_tests.workspace import Workspace


def refusals(out: str) -> list[str]:
    """The lines about refused records."""
    return [line for line in out.splitlines() if line.startswith("refused ")]


def test_a_load_reports_how_many_records_it_refused_and_why(workspace: Workspace) -> None:
    """Only those of this load, with the same numbers as the warehouse. The exit code stays 0."""
    workspace.land("usage/1.jsonl", "no JSON\n" * 4 + "[1]\n" * 2 + envelope(1) + "\n")
    workspace.land("openai_costs/org-1/page.json", "no JSON")
    workspace.land("openai_costs/org-1/table.xml", "<a/>")
    first = workspace.load()
    by_reason = dict(workspace.query("select reason, count(*) from raw.rejected_records group by reason"))
    assert sum(by_reason.values()) == 8
    ranked = sorted(by_reason.items(), key=lambda item: (-item[1], item[0]))
    shown = ", ".join(f"{reason} {records}" for reason, records in ranked[:3])
    more = {0: "", 1: " and 1 more reason"}[max(len(ranked) - 3, 0)]
    assert refusals(first.out) == [f"refused 8 records: {shown}{more}; see raw.rejected_records"]

    workspace.land("usage/2.jsonl", "no JSON\n")
    assert refusals(workspace.load().out) == ["refused 1 record: not_json 1; see raw.rejected_records"]
    assert refusals(workspace.load().out) == []


def test_an_unreadable_file_is_not_a_refusal(workspace: Workspace) -> None:
    """It has a separate error and exit code 1, because the next load tries it again."""
    (workspace.landing / "usage").mkdir()
    (workspace.landing / "usage" / "loop.jsonl").symlink_to("loop.jsonl")
    done = workspace.load(code=1)
    assert refusals(done.out) == []
    assert "error: cannot read usage/loop.jsonl" in done.err
