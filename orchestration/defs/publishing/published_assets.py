"""The published marts as one asset. It depends on all marts, and so runs after every test of the build."""

from __future__ import annotations

import dagster as dg

from orchestration.defs.pools import WAREHOUSE
from orchestration.defs.transformation.dbt_assets import dbt_models
from orchestration.groups import group
from tokenbooks.errors import UserError
from tokenbooks.publishing.publish import Publication, publish_marts
from tokenbooks.settings import Settings

MARTS = dg.AssetKey(["published", "marts"])


def publication_result(publication: Publication) -> dg.MaterializeResult:
    """The outcome of a publication as a Dagster result.

    It counts the marts, their rows, the Parquet files written, and those shared with the previous version.
    """
    manifest = publication.manifest
    rows = "\n".join(f"| {name} | {mart.rows:,} |" for name, mart in manifest.marts.items())
    return dg.MaterializeResult(
        asset_key=MARTS,
        metadata={
            "version": dg.MetadataValue.text(manifest.version),
            "invocation_id": dg.MetadataValue.text(manifest.build.invocation_id),
            "folder": dg.MetadataValue.path(publication.folder),
            "marts": dg.MetadataValue.int(len(manifest.marts)),
            "dagster/row_count": dg.MetadataValue.int(manifest.rows),
            "rows": dg.MetadataValue.md(f"| mart | rows |\n|---|---:|\n{rows}"),
            "files_written": dg.MetadataValue.int(publication.written),
            "files_unchanged": dg.MetadataValue.int(publication.linked),
        },
    )


@dg.asset(
    key=MARTS,
    deps=[key for key in dbt_models.keys if key.path[0] == "marts"],
    description="Publishes the marts as one version, a DuckDB file and Parquet. One row per row of a mart.",
    group_name=group("published"),
    kinds={"duckdb", "parquet"},
    pool=WAREHOUSE,
)
def published_marts() -> dg.MaterializeResult:
    """Publish the marts of the build that has just succeeded."""
    try:
        return publication_result(publish_marts(Settings.from_environment()))
    except UserError as error:
        raise dg.Failure(str(error)) from error
