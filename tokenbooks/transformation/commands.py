"""The arguments of `dbt build`, and messages about its failures."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

_SHOWN_FAILURES = 5


def build_arguments(*, full_refresh: bool = False, as_of: str | None = None) -> list[str]:
    """The arguments of `dbt build`. Dagster adds the selection.

    Unit tests are excluded: they check the code, which does not change between two runs of a schedule.

    Args:
        full_refresh: whether to build incremental models again from the start.
        as_of: the instant at which the books are read, RFC 3339. None means now.
    """
    return [
        "build",
        "--exclude-resource-type",
        "unit_test",
        *(["--full-refresh"] if full_refresh else []),
        *(["--vars", json.dumps({"as_of": as_of})] if as_of else []),
    ]


def describe_failures(run_results: Mapping[str, Any]) -> str:
    """The failures of a build in one line: `model fct_invoices: Binder Error ...; test keys_are_unique_...: ...`."""
    failed = [result for result in run_results["results"] if result["status"] in ("error", "fail", "runtime error")]
    shown = "; ".join(_describe(result) for result in failed[:_SHOWN_FAILURES])
    more = len(failed) - _SHOWN_FAILURES
    return shown + (f"; and {more} more" if more > 0 else "")


def first_error(messages: Sequence[str]) -> str:
    """The reason why dbt did not start, in one line."""
    return " ".join(messages[0].split()) if messages else "it ended before it built anything"


def _describe(result: Mapping[str, Any]) -> str:
    kind, _, name, *_ = result["unique_id"].split(".")
    # Spark's messages contain the stack trace of the server.
    lines = [line.strip() for line in (result["message"] or result["status"]).splitlines()]
    return f"{kind} {name}: {' '.join(' '.join(line for line in lines if not line.startswith('at ')).split())}"
