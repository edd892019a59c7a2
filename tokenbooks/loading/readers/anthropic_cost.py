"""Pages of Anthropic's cost report. Each record is a bucket of one day."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from tokenbooks.loading.readers.base import Reading
from tokenbooks.loading.readers.pages import PageShape, read_pages

_SHAPE = PageShape(
    expected="a page of Anthropic's cost report, /v1/organizations/cost_report: an object whose data is a list of"
    " buckets",
    start="starting_at",
    is_result=lambda result: "amount" in result,  # results of the usage report have token counts instead
)


def read_anthropic_cost(reading: Reading) -> Iterator[pa.Table]:
    """Yield the buckets of a page, of a list of pages, or of a list of buckets.

    Raises:
        FileRefused: the file cannot be decoded, or is not a page of a cost report.
    """
    yield from read_pages(reading, _SHAPE)
