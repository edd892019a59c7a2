"""Usage and its bill in every format."""

from __future__ import annotations

from pathlib import Path

from python_tests.bills.anthropic_cost_bill import land_anthropic_cost
from python_tests.bills.aws_bill import land_aws
from python_tests.bills.azure_costs_bill import land_azure_exports, land_azure_query
from python_tests.bills.focus_bill import land_focus
from python_tests.bills.gcp_bill import land_gcp
from python_tests.bills.openai_costs_bill import land_openai_daily_costs, land_openai_tools
from python_tests.bills.usage_reports import land_reports

_FORMATS = (
    land_anthropic_cost,
    land_openai_daily_costs,
    land_openai_tools,
    land_azure_query,
    land_azure_exports,
    land_focus,
    land_aws,
    land_gcp,
    land_reports,
)


def land_bills(landing: Path) -> None:
    """Land all of it."""
    for land in _FORMATS:
        land(landing)
