"""Pages of the OpenAI organization costs API: daily buckets by line item, fetched repeatedly during the month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_DOWN, Decimal

from tools.simulator.amounts import multiply, number
from tools.simulator.calls import Charge, JsonObject
from tools.simulator.deliveries import stamp, to_json
from tools.simulator.meter_names import openai_line_item

# The newest day of a fetch is incomplete.
SHARE_OF_OPEN_DAY = Decimal("0.7")


@dataclass(frozen=True)
class Fetch:
    """One fetch of the pages of a month so far, up to and including `last_day`."""

    fetched_at: datetime
    first_day: date
    last_day: date
    buckets_per_page: int
    is_final: bool


def fetches_of(month: date) -> list[Fetch]:
    """Return three fetches during the month and the final one on the 5th of the next month."""
    following = (month + timedelta(days=31)).replace(day=1)
    moments = [(month + timedelta(days=day), 7) for day in (7, 14, 21)] + [(following + timedelta(days=4), 31)]
    return [
        Fetch(
            fetched_at=datetime(moment.year, moment.month, moment.day, 3, tzinfo=UTC),
            first_day=month,
            last_day=min(moment, following) - timedelta(days=1),
            buckets_per_page=size,
            is_final=moment > following,
        )
        for moment, size in moments
    ]


def write_pages(account: str, charges: Sequence[Charge], months: Sequence[date]) -> dict[str, bytes]:
    """Return the page files of every fetch by path."""
    by_day: dict[date, list[Charge]] = {}
    for charge in sorted(charges, key=lambda charge: charge.key):
        by_day.setdefault(charge.key.day, []).append(charge)
    files: dict[str, bytes] = {}
    for month in months:
        for fetch in fetches_of(month):
            buckets = _buckets(fetch, by_day)
            size = fetch.buckets_per_page
            pages = [buckets[start : start + size] for start in range(0, len(buckets), size)]
            for index, page in enumerate(pages, start=1):
                body = cost_page(page, next_page=f"page_{index + 1}" if index < len(pages) else None)
                files[f"openai_costs/{account}/{stamp(fetch.fetched_at)}/page-{index}.json"] = body
    return files


def cost_page(buckets: Sequence[JsonObject], next_page: str | None = None) -> bytes:
    """Return one page as the API writes it."""
    page: JsonObject = {
        "object": "page",
        "data": list(buckets),
        "has_more": next_page is not None,
        "next_page": next_page,
    }
    return to_json(page).encode()


def cost_bucket(day: date, results: Sequence[JsonObject]) -> JsonObject:
    """Return the bucket of one UTC day."""
    start = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    return {"object": "bucket", "start_time": start, "end_time": start + 86_400, "results": list(results)}


def cost_result(
    cost: Decimal, line_item: str | None = None, quantity: Decimal | None = None, unit: str | None = None
) -> JsonObject:
    """Return one cost result. In an ungrouped query the line item and the quantity are null."""
    return {
        "object": "organization.costs.result",
        "amount": {"value": number(cost), "currency": "usd"},
        "line_item": line_item,
        "project_id": None,
        "api_key_id": None,
        "quantity": None if quantity is None else number(quantity),
        "quantity_unit": unit,
    }


def _buckets(fetch: Fetch, by_day: dict[date, list[Charge]]) -> list[JsonObject]:
    days = [fetch.first_day + timedelta(days=offset) for offset in range((fetch.last_day - fetch.first_day).days + 1)]
    return [
        cost_bucket(
            day, _results(by_day.get(day, []), fetch.first_day, is_open=day == fetch.last_day and not fetch.is_final)
        )
        for day in days
    ]


def _results(charges: Sequence[Charge], month: date, is_open: bool) -> list[JsonObject]:
    results = []
    for charge in charges:
        quantity = charge.quantity
        if is_open:
            quantity = multiply(quantity, SHARE_OF_OPEN_DAY).to_integral_value(rounding=ROUND_DOWN)
        key = charge.key
        # Until February the API named the Realtime API in its line items.
        line_item = openai_line_item(key.model, key.service_tier, key.meter, prefixed=month.month == 1)
        unit = "duration_seconds" if key.meter == "transcription_seconds" else "tokens"
        results.append(cost_result(multiply(quantity, charge.unit_price), line_item, quantity, unit))
    return results
