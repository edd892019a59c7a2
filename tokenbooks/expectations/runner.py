"""Runs the suites on the loaded data.

Great Expectations takes seconds to import, so it is imported only here and only when there is something to check.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tokenbooks.loading.open import open_raw_layer
from tokenbooks.loading.raw_layer import RawLayer
from tokenbooks.settings import Settings

#: The suite of the ledger. The other suites have the names of their sources.
DELIVERIES = "deliveries"


@dataclass(frozen=True)
class FailedExpectation:
    """One expectation that was not met.

    Attributes:
        description: what was expected, in words.
        column: the column, if the expectation is about one column.
        observed: what was found instead.
        is_critical: whether its severity in the suite is `critical`, instead of `warning` or `info`.
    """

    description: str
    column: str | None
    observed: str
    is_critical: bool = True


@dataclass(frozen=True)
class SuiteResult:
    """The outcome of one suite.

    Attributes:
        suite: its name.
        rows: number of rows that were checked.
        expectations: number of expectations.
        failures: the expectations that were not met.
    """

    suite: str
    rows: int
    expectations: int
    failures: tuple[FailedExpectation, ...]

    @property
    def success(self) -> bool:
        """Whether all expectations were met."""
        return not self.failures


def run_suites(names: Sequence[str], settings: Settings, since: datetime | None = None) -> list[SuiteResult]:
    """Run suites on the data that was loaded since an instant.

    Args:
        names: sources, or `deliveries`.
        settings: the raw layer.
        since: a `loaded_at` (naive UTC). None means the last load package; for a source, the last one that contains
            one of its deliveries.

    Raises:
        UserError: the raw layer cannot be opened.
    """
    with open_raw_layer(settings, is_loading=False) as raw:
        starts = {name: since or _last_loaded_at(name, raw) for name in names}
        return [_run(name, raw, start) for name, start in starts.items() if start is not None]


def run_suite(name: str, settings: Settings, since: datetime | None = None) -> SuiteResult | None:
    """Run one suite; None if none of its data was ever loaded. See `run_suites`."""
    results = run_suites([name], settings, since)
    return results[0] if results else None


def _last_loaded_at(name: str, raw: RawLayer) -> datetime | None:
    if name == DELIVERIES:
        return raw.last_loaded_at()
    last: datetime | None = raw.rows("select max(loaded_at) from raw.deliveries where source = ?", [name])[0][0]
    return last


def _run(name: str, raw: RawLayer, since: datetime) -> SuiteResult:
    context = _context()
    suite, frame = _suite_and_batch(name, raw, since)
    asset = context.data_sources.add_pandas(name).add_dataframe_asset(name)
    batch = asset.add_batch_definition_whole_dataframe("loaded").get_batch({"dataframe": frame})
    validation = batch.validate(suite)
    failures = tuple(_failure(result) for result in validation.results if not result.success)
    return SuiteResult(name, len(frame), len(validation.results), failures)


def _suite_and_batch(name: str, raw: RawLayer, since: datetime) -> tuple[Any, Any]:
    from tokenbooks.expectations import buckets, deliveries, records
    from tokenbooks.expectations.suites import BUCKETS

    if name == DELIVERIES:
        return deliveries.suite(), deliveries.batch(raw, since)
    kind = buckets if name in BUCKETS else records
    return kind.suite(name), kind.batch(name, raw, since)


def _context() -> Any:
    """An in-memory Great Expectations context without telemetry and progress bars."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    from tokenbooks.expectations.lean_import import gx

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = gx.data_context.types.base.ProgressBarsConfig(globally=False)
    return context


def _failure(result: Any) -> FailedExpectation:
    config = result.expectation_config
    found = result.result
    if result.exception_info and result.exception_info.get("raised_exception"):
        observed = str(result.exception_info.get("exception_message"))
    elif "unexpected_count" in found:
        examples = ", ".join(str(value) for value in (found.get("partial_unexpected_list") or [])[:3])
        observed = f"{found['unexpected_count']:,} of {found['element_count']:,} rows" + (
            f", such as {examples}" if examples else ""
        )
    else:
        observed = str(found.get("observed_value"))
    return FailedExpectation(
        config.description or config.type, config.kwargs.get("column"), observed, config.severity == "critical"
    )
