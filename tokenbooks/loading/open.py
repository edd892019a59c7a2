"""Chooses the raw layer by the settings."""

from __future__ import annotations

from tokenbooks.loading.raw_database import RawDatabase
from tokenbooks.loading.raw_layer import RawLayer
from tokenbooks.settings import Settings
from tokenbooks.warehouse.open import open_database


def open_raw_layer(settings: Settings, *, is_loading: bool = True) -> RawLayer:
    """Open the raw tables of the warehouse that the settings choose.

    Args:
        settings: the target and how to reach it.
        is_loading: whether to lock out other loads. DuckDB always locks its file.

    Raises:
        UserError: the raw tables cannot be reached, or another process is writing to them.
    """
    if settings.target == "spark":
        from tokenbooks.loading.raw_lake import RawLake

        return RawLake(settings.spark.raw, is_loading=is_loading)
    return RawDatabase(open_database(settings, is_writing=is_loading))
