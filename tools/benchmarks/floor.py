"""The floor: one hand-written DuckDB script from the landing files to event costs, user months and meter days.

It keeps one row per event, splits it into disjoint meters and prices each meter as of its time. It has no tests, no
history and no incremental state, so it is a lower bound for loading and building.
"""

import resource
import time
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from tools.benchmarks.measure import max_rss_bytes
from tools.benchmarks.prices import price_rows

_PRICES = """
create table prices (
    model varchar,
    meter varchar,
    unit_price decimal(18, 12),
    valid_from timestamp,
    valid_until timestamp
)
"""

# Only the counts that the meters need are decoded.
_PAYLOAD = (
    'struct(response struct("usage" struct('
    "input_token_details struct(text_tokens bigint, audio_tokens bigint, "
    "cached_tokens_details struct(text_tokens bigint, audio_tokens bigint)), "
    "output_token_details struct(text_tokens bigint, audio_tokens bigint))))"
)

_EVENT_COSTS = """
create table event_costs as
with landed as (
    select *
    from read_json(
        '{landing}/usage/*.jsonl',
        format = 'newline_delimited',
        columns = {{
            event_id: 'varchar',
            user_id: 'varchar',
            model: 'varchar',
            occurred_at: 'timestamp',
            payload: '{payload}'
        }}
    )
),

events as (
    select
        event_id,
        any_value(user_id) as user_id,
        any_value(model) as model,
        any_value(occurred_at) as occurred_at,
        any_value(payload.response."usage".input_token_details) as sent,
        any_value(payload.response."usage".output_token_details) as received
    from landed
    group by event_id
),

meters as (
    select
        event_id,
        user_id,
        model,
        occurred_at,
        sent.text_tokens - sent.cached_tokens_details.text_tokens as text_input,
        sent.cached_tokens_details.text_tokens as text_cached_input,
        received.text_tokens as text_output,
        sent.audio_tokens - sent.cached_tokens_details.audio_tokens as audio_input,
        sent.cached_tokens_details.audio_tokens as audio_cached_input,
        received.audio_tokens as audio_output
    from events
),

quantities as (
    unpivot meters
    on text_input, text_cached_input, text_output, audio_input, audio_cached_input, audio_output
    into name meter value quantity
)

select
    quantities.*,
    (quantities.quantity::decimal(19, 0) * prices.unit_price)::decimal(38, 12) as cost
from quantities
inner join prices
    on quantities.model = prices.model
    and quantities.meter = prices.meter
    and quantities.occurred_at >= prices.valid_from
    and quantities.occurred_at < prices.valid_until
where quantities.quantity > 0
"""

_USER_MONTHS = """
create table user_months as
select user_id, date_trunc('month', occurred_at) as billing_period, model, meter,
    sum(quantity) as quantity, sum(cost) as cost
from event_costs
group by all
"""

_METER_DAYS = """
create table meter_days as
select model, meter, occurred_at::date as usage_date, sum(quantity) as quantity, sum(cost) as cost
from event_costs
group by all
"""


@dataclass(frozen=True)
class Floor:
    """The time, memory and totals of the floor. The cost is in USD. The memory is that of the process that ran it."""

    seconds: float
    events: int
    total_cost: Decimal
    peak_bytes: int


def measure_floor(landing: Path, database: Path) -> Floor:
    """Run the script on the landing files into a fresh database file and time it."""
    database.unlink(missing_ok=True)
    with duckdb.connect(str(database)) as connection:
        started = time.perf_counter()
        connection.execute(_PRICES)
        connection.executemany("insert into prices values (?, ?, ?, '2024-10-01', '2999-01-01')", price_rows())
        connection.execute(_EVENT_COSTS.format(landing=landing, payload=_PAYLOAD))
        connection.execute(_USER_MONTHS)
        connection.execute(_METER_DAYS)
        seconds = time.perf_counter() - started
        found = connection.execute("select count(distinct event_id), sum(cost) from event_costs").fetchone()
    if found is None:
        raise RuntimeError("an aggregate without grouping returns one row")
    return Floor(seconds, found[0], found[1], max_rss_bytes(resource.getrusage(resource.RUSAGE_SELF)))
