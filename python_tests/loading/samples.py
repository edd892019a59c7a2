"""Small, correct deliveries."""

from __future__ import annotations

import json

EA_HEADER = "Date,MeterName,Quantity,UnitOfMeasure,CostInBillingCurrency,BillingCurrencyCode"
MCA_HEADER = "usageDateTime,meterName,usageQuantity,unitOfMeasure,pretaxCost,billingCurrency"
AZURE_ROW = "2026-03-01,gpt-4o Input,0.00064,1M,0.0016,USD"


def envelope(number: int, **fields: object) -> str:
    """One usage envelope as a line."""
    return json.dumps(
        {
            "event_id": f"event_{number}",
            "occurred_at": "2026-03-01T12:00:00Z",
            "platform": "openai",
            "payload": {"id": f"resp_{number}", "usage": {"input_tokens": number}},
            **fields,
        }
    )


def envelopes(count: int, start: int = 1) -> str:
    """Usage envelopes, one per line."""
    return "".join(f"{envelope(number)}\n" for number in range(start, start + count))


def costs_page(*values: str) -> str:
    """A page with one bucket per value, which is written as given. An empty value gives a bucket without results."""
    buckets = ",".join(
        f'{{"object":"bucket","start_time":{1_772_323_200 + day * 86_400},"end_time":{1_772_409_600 + day * 86_400},'
        f'"results":[{_cost_result(value) if value else ""}]}}'
        for day, value in enumerate(values)
    )
    return f'{{"object":"page","data":[{buckets}],"has_more":false,"next_page":null}}'


def _cost_result(value: str) -> str:
    return (
        '{"object":"organization.costs.result","line_item":"gpt-4o, input","project_id":null,'
        f'"amount":{{"value":{value},"currency":"usd"}}}}'
    )


def daily_costs(*rows: str, total: str = "null") -> str:
    """The dashboard's export of daily costs."""
    return f'{{"object":"list","data":[{",".join(rows)}],"total_usage":{total}}}'


def daily_cost(cents: str, dollars: str) -> str:
    """A row of the dashboard's export, with its cost in cents and in dollars as given."""
    return (
        '{"timestamp":1772323200,"currency":"usd","name":"GPT-4o mini","organization_id":"org-1","project_id":null,'
        f'"cost":{cents},"cost_in_major":{dollars},"date":"2026-03-01"}}'
    )


def cost_report(*results: str) -> str:
    """A page of Anthropic's cost report with one bucket. The results are written as given."""
    return (
        '{"data":[{"starting_at":"2026-03-01T00:00:00Z","ending_at":"2026-03-02T00:00:00Z",'
        f'"results":[{",".join(results)}]}}],"has_more":false,"next_page":null}}'
    )


def azure_query(columns: str, *rows: str) -> str:
    """A result of the query API. The rows are written as given."""
    named = ",".join(f'{{"name":"{column}","type":"String"}}' for column in columns.split(","))
    return f'{{"properties":{{"nextLink":null,"columns":[{named}],"rows":[{",".join(rows)}]}}}}'


def usage_page(*results: str, kind: str = "completions") -> str:
    """A page of the usage API with one bucket per day. The result is written as given; empty means no results."""
    buckets = ",".join(
        f'{{"object":"bucket","start_time":{1_772_323_200 + day * 86_400},"end_time":{1_772_409_600 + day * 86_400},'
        f'"results":[{_usage_result(kind, result) if result else ""}]}}'
        for day, result in enumerate(results)
    )
    return f'{{"object":"page","data":[{buckets}],"has_more":false,"next_page":null}}'


def _usage_result(kind: str, counts: str) -> str:
    return f'{{"object":"organization.usage.{kind}.result","model":"gpt-4o",{counts}}}'


def anthropic_usage_page(*results: str) -> str:
    """A page of Anthropic's usage report with one bucket per day. The result is written as given."""
    buckets = ",".join(
        f'{{"starting_at":"2026-03-0{day}T00:00:00Z","ending_at":"2026-03-0{day + 1}T00:00:00Z","results":[{result}]}}'
        for day, result in enumerate(results, start=1)
    )
    return f'{{"data":[{buckets}],"has_more":false,"next_page":null}}'


USAGE_CSV_HEADER = "start_time,end_time,start_time_iso,end_time_iso"


def usage_csv(*rows: str, columns: str = ",model,input_tokens,output_tokens,input_cached_tokens") -> str:
    """An export of the usage dashboard with the given columns after the times, and rows with the given values."""
    times = "1772323200,1772323260,2026-03-01T00:00:00Z,2026-03-01T00:01:00Z"
    return "".join(f"{line}\n" for line in (USAGE_CSV_HEADER + columns, *(f"{times}{row}" for row in rows)))


def azure_export(header: str = EA_HEADER, *rows: str) -> str:
    """A CSV export."""
    return "".join(f"{line}\n" for line in (header, *(rows or (AZURE_ROW,))))
