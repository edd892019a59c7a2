"""Checks in the journal of dbt's hooks that all marts in the warehouse come from one completed build."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tokenbooks.errors import UserError
from tokenbooks.publishing.manifest import Build

JOURNAL = "operations.builds"
_HINT = "run `dbt build`, then publish again"
_SHOWN = 3


@dataclass(frozen=True)
class BuildEntry:
    """A row of the journal. Its fields are the columns of `operations.builds`, in order.

    Attributes:
        entry: number of the row.
        invocation_id: dbt's id of the build.
        event: `started` or `finished`.
        happened_at: time of the event, naive UTC.
        loaded_until: `loaded_at` of the newest delivery in the warehouse at that time.
        as_of: the instant at which the books are read, if one was given.
        failures: number of seeds, models and tests that failed or were skipped.
        marts_built: names of the marts that were built, comma-separated.
        marts_not_built: names of the project's other marts, comma-separated.
    """

    entry: int
    invocation_id: str
    event: str
    happened_at: datetime
    loaded_until: datetime | None
    as_of: str | None
    failures: int
    marts_built: str
    marts_not_built: str


def completed_build(entries: Sequence[BuildEntry], loaded_until: datetime | None) -> Build:
    """The build that all marts come from.

    Args:
        entries: the last two rows of the journal, the newest first.
        loaded_until: `loaded_at` of the newest delivery in the warehouse now.

    Raises:
        UserError: the marts do not come from one completed build. The message states why.
    """
    if not entries:
        raise UserError(f"nothing to publish: no build is on record; {_HINT}")
    last = entries[0]
    if last.event != "finished":
        raise UserError(
            f"not published: the build that began at {last.happened_at:%Y-%m-%d %H:%M:%S} UTC has not ended;"
            f" wait for it, or, if it was interrupted, {_HINT}"
        )
    if len(entries) < 2 or entries[1].invocation_id != last.invocation_id:
        raise UserError(f"not published: two builds ran at the same time; {_HINT}")
    if last.failures:
        raise UserError(f"not published: {last.failures} seeds, models or tests of the last build failed; {_HINT}")
    missing = [name for name in last.marts_not_built.split(",") if name]
    if missing:
        shown = ", ".join(missing[:_SHOWN]) + (f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else "")
        raise UserError(f"not published: the last build left out {shown}, which come from an earlier one; {_HINT}")
    # Views show data that is loaded later, tables do not.
    if loaded_until != entries[1].loaded_until:
        raise UserError(f"not published: something was loaded after the last build began; {_HINT}")
    marts = tuple(name for name in last.marts_built.split(",") if name)
    if not marts:
        raise UserError(f"nothing to publish: the last build has no marts; {_HINT}")
    return Build(last.invocation_id, last.happened_at.isoformat(), last.as_of, marts)
