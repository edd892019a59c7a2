"""Landing files for the benchmark: usage envelopes of March 2026 and one OpenAI cost page that agrees with them."""

import json
from pathlib import Path

import duckdb

from benchmarks.prices import LINE_ITEM_SUFFIXES, MODELS, PRICES_PER_MILLION

MICROSECONDS_PER_DAY = 86_400_000_000
SECONDS_PER_DAY = 86_400

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
    timestamp '2026-03-01' + to_microseconds(
        (call_number * ({days} * {microseconds_per_day} / {events}))::bigint
    ) as occurred_at,
    {models}[1 + (second_hash % 3)::int] as model,
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
        'openai' as platform,
        user_id,
        model,
        'sess_' || (call_number // 20) as session_id,
        {{
            'type': 'response.done',
            'event_id': 'event_' || call_number,
            'response': {{
                'object': 'realtime.response',
                'id': response_id,
                'status': 'completed',
                'usage': {{
                    'total_tokens': text_input + audio_input + text_output + audio_output,
                    'input_tokens': text_input + audio_input,
                    'output_tokens': text_output + audio_output,
                    'input_token_details': {{
                        'text_tokens': text_input,
                        'audio_tokens': audio_input,
                        'cached_tokens': text_input // 2 + audio_input // 2,
                        'cached_tokens_details': {{
                            'text_tokens': text_input // 2,
                            'audio_tokens': audio_input // 2
                        }}
                    }},
                    'output_token_details': {{'text_tokens': text_output, 'audio_tokens': audio_output}}
                }}
            }}
        }} as payload
    from calls
    where call_number % {files} = {file_number}
) to '{path}' (format json)
"""

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
group by all
order by all
"""


def write_benchmark_landing(out: Path, events: int, users: int = 20_000, days: int = 31, files: int = 31) -> None:
    """Write `events` usage envelopes spread over `days` days, and the bill of the same quantities.

    Half of every input count is cached. The cost amounts are floats, as the API sends them.
    """
    (out / "usage").mkdir(parents=True, exist_ok=True)
    (out / "openai_costs").mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute(
            _CALLS.format(
                events=events,
                users=users,
                days=days,
                microseconds_per_day=MICROSECONDS_PER_DAY,
                models=list(MODELS),
            )
        )
        for file_number in range(files):
            path = out / "usage" / f"part-{file_number:04d}.jsonl"
            connection.execute(_ENVELOPES.format(files=files, file_number=file_number, path=path))
        totals = connection.execute(_DAY_TOTALS).fetchall()
    (out / "openai_costs" / "2026-03.json").write_text(_cost_page(totals))


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
