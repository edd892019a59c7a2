"""Run a command of ours with a clock that is ahead: `python -m python_tests.chaos.ahead SECONDS load …`.

A run with the true clock after it sees the clock go back.
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
