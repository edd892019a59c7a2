"""All definitions for Dagster. `dagster dev` finds them through `[tool.dagster]` in pyproject.toml."""

from __future__ import annotations

import dagster as dg

from orchestration.defs.jobs import jobs
from orchestration.defs.loading.pulled_assets import pull_assets
from orchestration.defs.loading.raw_assets import ledger_assets, load_assets
from orchestration.defs.publishing.published_assets import published_marts
from orchestration.defs.quality.raw_checks import raw_checks
from orchestration.defs.schedules import schedules
from orchestration.defs.transformation.dbt_assets import dbt_models, dbt_resource

defs = dg.Definitions(
    assets=[*pull_assets, *load_assets, *ledger_assets, dbt_models, published_marts],
    asset_checks=raw_checks,
    jobs=list(jobs.values()),
    schedules=schedules,
    resources={"dbt": dbt_resource},
    # Every step writes to the same DuckDB file, which only one process at a time can open. A process per step would
    # import everything again and would not be faster. dbt itself builds models in parallel.
    executor=dg.in_process_executor,
)
