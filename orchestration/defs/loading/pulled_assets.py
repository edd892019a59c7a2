"""One asset per source that can be pulled: its folder in the landing zone. It precedes the asset that loads it."""

from __future__ import annotations

import dagster as dg

from orchestration.defs.pools import WAREHOUSE
from orchestration.groups import group
from tokenbooks.errors import UserError
from tokenbooks.loading.sources import SOURCES
from tokenbooks.pulling.pull import PullReport, pull_source
from tokenbooks.pulling.sources import PULLS, PulledSource
from tokenbooks.settings import Settings

IS_PULLED = "is_pulled"

#: The sources that can be pulled and loaded.
PULLED = {name: source for name, source in PULLS.items() if name in SOURCES}


def pulled_key(source: str) -> dg.AssetKey:
    """The key of a folder of the landing zone."""
    return dg.AssetKey(["landing", source])


def pull_result(
    source: str, report: PullReport | None, outcome: str, problem: str | None = None
) -> dg.MaterializeResult:
    """The outcome of one pull as a Dagster result.

    Args:
        source: name of the source.
        report: the report of the pull; None if nothing was pulled.
        outcome: the outcome in words.
        problem: why the pull failed; None if it did not fail.
    """
    metadata: dict[str, dg.MetadataValue] = {"pulled": dg.MetadataValue.text(outcome)}
    if report is not None:
        metadata["days"] = dg.MetadataValue.int(len(report.days))
        metadata["pages"] = dg.MetadataValue.int(report.pages)
    if report is not None and report.folder is not None:
        metadata["folder"] = dg.MetadataValue.text(report.folder)
        metadata["first_day"] = dg.MetadataValue.text(str(report.days[0]) if report.days else "none")
    check = dg.AssetCheckResult(check_name=IS_PULLED, passed=problem is None, description=problem)
    return dg.MaterializeResult(asset_key=pulled_key(source), metadata=metadata, check_results=[check])


def _pull_asset(source: PulledSource) -> dg.AssetsDefinition:
    @dg.asset(
        key=pulled_key(source.name),
        description=(
            f"Pulls {source.provider.title}'s days that are not final into `{source.name}/` of the landing zone, if "
            f"{source.provider.key_variable} is set. One file per page."
        ),
        group_name=group("landing"),
        kinds={"dlt"},
        pool=WAREHOUSE,  # two jobs that start at the same minute must not pull the same days
        check_specs=[
            dg.AssetCheckSpec(
                IS_PULLED,
                asset=pulled_key(source.name),
                description="The pull succeeded, or no key is set. The next run repeats a failed pull.",
            )
        ],
    )
    def pull() -> dg.MaterializeResult:
        try:
            settings = Settings.from_environment()
        except UserError as error:
            raise dg.Failure(str(error)) from error
        if not source.provider.settings(settings.pull).key:
            return pull_result(source.name, None, f"not pulled: {source.provider.key_variable} is not set")
        try:
            report = pull_source(source, settings)
        except UserError as error:
            # Not a failure of the run: landed files, also of other providers, can still be loaded and built.
            return pull_result(source.name, None, "not pulled", str(error))
        return pull_result(source.name, report, report.in_words())

    return pull


pull_assets = [_pull_asset(source) for source in PULLED.values()]
