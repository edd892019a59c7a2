"""One asset per raw source. It has the key of its dbt source, so that the lineage runs from the files to the models."""

from __future__ import annotations

import dagster as dg

from orchestration.defs.loading.pulled_assets import PULLED, pulled_key
from orchestration.defs.pools import WAREHOUSE
from orchestration.groups import group
from tokenbooks.errors import UserError
from tokenbooks.loading.load import load_sources
from tokenbooks.loading.report import LoadReport
from tokenbooks.loading.sources import SOURCES
from tokenbooks.settings import Settings

FILES_ARE_READABLE = "files_are_readable"
#: The metadata entry with the `loaded_at` of the first delivery of a load: naive UTC as text, to the microsecond. It is
#: not a Dagster time stamp, because those are floats.
LOADED_SINCE = "loaded_since"


def raw_key(table: str) -> dg.AssetKey:
    """The key of a table of schema `raw`."""
    return dg.AssetKey(["raw", table])


def load_result(source: str, report: LoadReport) -> dg.MaterializeResult:
    """The outcome of one load as a Dagster result.

    It counts new deliveries, their accepted and rejected records, skipped files (already loaded), and unreadable files.
    """
    (counts,) = report.sources
    metadata: dict[str, dg.MetadataValue] = {
        "source": dg.MetadataValue.text(source),
        "deliveries": dg.MetadataValue.int(counts.deliveries),
        "records": dg.MetadataValue.int(counts.records),
        "rejected": dg.MetadataValue.int(counts.rejected),
        "skipped": dg.MetadataValue.int(counts.skipped),
        "unreadable": dg.MetadataValue.int(counts.unreadable),
    }
    if report.loaded_since is not None:
        metadata[LOADED_SINCE] = dg.MetadataValue.text(report.loaded_since.isoformat())
    check = dg.AssetCheckResult(
        check_name=FILES_ARE_READABLE,
        passed=not report.unreadable,
        description="; ".join(f"{file.file}: {file.problem}" for file in report.unreadable) or None,
    )
    return dg.MaterializeResult(asset_key=raw_key(source), metadata=metadata, check_results=[check])


def _load_asset(source: str) -> dg.AssetsDefinition:
    @dg.asset(
        key=raw_key(source),
        deps=[pulled_key(source)] if source in PULLED else None,
        description=f"Loads the landed files under `{source}/` that are not loaded yet. One row per landed record.",
        group_name=group("raw"),
        kinds={"dlt"},
        pool=WAREHOUSE,
        check_specs=[
            dg.AssetCheckSpec(
                FILES_ARE_READABLE,
                asset=raw_key(source),
                description="Every landed file could be read. The next load tries unreadable files again.",
            )
        ],
    )
    def load() -> dg.MaterializeResult:
        try:
            report = load_sources([source], Settings.from_environment())
        except UserError as error:
            raise dg.Failure(str(error)) from error
        return load_result(source, report)

    return load


def _written_along(table: str, description: str) -> dg.AssetSpec:
    return dg.AssetSpec(
        raw_key(table),
        deps=[raw_key(source) for source in SOURCES],
        description=description,
        group_name=group("raw"),
        kinds={"dlt"},
    )


load_assets = [_load_asset(source) for source in SOURCES]

#: Tables that every load writes to. No step materializes them; they are declared for the lineage.
ledger_assets = [
    _written_along("deliveries", "The ledger of loaded files, written by every load. One row per content and source."),
    _written_along("rejected_records", "Records that the loads refused, and why. One row per refused line or file."),
]
