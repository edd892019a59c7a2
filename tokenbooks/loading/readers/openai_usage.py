"""Pages of any endpoint of the OpenAI organization usage API. Each record is a bucket of a minute, hour or day."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from tokenbooks.loading.paths import usage_object
from tokenbooks.loading.readers.base import Reading
from tokenbooks.loading.readers.pages import JsonObject, PageShape, read_pages


def _is_result(result: JsonObject) -> bool:
    kind = result.get("object")
    return "amount" not in result and (kind is None or str(kind).startswith("organization.usage."))


def _kind_of(result: JsonObject) -> str | None:
    kind = result.get("object")
    return kind if isinstance(kind, str) else None


_SHAPE = PageShape(
    expected="a page of the organization usage API, such as /v1/organization/usage/completions: an object whose data"
    " is a list of buckets (pages of costs go to openai_costs)",
    start="start_time",
    is_result=_is_result,
    kind_of=_kind_of,
)


def read_openai_usage(reading: Reading) -> Iterator[pa.Table]:
    """Yield the buckets of a page, of a list of pages, or of a list of buckets.

    Raises:
        FileRefused: the file cannot be decoded, or is not a usage page.
    """
    yield from read_pages(reading, _SHAPE, usage_object(reading.name))
