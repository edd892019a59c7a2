"""Anthropic's own reports of simulated calls: pages of the usage report of the Messages API."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from tools.simulator.calls import Call, JsonObject
from tools.simulator.deliveries import to_json

DAY = timedelta(days=1)


def usage_report_pages(
    calls: Iterable[Call],
    days: Sequence[date],
    width: timedelta = DAY,
    buckets_per_page: int = 31,
    is_flat: bool = False,
) -> list[bytes]:
    """Return the pages of a report over some days, including empty buckets. `flat` is the form of other exporters."""
    used: dict[datetime, dict[tuple[str, str, str], Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for call in calls:
        at = call.occurred_at.astimezone(UTC)
        midnight = datetime.combine(at.date(), time(), UTC)
        start = midnight + (at - midnight) // width * width
        used[start][call.app.project_id, call.model, call.service_tier].update(call.quantities)
    buckets = []
    for day in days:
        start = datetime.combine(day, time(), UTC)
        while start < datetime.combine(day + DAY, time(), UTC):
            results = [_result(*group, counts, is_flat) for group, counts in sorted(used.get(start, {}).items())]
            buckets.append({"starting_at": _written(start), "ending_at": _written(start + width), "results": results})
            start += width
    starts = range(0, len(buckets), buckets_per_page)
    return [
        to_json(
            {
                "data": buckets[start : start + buckets_per_page],
                "has_more": start != starts[-1],
                "next_page": None if start == starts[-1] else f"page_{start + buckets_per_page}",
            }
        ).encode()
        for start in starts
    ]


def _result(workspace: str, model: str, tier: str, counts: Mapping[str, int], is_flat: bool) -> JsonObject:
    of = Counter(counts)
    written: JsonObject = {
        "ephemeral_1h_input_tokens": of["text_cache_write_1h"],
        "ephemeral_5m_input_tokens": of["text_cache_write_5m"],
    }
    searches: JsonObject = {"web_search_requests": of["web_search_call"]}
    return {
        "uncached_input_tokens": of["text_input"],
        **(
            {"cache_creation_1h": of["text_cache_write_1h"], "cache_creation_5m": of["text_cache_write_5m"]}
            if is_flat
            else {"cache_creation": written}
        ),
        "cache_read_input_tokens": of["text_cached_input"],
        "output_tokens": of["text_output"],
        **(searches if is_flat else {"server_tool_use": searches}),
        "api_key_id": None,
        "workspace_id": workspace,
        "model": model,
        "service_tier": tier,
        "context_window": "0-200k",
        "inference_geo": "global",
    }


def _written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
