"""OpenAI's own reports of the simulated calls: pages of the organization usage API and the dashboard's export.

The results of the transcriptions endpoint have only seconds. No public page shows which endpoint reports transcription
that is billed in tokens. The simulator counts it among the completions.
"""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from tools.simulator.calls import Call, JsonObject
from tools.simulator.deliveries import stamp, to_json

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)

COMPLETIONS = "completions"
TRANSCRIPTIONS = "audio_transcriptions"

_SECONDS = "transcription_seconds"
_REQUESTS = "num_model_requests"
_TIME_COLUMNS = ("start_time", "end_time", "start_time_iso", "end_time_iso")
_CSV_COLUMNS = (
    *_TIME_COLUMNS,
    "project_id",
    _REQUESTS,
    "user_id",
    "api_key_id",
    "model",
    "batch",
    "service_tier",
    "input_tokens",
    "output_tokens",
    "input_cached_tokens",
    "input_uncached_tokens",
    "input_text_tokens",
    "output_text_tokens",
    "input_cached_text_tokens",
    "input_audio_tokens",
    "input_cached_audio_tokens",
    "output_audio_tokens",
)

# The keys of a group of results: project, model, batch and tier.
_Group = tuple[str, str, bool, str]
_Counts = Callable[[Mapping[str, int]], JsonObject]


def completion_counts(quantities: Mapping[str, int]) -> JsonObject:
    """Return the counts of a completions result. The count of a modality excludes its cached part."""
    of = Counter(quantities)
    uncached = of["text_input"] + of["audio_input"] + of["image_input"]
    cached = of["text_cached_input"] + of["audio_cached_input"] + of["image_cached_input"]
    return {
        "input_tokens": uncached + cached + of["text_cache_write"],
        "input_cached_tokens": cached,
        "input_cache_write_tokens": of["text_cache_write"],
        "input_uncached_tokens": uncached,
        "output_tokens": of["text_output"] + of["audio_output"] + of["image_output"],
        "input_text_tokens": of["text_input"],
        "output_text_tokens": of["text_output"],
        "input_cached_text_tokens": of["text_cached_input"],
        "input_audio_tokens": of["audio_input"],
        "input_cached_audio_tokens": of["audio_cached_input"],
        "output_audio_tokens": of["audio_output"],
        "input_image_tokens": of["image_input"],
        "input_cached_image_tokens": of["image_cached_input"],
        "output_image_tokens": of["image_output"],
    }


def completion_counts_until_july(quantities: Mapping[str, int]) -> JsonObject:
    """Return the counts as they were until 2026-07-14: `input_audio_tokens` includes cached audio."""
    audio = Counter(quantities)
    return {
        **completion_counts(quantities),
        "input_audio_tokens": audio["audio_input"] + audio["audio_cached_input"],
    }


def usage_pages(
    kind: str,
    calls: Iterable[Call],
    days: Sequence[date],
    width: timedelta = DAY,
    buckets_per_page: int = 31,
    counts: _Counts = completion_counts,
) -> list[bytes]:
    """Return the pages of an endpoint for some days, with buckets of a given width, including empty ones."""
    buckets = [
        {
            "object": "bucket",
            "start_time": _seconds(start),
            "end_time": _seconds(start + width),
            "results": [_result(kind, group, quantities, counts) for group, quantities in groups],
        }
        for start, groups in _buckets(kind, calls, days, width)
    ]
    starts = range(0, len(buckets), buckets_per_page)
    return [
        to_json(
            {
                "object": "page",
                "data": buckets[start : start + buckets_per_page],
                "has_more": start != starts[-1],
                "next_page": None if start == starts[-1] else f"page_{start + buckets_per_page}",
            }
        ).encode()
        for start in starts
    ]


def usage_csv(calls: Iterable[Call], days: Sequence[date]) -> bytes:
    """Return the dashboard's export of completions: a row per minute with usage, four fields for a day without."""
    groups = dict(_buckets(COMPLETIONS, calls, days, MINUTE))
    used = {start.date() for start, found in groups.items() if found}
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_CSV_COLUMNS if used else _TIME_COLUMNS)
    for day in days:
        if day not in used:
            writer.writerow(_times(_midnight(day), DAY))
            continue
        for start in (_midnight(day) + minute * MINUTE for minute in range(24 * 60)):
            for group, quantities in groups[start]:
                writer.writerow(_row(start, group, quantities))
    return out.getvalue().encode()


def write_usage_pages(account: str, calls: Sequence[Call], months: Sequence[date]) -> dict[str, bytes]:
    """Return page files by path. Every month is fetched at noon of its 15th and after its end."""
    files: dict[str, bytes] = {}
    for month in months:
        following = (month + timedelta(days=31)).replace(day=1)
        for fetched_at in (
            datetime.combine(month + 14 * DAY, time(12), UTC),
            datetime.combine(following + 4 * DAY, time(3), UTC),
        ):
            last = min(fetched_at.date(), following - DAY)
            days = [month + offset * DAY for offset in range((last - month).days + 1)]
            known = [call for call in calls if call.occurred_at < fetched_at]
            for kind in (COMPLETIONS, TRANSCRIPTIONS):
                for number, page in enumerate(usage_pages(kind, known, days), start=1):
                    files[f"openai_usage/{account}/{kind}/{stamp(fetched_at)}/page-{number}.json"] = page
    return files


def _buckets(
    kind: str, calls: Iterable[Call], days: Sequence[date], width: timedelta
) -> Iterator[tuple[datetime, list[tuple[_Group, Counter[str]]]]]:
    """Yield each bucket of the days with its usage by group."""
    used: dict[datetime, dict[_Group, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for call in calls:
        if (_SECONDS in call.quantities) != (kind == TRANSCRIPTIONS):
            continue
        at = call.occurred_at.astimezone(UTC)
        midnight = _midnight(at.date())
        is_batch = call.service_tier == "batch"
        tier = "default" if is_batch or call.service_tier == "standard" else call.service_tier
        start = midnight + (at - midnight) // width * width
        used[start][call.app.project_id, call.model, is_batch, tier].update({**call.quantities, _REQUESTS: 1})
    for day in days:
        start = _midnight(day)
        while start < _midnight(day + DAY):
            yield start, sorted(used.get(start, {}).items())
            start += width


def _result(kind: str, group: _Group, quantities: Mapping[str, int], counts: _Counts) -> JsonObject:
    project, model, is_batch, tier = group
    result: JsonObject = {"object": f"organization.usage.{kind}.result"}
    result |= counts(quantities) if kind == COMPLETIONS else {"seconds": quantities[_SECONDS]}
    result |= {
        _REQUESTS: quantities[_REQUESTS],
        "project_id": project,
        "user_id": None,
        "api_key_id": None,
        "model": model,
    }
    return result | ({"batch": is_batch, "service_tier": tier} if kind == COMPLETIONS else {})


def _row(start: datetime, group: _Group, quantities: Mapping[str, int]) -> list[str]:
    project, model, is_batch, tier = group
    counted = {**completion_counts(quantities), _REQUESTS: quantities[_REQUESTS]}
    # The dashboard writes counts as floats.
    values: dict[str, str] = {name: f"{count}.0" for name, count in counted.items()}
    values |= {"project_id": project, "model": model, "batch": str(is_batch), "service_tier": tier}
    return [*_times(start, MINUTE), *(values.get(name, "") for name in _CSV_COLUMNS[len(_TIME_COLUMNS) :])]


def _times(start: datetime, width: timedelta) -> list[str]:
    end = start + width
    return [str(_seconds(start)), str(_seconds(end)), start.isoformat(), end.isoformat()]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
