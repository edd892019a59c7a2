"""Runs a command of ours with a clock that is ahead: `python -m python_tests.chaos.ahead SECONDS load …`.

A later run with the true clock then sees that the clock went back.
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta, tzinfo

from orchestration.cli import main
from tokenbooks.loading import load


def _set_clock(seconds: int) -> None:
    class Ahead(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + timedelta(seconds=seconds)

    load.datetime = Ahead  # type: ignore[attr-defined, misc]


if __name__ == "__main__":
    _set_clock(int(sys.argv.pop(1)))
    main()
