"""What `load` says about what it has refused."""

from __future__ import annotations

from python_tests.loading.samples import envelope
from python_tests.workspace import Workspace


def refusals(out: str) -> list[str]:
    """The lines about them."""
    return [line for line in out.splitlines() if line.startswith("refused ")]


def test_a_load_says_how_many_it_refused_and_why(workspace: Workspace) -> None:
    """Of this load alone, with the numbers that the warehouse has; the exit code stays 0."""
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


def test_a_file_that_cannot_be_read_is_no_refusal(workspace: Workspace) -> None:
    """It has an error of its own, and exit code 1: it is tried again."""
    (workspace.landing / "usage").mkdir()
    (workspace.landing / "usage" / "loop.jsonl").symlink_to("loop.jsonl")
    done = workspace.load(code=1)
    assert refusals(done.out) == []
    assert "error: cannot read usage/loop.jsonl" in done.err
