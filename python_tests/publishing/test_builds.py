"""The conditions under which the marts come from one completed build, and the messages if they do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from tokenbooks.errors import UserError
from tokenbooks.publishing.builds import BuildEntry, completed_build

_NOON = datetime(2026, 3, 1, 12)
_STARTED = BuildEntry(1, "a", "started", _NOON, _NOON, None, 0, "", "")
_FINISHED = BuildEntry(2, "a", "finished", _NOON, _NOON, "2026-03-01", 0, "dim_users,fct_invoices", "")


def test_a_completed_build_is_published() -> None:
    """With the marts that it built, and the instant at which its books are read."""
    build = completed_build([_FINISHED, _STARTED], _NOON)
    assert (build.invocation_id, build.as_of, build.marts) == ("a", "2026-03-01", ("dim_users", "fct_invoices"))


def test_a_build_after_one_that_was_killed_is_published() -> None:
    """The leftovers of the killed build no longer matter."""
    later = replace(_FINISHED, invocation_id="b"), replace(_STARTED, invocation_id="b")
    assert completed_build(later, _NOON).invocation_id == "b"


@pytest.mark.parametrize(
    ("entries", "loaded_until", "because"),
    [
        ([], _NOON, "no build is on record"),
        ([_STARTED, _FINISHED], _NOON, "began at 2026-03-01 12:00:00 UTC has not ended"),
        ([_FINISHED, replace(_STARTED, invocation_id="b")], _NOON, "two builds ran at the same time"),
        ([replace(_FINISHED, failures=2), _STARTED], _NOON, "2 seeds, models or tests of the last build failed"),
        ([replace(_FINISHED, marts_not_built="a,b,c,d"), _STARTED], _NOON, "left out a, b, c and 1 more"),
        ([_FINISHED, _STARTED], datetime(2026, 3, 2), "something was loaded after the last build began"),
        ([replace(_FINISHED, marts_built=""), _STARTED], _NOON, "no marts"),
    ],
)
def test_anything_else_is_refused(entries: list[BuildEntry], loaded_until: datetime, because: str) -> None:
    """In one line that states why."""
    with pytest.raises(UserError, match=because) as refused:
        completed_build(entries, loaded_until)
    assert "\n" not in str(refused.value)
