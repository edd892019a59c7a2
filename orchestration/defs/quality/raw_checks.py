"""The Great Expectations suites as checks of the load assets.

The checks never stop a run. The models refuse and count single bad records. A delivery that is bad as a whole needs a
person to look at it.
"""

# Annotations are not postponed here: Dagster reads the type of `context` when the check is declared.
from datetime import datetime

import dagster as dg

from orchestration.defs.loading.raw_assets import LOADED_SINCE, raw_key
from orchestration.defs.pools import WAREHOUSE
from tokenbooks.expectations.runner import DELIVERIES, SuiteResult, run_suite
from tokenbooks.loading.sources import SOURCES
from tokenbooks.settings import Settings


def check_result(result: SuiteResult | None) -> dg.AssetCheckResult:
    """The outcome of a suite as a Dagster check result. None means that nothing was ever loaded, and passes.

    A failure is an error if an expectation that was not met is critical, else a warning.
    """
    if result is None:
        return dg.AssetCheckResult(passed=True, description="nothing has been loaded yet")
    is_critical = any(failure.is_critical for failure in result.failures)
    return dg.AssetCheckResult(
        passed=result.success,
        severity=dg.AssetCheckSeverity.ERROR if is_critical else dg.AssetCheckSeverity.WARN,
        description="; ".join(f"{failure.description}: {failure.observed}" for failure in result.failures) or None,
        metadata={"rows": result.rows, "expectations": result.expectations, "not_met": len(result.failures)},
    )


def _check(source: str, suite: str, name: str, description: str) -> dg.AssetChecksDefinition:
    key = raw_key(source)

    @dg.asset_check(asset=key, name=name, description=description, pool=WAREHOUSE)
    def check(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
        try:
            return check_result(run_suite(suite, Settings.from_environment(), _loaded_since(context.instance, key)))
        except Exception as error:
            # A suite that cannot run is a failed check, but it must not end the run.
            return dg.AssetCheckResult(passed=False, description=f"the suite could not run: {error}")

    return check


def _loaded_since(instance: dg.DagsterInstance, key: dg.AssetKey) -> datetime | None:
    """The start of the last load of a source. None if it loaded nothing; then the last loaded data is checked again."""
    event = instance.get_latest_materialization_event(key)
    value = event and event.asset_materialization and event.asset_materialization.metadata.get(LOADED_SINCE)
    return datetime.fromisoformat(str(value.value)) if value else None


raw_checks = [
    check
    for source in SOURCES
    for check in (
        _check(source, source, "expectations_are_met", f"The loaded data of `{source}` is as the models expect."),
        _check(source, DELIVERIES, "ledger_agrees", "The ledger agrees with the loaded records in the raw tables."),
    )
]
