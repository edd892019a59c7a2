"""The scheduled jobs. Each pulls and loads sources, builds the models of its dbt selector, and publishes the marts."""

from __future__ import annotations

import dagster as dg

from orchestration.defs.loading.pulled_assets import PULLED, pulled_key
from orchestration.defs.loading.raw_assets import raw_key
from orchestration.defs.publishing.published_assets import MARTS
from orchestration.defs.transformation.dbt_assets import models_of
from orchestration.plans import PLANS

jobs = {
    plan.name: dg.define_asset_job(
        plan.name,
        selection=dg.AssetSelection.assets(
            MARTS,
            *(raw_key(source) for source in plan.sources),
            *(pulled_key(source) for source in plan.sources if source in PULLED),
        )
        | models_of(plan.name),
        description=plan.description,
    )
    for plan in PLANS.values()
}
