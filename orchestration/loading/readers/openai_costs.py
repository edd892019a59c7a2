"""Pages of the OpenAI organization costs API: JSON as returned, one record a bucket.

A bucket without results is a record too: it says that the day was fetched and cost nothing. Numbers keep every
digit they have in the page.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import simplejson

from orchestration.loading.readers.base import Reading, wrong_source
from orchestration.loading.records import FileRefused, Rejection

_EXPECTED = "a page of the organization costs API: an object whose data is a list of buckets"
_BUCKETS_A_BATCH = 1_000

JsonValue = object


def read_openai_costs(reading: Reading) -> Iterator[pa.Table]:
    """Yield the buckets of a page, of a list of pages, or of a list of buckets.

    The record number is the position of the bucket in the file, counted from 1.

    Raises:
        FileRefused: the file cannot be decoded or is no costs page.
    """
    content = _content(reading)
    if not content.strip():
        return
    head = content[:10_000]
    buckets = _buckets(_document(content), head)
    for start in range(0, len(buckets), _BUCKETS_A_BATCH):
        numbers: list[int] = []
        texts: list[str] = []
        for number, bucket in enumerate(buckets[start : start + _BUCKETS_A_BATCH], start + 1):
            text = simplejson.dumps(bucket, use_decimal=True, separators=(",", ":"))
            if _is_bucket(bucket):
                numbers.append(number)
                texts.append(text)
            else:
                detail = "expected a bucket: an object with start_time and a list of results"
                reading.reject(Rejection.of(number, "not_a_bucket", detail, text))
        yield reading.accepted(numbers, texts)


def _content(reading: Reading) -> str:
    parts: list[bytes] = []
    while part := reading.source.read(1 << 24):
        parts.append(part)
    content = b"".join(parts)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        detail = f"byte {error.start + 1} of the file: {error.reason}"
        raise FileRefused("not_utf8", detail, content[:20_000]) from error


def _document(content: str) -> JsonValue:
    try:
        return simplejson.loads(content, use_decimal=True)
    except RecursionError as error:
        raise FileRefused("too_deeply_nested", "nested more deeply than can be read", content) from error
    except ValueError as error:
        raise FileRefused("not_json", str(error), content) from error


def _buckets(document: JsonValue, head: str) -> list[JsonValue]:
    pages = document if isinstance(document, list) else [document]
    if pages and all(_is_bucket(page) for page in pages):
        buckets = pages
    else:
        buckets = []
        for page in pages:
            if not isinstance(page, dict) or not isinstance(page.get("data"), list):
                raise wrong_source(_EXPECTED, f"JSON that is no page ({_kind(page)})", head)
            buckets.extend(page["data"])
    if buckets and not any(_is_bucket(bucket) for bucket in buckets):
        raise wrong_source(_EXPECTED, f"a list whose elements are no buckets ({_kind(buckets[0])})", head)
    for bucket in buckets:
        for result in bucket["results"] if _is_bucket(bucket) else []:
            if isinstance(result, dict) and result.get("object", "organization.costs.result") != (
                "organization.costs.result"
            ):
                raise wrong_source(_EXPECTED, f"a page of {_kind(result)}", head)
    return buckets


def _is_bucket(value: JsonValue) -> bool:
    return isinstance(value, dict) and "start_time" in value and isinstance(value.get("results"), list)


def _kind(value: JsonValue) -> str:
    if isinstance(value, dict):
        return str(value["object"]) if "object" in value else f"keys {', '.join(list(value)[:5])}"
    return "a list" if isinstance(value, list) else "a plain value"
