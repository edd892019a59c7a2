"""Pages of a provider's reporting API: JSON as the API returned it. Each record is a bucket of time.

A bucket without results is a record too: it shows that its time was fetched and had no usage or cost. Numbers keep
every digit of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeGuard

import pyarrow as pa
import simplejson

from tokenbooks.loading.readers.base import Reading, wrong_source
from tokenbooks.loading.readers.likely_causes import cause_of_content
from tokenbooks.loading.records import FileRefused, Rejection, plain_name
from tokenbooks.loading.validity import NumberOutOfRange, decimal_number, whole_number

_BUCKETS_A_BATCH = 1_000

JsonObject = dict[str, object]


@dataclass(frozen=True)
class PageShape:
    """What the pages of a source look like.

    Attributes:
        expected: description of a page, for the message about another kind of file.
        start: the key of a bucket's start time.
        is_result: whether an object among a bucket's results belongs to this source.
        kind_of: returns what a result counts, if the API has several kinds of pages. An empty bucket does not state its
            kind. It gets the kind of the other buckets of its page as `result_object`.
    """

    expected: str
    start: str
    is_result: Callable[[JsonObject], bool]
    kind_of: Callable[[JsonObject], str | None] | None = None

    def is_bucket(self, value: object) -> TypeGuard[JsonObject]:
        """Whether the value is an object with a start time and a list of results."""
        return isinstance(value, dict) and self.start in value and isinstance(value.get("results"), list)


def read_pages(reading: Reading, shape: PageShape, kind: str | None = None) -> Iterator[pa.Table]:
    """Yield the buckets of a page, of a list of pages, or of a list of buckets.

    The record number is the position of the bucket in the file, counted from 1.

    Args:
        reading: the file.
        shape: what its pages look like.
        kind: what the results count, for pages that do not state it.

    Raises:
        FileRefused: the file cannot be decoded, or is not a page of the source.
    """
    content = read_text(reading)
    if not content.strip():
        return
    yield from read_buckets(reading, parse(content), content[:10_000], shape, kind)


def read_buckets(
    reading: Reading, document: object, head: str, shape: PageShape, kind: str | None = None
) -> Iterator[pa.Table]:
    """Yield the buckets of a parsed document; see `read_pages`.

    A repeated bucket, for example from a page that was fetched twice, is read once. Different buckets of the same time
    come from different fetches, for example one per project, and all of them count.

    Raises:
        FileRefused: the document is not a page of the source.
    """
    buckets = _buckets(document, head, shape, kind)
    seen: dict[str, int] = {}
    for start in range(0, len(buckets), _BUCKETS_A_BATCH):
        numbers: list[int] = []
        texts: list[str] = []
        for number, bucket in enumerate(buckets[start : start + _BUCKETS_A_BATCH], start + 1):
            text = simplejson.dumps(bucket, use_decimal=True, separators=(",", ":"))
            if text in seen:
                detail = f"the bucket repeats bucket number {seen[text]} of the file"
                reading.reject(Rejection.of(number, "repeated_bucket", detail, text))
            elif shape.is_bucket(bucket):
                seen[text] = number
                numbers.append(number)
                texts.append(text)
            else:
                detail = f"expected a bucket: an object with {shape.start} and a list of results"
                reading.reject(Rejection.of(number, "not_a_bucket", detail, text))
        yield reading.accepted(numbers, texts)


def read_text(reading: Reading) -> str:
    """The whole file as text.

    Raises:
        FileRefused: the file is not UTF-8.
    """
    parts: list[bytes] = []
    while part := reading.source.read(1 << 24):
        parts.append(part)
    content = b"".join(parts)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        cause = cause_of_content(content[:10_000])
        detail = f"byte {error.start + 1} of the file: {error.reason}{cause and '; '}{cause}"
        raise FileRefused("not_utf8", detail, content[:20_000]) from error


def parse(content: str) -> object:
    """The JSON document of a file. Numbers keep every digit.

    Raises:
        FileRefused: the text is not JSON, is nested too deeply, or holds a number of too many digits.
    """
    try:
        document: object = simplejson.loads(content, parse_int=whole_number, parse_float=decimal_number)
    except RecursionError as error:
        raise FileRefused("too_deeply_nested", "nested more deeply than can be read", content) from error
    except NumberOutOfRange as error:
        raise FileRefused("number_out_of_range", str(error), content) from error
    except ValueError as error:
        cause = cause_of_content(content[:10_000])
        raise FileRefused("not_json", f"{error}; {cause}" if cause else str(error), content) from error
    return document


def _buckets(document: object, head: str, shape: PageShape, kind: str | None) -> list[object]:
    documents = document if isinstance(document, list) else [document]
    if documents and all(shape.is_bucket(bucket) for bucket in documents):
        pages = [documents]
    else:
        pages = []
        for page in documents:
            if not isinstance(page, dict) or not isinstance(page.get("data"), list):
                raise wrong_source(shape.expected, f"JSON that is not a page ({describe(page)})", head)
            pages.append(page["data"])
    buckets = [bucket for page in pages for bucket in page]
    if buckets and not any(shape.is_bucket(bucket) for bucket in buckets):
        raise wrong_source(shape.expected, f"a list whose elements are not buckets ({describe(buckets[0])})", head)
    for result in _results(buckets, shape):
        if not shape.is_result(result):
            raise wrong_source(shape.expected, f"a page of {describe(result)}", head)
    if shape.kind_of is None:
        return buckets
    return [bucket for page in pages for bucket in _with_kind(page, shape, shape.kind_of, kind)]


def _results(buckets: list[object], shape: PageShape) -> Iterator[JsonObject]:
    for bucket in buckets:
        for result in bucket["results"] if shape.is_bucket(bucket) else []:
            if isinstance(result, dict):
                yield result


def _with_kind(
    page: list[object], shape: PageShape, kind_of: Callable[[JsonObject], str | None], default: str | None
) -> Iterator[object]:
    """The buckets of a page. Those that do not state their kind get `result_object`, if the page has one kind only."""
    kinds = {kind for result in _results(page, shape) if (kind := kind_of(result)) is not None}
    kind = default if not kinds else kinds.pop() if len(kinds) == 1 else None
    for bucket in page:
        if kind is None or not shape.is_bucket(bucket):
            yield bucket
        else:
            stated = [kind_of(result) for result in _results([bucket], shape)]
            yield bucket if stated and None not in stated else {**bucket, "result_object": kind}


def describe(value: object) -> str:
    """A description of a JSON value, for the message about another kind of file."""
    if isinstance(value, dict):
        if "object" in value:
            return plain_name(value["object"])
        return f"keys {', '.join(map(plain_name, list(value)[:5]))}"
    return "a list" if isinstance(value, list) else "a plain value"
