"""The schedules of the jobs, in UTC.

Schedules start stopped, because opening the UI must not start to write to a warehouse. Switch them on in the UI, once.
Jobs that start in the same minute run one after another, because `dagster.yaml` allows one run at a time.
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
