"""Landing files for the benchmark: usage envelopes and OpenAI cost pages that agree with them.

The files hold either March 2026, in a number of files and one page, or any days, with one file and one page per day.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import duckdb

from tools.benchmarks.payloads import REALTIME, mixed
from tools.benchmarks.prices import LINE_ITEM_SUFFIXES, MODELS, PRICES_PER_MILLION

MICROSECONDS_PER_DAY = 86_400_000_000
SECONDS_PER_DAY = 86_400
MARCH_2026 = date(2026, 3, 1)
#: Before this day only the first model has a price.
ALL_MODELS_SINCE = date(2025, 12, 15)

# Every column follows from the row number alone, so the same arguments always give the same files.
_CALLS = """
create table calls as
with drawn as (
    select
        row_number as call_number,
        hash(row_number) as first_hash,
        hash(row_number + 7) as second_hash,
        hash(row_number * 3 + 1) as third_hash
    from range({events}) as numbers (row_number)
)
select
    call_number,
    'resp_' || first_hash as response_id,
    'user_' || (first_hash % {users}) as user_id,
    timestamp '{first_day}' + to_microseconds(
        (call_number * ({days} * {microseconds_per_day} / {events}))::bigint
    ) as occurred_at,
    case
        when occurred_at >= '{all_models_since}' then {models}[1 + (second_hash % 3)::int]
        else {models}[1]
    end as model,
    (50 + first_hash % 4000)::bigint as text_input,
    (second_hash % 3000)::bigint as audio_input,
    (third_hash % 400)::bigint as text_output,
    (third_hash // 1000 % 1500)::bigint as audio_output
from drawn
"""

_ENVELOPES = """
copy (
    select
        response_id as event_id,
        strftime(occurred_at, '%Y-%m-%dT%H:%M:%S.%fZ') as occurred_at,
        {platform} as platform,
        user_id,
        {model} as model,
        'sess_' || (call_number // 20) as session_id,
        {payload} as payload
    from calls
    where {condition}
) to '{path}' (format json)
"""

_REALTIME = {"platform": "'openai'", "model": "model", "payload": REALTIME}
_MIX = {column: mixed(column) for column in _REALTIME}

_DAY_TOTALS = """
select
    epoch(date_trunc('day', occurred_at))::bigint as day_starts_at,
    model,
    sum(text_input - text_input // 2)::bigint,
    sum(text_input // 2)::bigint,
    sum(text_output)::bigint,
    sum(audio_input - audio_input // 2)::bigint,
    sum(audio_input // 2)::bigint,
    sum(audio_output)::bigint
from calls
where {condition}
group by all
order by all
"""


def write_benchmark_landing(out: Path, events: int, users: int = 20_000, days: int = 31, files: int = 31) -> None:
    """Write `events` usage envelopes spread over `days` days from 1 March 2026, and one bill of the same quantities.

    Each file has calls of all days. Half of every input count is cached. The cost amounts are floats, as the API sends
    them.
    """
    with _calls(out, events, users, MARCH_2026, days) as connection:
        for number in range(files):
            _write_envelopes(connection, out, f"part-{number:04d}", f"call_number % {files} = {number}")
        _write_page(connection, out, "2026-03")


def write_mixed_landing(out: Path, events: int, users: int = 20_000, days: int = 31, files: int = 31) -> None:
    """Write envelopes like `write_benchmark_landing`, but of every kind in turn, and without a bill."""
    with _calls(out, events, users, MARCH_2026, days) as connection:
        for number in range(files):
            _write_envelopes(connection, out, f"part-{number:04d}", f"call_number % {files} = {number}", _MIX)


def write_daily_landing(out: Path, events: int, first_day: date, days: int, users: int = 20_000) -> None:
    """Write the same kind of calls and bills, but one file and one page per day; see `files_of_day`."""
    with _calls(out, events, users, first_day, days) as connection:
        for day in (first_day + timedelta(number) for number in range(days)):
            of_day = f"occurred_at >= '{day}' and occurred_at < '{day + timedelta(1)}'"
            _write_envelopes(connection, out, f"{day}", of_day)
            _write_page(connection, out, f"{day}", of_day)


def files_of_day(day: date) -> tuple[Path, Path]:
    """The paths of the usage file and the cost page of a day, relative to the landing root."""
    return Path("usage", f"{day}.jsonl"), Path("openai_costs", f"{day}.json")


@contextmanager
def _calls(out: Path, events: int, users: int, first_day: date, days: int) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database with the table `calls`, and the folders to write to."""
    for folder in ("usage", "openai_costs"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute(
            _CALLS.format(
                events=events,
                users=users,
                first_day=first_day,
                days=days,
                microseconds_per_day=MICROSECONDS_PER_DAY,
                all_models_since=ALL_MODELS_SINCE,
                models=list(MODELS),
            )
        )
        yield connection


def _write_envelopes(
    connection: duckdb.DuckDBPyConnection, out: Path, name: str, condition: str, columns: Mapping[str, str] = _REALTIME
) -> None:
    connection.execute(_ENVELOPES.format(condition=condition, path=out / "usage" / f"{name}.jsonl", **columns))


def _write_page(connection: duckdb.DuckDBPyConnection, out: Path, name: str, condition: str = "true") -> None:
    totals = connection.execute(_DAY_TOTALS.format(condition=condition)).fetchall()
    (out / "openai_costs" / f"{name}.json").write_text(_cost_page(totals))


def _cost_page(totals: list[tuple[int | str, ...]]) -> str:
    buckets: dict[int, list[dict[str, object]]] = {}
    for day_starts_at, model, *quantities in totals:
        results = buckets.setdefault(int(day_starts_at), [])
        prices = PRICES_PER_MILLION[str(model)]
        for suffix, quantity, price in zip(LINE_ITEM_SUFFIXES, quantities, prices, strict=True):
            amount = {"value": int(quantity) * float(price) / 1e6, "currency": "usd"}
            results.append(
                {
                    "object": "organization.costs.result",
                    "line_item": f"{model} {suffix}",
                    "project_id": None,
                    "quantity": quantity,
                    "quantity_unit": "tokens",
                    "amount": amount,
                }
            )
    data = [
        {"object": "bucket", "start_time": start, "end_time": start + SECONDS_PER_DAY, "results": results}
        for start, results in sorted(buckets.items())
    ]
    return json.dumps({"object": "page", "has_more": False, "next_page": None, "data": data})
