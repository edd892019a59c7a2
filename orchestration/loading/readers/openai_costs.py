"""Pages of the OpenAI organization costs API, one record a bucket of a day."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from orchestration.loading.readers.base import Reading
from orchestration.loading.readers.pages import PageShape, read_pages

_RESULT = "organization.costs.result"

_SHAPE = PageShape(
    expected="a page of the organization costs API: an object whose data is a list of buckets",
    start="start_time",
    is_result=lambda result: result.get("object", _RESULT) == _RESULT,
)


def read_openai_costs(reading: Reading) -> Iterator[pa.Table]:
    """Yield the buckets of a page, of a list of pages, or of a list of buckets.

    Raises:
        FileRefused: the file cannot be decoded or is no costs page.
    """
    yield from read_pages(reading, _SHAPE)
