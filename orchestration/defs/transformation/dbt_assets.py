"""The dbt models and seeds as assets, and their tests as asset checks."""

# Annotations are not postponed here: Dagster reads the type of `config` when the asset is declared.
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import dagster as dg
from dagster_dbt import DbtCliInvocation, DbtCliResource, DbtManifestAssetSelection, DbtProject, dbt_assets

from orchestration.defs.pools import WAREHOUSE
from orchestration.defs.transformation.translator import Translator
from orchestration.manifest import tables, with_plain_selectors, with_singular_tests_attached
from tokenbooks.errors import UserError
from tokenbooks.settings import Settings
from tokenbooks.transformation.commands import build_arguments, describe_failures, first_error
from tokenbooks.transformation.project import (
    BUILD,
    PROJECT_DIR,
    artifacts_dir,
    dbt_environment,
    dbt_executable,
    load_manifest,
    profiles_dir,
    remove_old_runs,
)
from tokenbooks.warehouse.open import open_marts

_settings = Settings.from_environment()
_manifest = with_singular_tests_attached(load_manifest(_settings))
_translator = Translator()
_project = DbtProject(PROJECT_DIR, target_path=artifacts_dir(_settings), profiles_dir=profiles_dir())

dbt_resource = DbtCliResource(project_dir=_project, profiles_dir=profiles_dir(), dbt_executable=dbt_executable())


class BuildConfig(dg.Config):
    """The options of a build.

    Attributes:
        full_refresh: whether to build incremental models again from the start.
        as_of: the instant at which the books are read, RFC 3339. None means now.
    """

    full_refresh: bool = False
    as_of: str | None = None


@dbt_assets(manifest=_manifest, project=_project, dagster_dbt_translator=_translator, name=BUILD, pool=WAREHOUSE)
def dbt_models(context: dg.AssetExecutionContext, dbt: DbtCliResource, config: BuildConfig) -> Iterator[Any]:
    """Build and test the selected models."""
    settings = Settings.from_environment()
    arguments = build_arguments(full_refresh=config.full_refresh, as_of=config.as_of)
    remove_old_runs(artifacts_dir(settings))
    with _environment(dbt_environment(settings)):
        invocation = dbt.cli(arguments, context=context, raise_on_error=False)
    built: dict[str, dg.AssetKey] = {}
    for event in invocation.stream():
        if isinstance(event, dg.Output):
            built[str(event.metadata["unique_id"].value)] = context.asset_key_for_output(event.output_name)
        yield event
    if not invocation.is_successful():
        raise dg.Failure(f"dbt: {_reason(invocation)}")
    yield from _row_counts(context, built, settings)


def models_of(selector: str) -> dg.AssetSelection:
    """The models of a dbt selector with all their tests."""
    selection = DbtManifestAssetSelection.build(
        with_plain_selectors(_manifest), selector=selector, dagster_dbt_translator=_translator, project=_project
    )
    # As keys. With the selector's own list of tests Dagster would name each test on dbt's command line.
    return dg.AssetSelection.assets(*selection.resolve([dbt_models]))


def _row_counts(
    context: dg.AssetExecutionContext, built: dict[str, dg.AssetKey], settings: Settings
) -> Iterator[dg.AssetObservation]:
    """Observe the number of rows of each table. This happens after dbt has ended, because dbt locks a DuckDB file."""
    try:
        with open_marts(settings) as warehouse:
            for unique_id, table in tables(_manifest, built).items():
                ((rows,),) = warehouse.rows(f"select count(*) from {table}")
                yield dg.AssetObservation(built[unique_id], metadata={"dagster/row_count": rows})
    except UserError as error:
        context.log.warning(f"rows are not counted: {error}")


def _reason(invocation: DbtCliInvocation) -> str:
    if (invocation.target_path / "run_results.json").exists():
        reason = describe_failures(invocation.get_artifact("run_results.json"))
        if reason:
            return reason
    error = invocation.get_error()
    return first_error(str(error).split("Errors parsed from dbt logs:")[1:] if error else [])


@contextmanager
def _environment(variables: dict[str, str]) -> Iterator[None]:
    """Set environment variables while dbt starts. Its process inherits them."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
