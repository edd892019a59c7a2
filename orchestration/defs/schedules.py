"""When the jobs run, in UTC.

They start stopped: opening the UI must not by itself begin to write to a warehouse. They are switched on there, once.
Two that fall on the same minute wait for each other, as `dagster.yaml` lets one run at a time into the warehouse.
"""

from __future__ import annotations

import dagster as dg

from orchestration.defs.jobs import jobs
from orchestration.plans import PLANS, TIMEZONE

schedules = [
    dg.ScheduleDefinition(
        name=plan.name,
        job=jobs[plan.name],
        cron_schedule=plan.cron,
        execution_timezone=TIMEZONE,
        default_status=dg.DefaultScheduleStatus.STOPPED,
    )
    for plan in PLANS.values()
]
