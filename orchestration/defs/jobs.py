"""The regular jobs: load some sources, then build the models of the dbt selector of the same name."""

from __future__ import annotations

import dagster as dg

from orchestration.defs.loading.raw_assets import raw_key
from orchestration.defs.transformation.dbt_assets import models_of
from orchestration.plans import PLANS

jobs = {
    plan.name: dg.define_asset_job(
        plan.name,
        selection=dg.AssetSelection.assets(*(raw_key(source) for source in plan.sources)) | models_of(plan.name),
        description=plan.description,
    )
    for plan in PLANS.values()
}
