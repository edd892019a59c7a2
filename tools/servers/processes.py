"""Makes processes of the tests end with the tests."""

from __future__ import annotations

import ctypes
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1


def end_with_parent(number: signal.Signals = signal.SIGTERM) -> Callable[[], None] | None:
    """A function that a new process runs first, so that Linux ends it with its parent, even if the parent is killed.

    Args:
        number: the signal that the process then gets.
    """
    if sys.platform != "linux":
        return None

    def ask() -> None:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number)

    return ask
