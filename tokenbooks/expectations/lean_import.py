"""Great Expectations, imported without the drawing, the statistics and the Spark that none of our suites uses.

Two of its expectations import altair and scipy.stats, which is half of the time that importing it takes; they are
imported after all when something uses them. And it tries pyspark, which ends the process where it can only half work.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

_LATER = ("altair", "scipy.stats")
_NEVER = "pyspark"


class _Later(ModuleType):
    """Stands for a module until something of it is used."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # asked of every module by whoever looks through them all
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


def _import_without_extras() -> ModuleType:
    hidden = [name for name in _LATER if name not in sys.modules]
    sys.modules.update({name: _Later(name) for name in hidden})
    is_spark_here = _NEVER in sys.modules
    if not is_spark_here:
        sys.modules[_NEVER] = None  # type: ignore[assignment]  # "not installed"
    try:
        importlib.import_module("great_expectations.expectations")
        return importlib.import_module("great_expectations")
    finally:
        if not is_spark_here:
            del sys.modules[_NEVER]
        for name in _LATER:
            # Others get the real one.
            if isinstance(sys.modules.get(name), _Later):
                del sys.modules[name]


gx = _import_without_extras()
gxe = gx.expectations
