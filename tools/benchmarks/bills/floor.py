"""The floor of a bill: one hand-written DuckDB query over the file, to the days of each account, model and meter.

It reads only the columns that it needs, finds model and meter by the name of the meter, and keeps the money of all
other rows as a sum per account and day. It has no checks, no history and no incremental state.
"""

import resource
import time
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from tools.benchmarks.bills.generate import Bill, bill_path
from tools.benchmarks.bills.meters import aws_ours, azure_ours
from tools.benchmarks.measure import max_rss_bytes

_METERS = "create table meters (category varchar, name varchar, model varchar, meter varchar, block decimal(8, 0))"

_BILLED_DAYS = """
create table billed_days as
with charges as (
    {charges}
)

select
    charges.account,
    charges.usage_date,
    meters.model,
    meters.meter,
    count(*) as charges,
    sum(charges.quantity * meters.block) as billed_quantity,
    sum(charges.cost) as billed_cost
from charges
left join meters
    on charges.category = meters.category
    and charges.name = meters.name
group by all
"""

_TOTALS = """
create table totals as
select
    sum(charges)::bigint as charges,
    coalesce(sum(charges) filter (where model is not null), 0)::bigint as our_charges,
    coalesce(sum(billed_quantity) filter (where model is not null), 0) as our_quantity,
    coalesce(sum(billed_cost) filter (where model is not null), 0) as our_cost,
    sum(billed_cost) as billed_cost
from billed_days
"""

# Every quantity is multiplied by the tokens of its unit.
_CHARGES = {
    "azure": """
        select
            SubscriptionId as account,
            strptime("Date", '%m/%d/%Y')::date as usage_date,
            MeterCategory as category,
            MeterName as name,
            Quantity::decimal(28, 12) as quantity,
            Cost::decimal(38, 12) as cost
        from read_csv('{path}', header = true, delim = ',', quote = '"', escape = '"', all_varchar = true)
    """,
    # A report has doubles. Their shortest text has the decimals that were written.
    "aws": """
        select
            line_item_usage_account_id as account,
            line_item_usage_start_date::date as usage_date,
            product['product_name'] as category,
            line_item_usage_type as name,
            line_item_usage_amount::varchar::decimal(28, 12) as quantity,
            line_item_unblended_cost::varchar::decimal(38, 12) as cost
        from read_parquet('{path}')
    """,
    "focus": """
        select
            SubAccountId as account,
            ChargePeriodStart::date as usage_date,
            x_SkuMeterCategory as category,
            x_SkuMeterName as name,
            PricingQuantity::decimal(28, 12) as quantity,
            BilledCost::decimal(38, 12) as cost
        from read_parquet('{path}')
    """,
}


@dataclass(frozen=True)
class Totals:
    """The totals of a bill. Quantities are in single tokens, costs in USD."""

    our_charges: int
    our_quantity: Decimal
    our_cost: Decimal
    total_cost: Decimal


@dataclass(frozen=True)
class BillFloor:
    """The time, memory, rows and totals of a floor. The memory is that of the process that ran it."""

    seconds: float
    rows: int
    totals: Totals
    peak_bytes: int


def measure_bill_floor(landing: Path, bill: Bill, database: Path, is_refreshed: bool = False) -> BillFloor:
    """Run the query on a bill into a fresh database file and time it."""
    database.unlink(missing_ok=True)
    meters = (aws_ours() if bill.format == "aws" else azure_ours()).meters
    rows = [(meter.category, meter.name, meter.model, meter.meter, meter.block) for meter in meters]
    charges = _CHARGES[bill.format].format(path=landing / bill_path(bill, is_refreshed))
    with duckdb.connect(str(database)) as connection:
        connection.execute("set enable_progress_bar = false")
        started = time.perf_counter()
        connection.execute(_METERS)
        connection.executemany("insert into meters values (?, ?, ?, ?, ?)", rows)
        connection.execute(_BILLED_DAYS.format(charges=charges))
        connection.execute(_TOTALS)
        seconds = time.perf_counter() - started
        ((found, *totals),) = connection.execute("select * from totals").fetchall()
    return BillFloor(seconds, found, Totals(*totals), max_rss_bytes(resource.getrusage(resource.RUSAGE_SELF)))
