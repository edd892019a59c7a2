"""Landing files of ten days. Each day has a late call and a new bill for the days billed before."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal

from python_tests.pipeline.landing import Deliveries
from python_tests.workspace import Workspace
from tokenbooks.publishing.publish import Publication, publish_marts
from tokenbooks.settings import Settings

_FIRST_DAY = date(2026, 3, 1)


def land(workspace: Workspace, number: int) -> None:
    """Land a day of calls, one late call of the first day, and a bill that covers all days so far."""
    deliveries = Deliveries()
    day = _FIRST_DAY + timedelta(days=number)
    usage = {"usage": {"input_tokens": 1_000 + number, "output_tokens": 10}}
    calls = [(f"{day}-{call}", day) for call in range(5 + number)] + [(f"late-{number}", _FIRST_DAY)]
    for event_id, called_on in calls:
        deliveries.call("org-1", event_id, usage, f"{called_on}T12:00:00Z", user_id="ada", model="gpt-4.1")
    lines = "".join(f"{json.dumps(envelope)}\n" for envelope in deliveries.envelopes)
    workspace.land(f"usage/{day}.jsonl", lines)
    bill = Deliveries()
    for past in range(number + 1):
        bill.openai_charge("org-1", _FIRST_DAY + timedelta(days=past), Decimal(number + 1), "gpt-4.1, input", 1_000)
    bill.land(workspace)
    (workspace.landing / "usage" / "2026-10-01T02-00-00Z" / "calls.jsonl").unlink()
    [page] = workspace.landing.glob("openai_costs/org-1/2026-10-01T02-00-00Z/*.json")
    page.rename(page.parents[1] / f"2026-10-{number + 1:02}T02-00-00Z.json")


def publish(workspace: Workspace) -> Publication:
    """Publish every mart. Marts with a date are published as Parquet, with one file per date."""
    return publish_marts(Settings.from_environment(workspace.environment), partitioned_from_rows=0)
