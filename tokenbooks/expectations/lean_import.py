"""Great Expectations, imported without charts, statistics and Spark, which our suites do not use.

Two of its expectations import altair and scipy.stats, which takes half of its import time. Here they are imported when
something first uses them. It also tries to import pyspark, which ends the process if it is only partly usable.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

_LATER = ("altair", "scipy.stats")
_NEVER = "pyspark"


class _Later(ModuleType):
    """A placeholder for a module, which is imported at the first use."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # code that inspects all modules reads these
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
            # Other code gets the real module.
            if isinstance(sys.modules.get(name), _Later):
                del sys.modules[name]


gx = _import_without_extras()
gxe = gx.expectations
