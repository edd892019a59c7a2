"""Pages of Anthropic's usage report of the Messages API. Each record is a bucket of a minute, hour or day."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from tokenbooks.loading.readers.base import Reading
from tokenbooks.loading.readers.pages import PageShape, read_pages

_SHAPE = PageShape(
    expected="a page of Anthropic's usage report, /v1/organizations/usage_report/messages: an object whose data is a"
    " list of buckets",
    start="starting_at",
    is_result=lambda result: "amount" not in result,  # results of the cost report have an amount
)


def read_anthropic_usage(reading: Reading) -> Iterator[pa.Table]:
    """Yield the buckets of a page, of a list of pages, or of a list of buckets.

    Raises:
        FileRefused: the file cannot be decoded, or is not a page of a usage report.
    """
    yield from read_pages(reading, _SHAPE)
