"""The plans of the three scheduled jobs, without Dagster and dbt.

The name of a job is also the name of the dbt selector in `selectors.yml` that selects its models.
"""

from __future__ import annotations

from dataclasses import dataclass

from tokenbooks.errors import UsageError
from tokenbooks.loading.sources import SOURCES

TIMEZONE = "UTC"


@dataclass(frozen=True)
class Plan:
    """One scheduled job.

    Attributes:
        name: name of the job, its schedule and its dbt selector.
        description: what the job does.
        sources: raw sources that the job loads first. Before that it pulls those that can be pulled and have a key.
        cron: when the job runs, as a cron expression in UTC.
    """

    name: str
    description: str
    sources: tuple[str, ...]
    cron: str


PLANS: dict[str, Plan] = {
    plan.name: plan
    for plan in (
        Plan(
            name="hourly_usage",
            description="Load usage, build and publish every mart.",
            sources=tuple(source.name for source in SOURCES.values() if not source.is_bill),
            cron="0 * * * *",
        ),
        Plan(
            name="daily_bills",
            description="Pull and load the providers' bills, build and publish every mart.",
            sources=tuple(source.name for source in SOURCES.values() if source.is_bill),
            cron="0 6 * * *",
        ),
        Plan(
            name="month_close",
            description="Pull, load, build and test everything, and publish every mart.",
            sources=tuple(SOURCES),
            # After the bills of the previous month are final on every platform. A test derives this from the seed.
            cron="0 7 6 * *",
        ),
    )
}


def find_plan(name: str) -> Plan:
    """The plan of the job of that name.

    Raises:
        UsageError: the job is unknown.
    """
    if name not in PLANS:
        raise UsageError(f"unknown job: {name}; there are: {', '.join(PLANS)}")
    return PLANS[name]
