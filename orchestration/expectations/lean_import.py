"""Import Great Expectations without the drawing and the statistics that none of our suites uses.

Two of its expectations import altair and scipy.stats, which is half of the time that importing it takes. They are
imported after all when something uses them.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

_LATER = ("altair", "scipy.stats")


class _Later(ModuleType):
    """Stands for a module until something of it is used."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # asked of every module by whoever looks through them all
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


def import_great_expectations() -> ModuleType:
    """The module `great_expectations`."""
    for name in _LATER:
        if name not in sys.modules:
            sys.modules[name] = _Later(name)
    try:
        return importlib.import_module("great_expectations")
    finally:
        for name in _LATER:
            # Others get the real one.
            if isinstance(sys.modules.get(name), _Later):
                del sys.modules[name]
