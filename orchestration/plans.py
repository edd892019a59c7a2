"""What is done when: the three regular jobs, in words that need neither Dagster nor dbt.

The name of a job is also the name of the dbt selector in `selectors.yml` that says which models it builds.
"""

from __future__ import annotations

from dataclasses import dataclass

from tokenbooks.errors import UsageError
from tokenbooks.loading.sources import SOURCES

TIMEZONE = "UTC"


@dataclass(frozen=True)
class Plan:
    """One regular job.

    Attributes:
        name: of the job, its schedule and its dbt selector.
        description: what it brings up to date.
        sources: raw sources that are loaded first, and pulled before that if they can be and there is a key.
        cron: when it runs, in UTC.
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
            # After the bills of the month before are final on every platform, which a test derives from the seed.
            cron="0 7 6 * *",
        ),
    )
}


def find_plan(name: str) -> Plan:
    """The job of that name.

    Raises:
        UsageError: there is none.
    """
    if name not in PLANS:
        raise UsageError(f"unknown job: {name}; there are: {', '.join(PLANS)}")
    return PLANS[name]
