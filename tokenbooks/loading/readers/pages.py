"""Pages of a provider's reporting API: JSON as returned, one record a bucket of time.

A bucket without results is a record too: it says that the time was fetched and that there was nothing. Numbers keep
every digit they have in the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeGuard

import pyarrow as pa
import simplejson

from tokenbooks.loading.readers.base import Reading, wrong_source
from tokenbooks.loading.records import FileRefused, Rejection, plain_name

_BUCKETS_A_BATCH = 1_000

JsonObject = dict[str, object]


@dataclass(frozen=True)
class PageShape:
    """What pages of a source look like.

    Attributes:
        expected: a page in words, for the message to who lands something else.
        start: the key under which a bucket says when it begins.
        is_result: whether an object among a bucket's results is of this source.
        kind_of: the word for what a result counts, where an API has several kinds of pages. Buckets that do not tell,
            as they are empty, then get the word of the others of their page as `result_object`.
    """

    expected: str
    start: str
    is_result: Callable[[JsonObject], bool]
    kind_of: Callable[[JsonObject], str | None] | None = None

    def is_bucket(self, value: object) -> TypeGuard[JsonObject]:
        """Whether it is an object with a beginning and a list of results."""
        return isinstance(value, dict) and self.start in value and isinstance(value.get("results"), list)


def read_pages(reading: Reading, shape: PageShape, kind: str | None = None) -> Iterator[pa.Table]:
    """Yield the buckets of a page, of a list of pages, or of a list of buckets.

    The record number is the position of the bucket in the file, counted from 1.

    Args:
        reading: the file.
        shape: what its pages look like.
        kind: the word for what is counted on pages that do not tell.

    Raises:
        FileRefused: the file cannot be decoded or is no page of the source.
    """
    content = read_text(reading)
    if not content.strip():
        return
    yield from read_buckets(reading, parse(content), content[:10_000], shape, kind)


def read_buckets(
    reading: Reading, document: object, head: str, shape: PageShape, kind: str | None = None
) -> Iterator[pa.Table]:
    """Yield the buckets of a document that is parsed already, see `read_pages`.

    A bucket that is there twice, as of a page that was fetched twice, is read once. Buckets of one time that differ are
    of different fetches, such as one for each project, and all of them count.

    Raises:
        FileRefused: the document is no page of the source.
    """
    buckets = _buckets(document, head, shape, kind)
    seen: dict[str, int] = {}
    for start in range(0, len(buckets), _BUCKETS_A_BATCH):
        numbers: list[int] = []
        texts: list[str] = []
        for number, bucket in enumerate(buckets[start : start + _BUCKETS_A_BATCH], start + 1):
            text = simplejson.dumps(bucket, use_decimal=True, separators=(",", ":"))
            if text in seen:
                detail = f"the bucket is there twice: it repeats number {seen[text]}"
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
        FileRefused: it is not UTF-8.
    """
    parts: list[bytes] = []
    while part := reading.source.read(1 << 24):
        parts.append(part)
    content = b"".join(parts)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        detail = f"byte {error.start + 1} of the file: {error.reason}"
        raise FileRefused("not_utf8", detail, content[:20_000]) from error


def parse(content: str) -> object:
    """The JSON document of a file, numbers with every digit.

    Raises:
        FileRefused: it is no JSON, or nested too deeply.
    """
    try:
        document: object = simplejson.loads(content, use_decimal=True)
    except RecursionError as error:
        raise FileRefused("too_deeply_nested", "nested more deeply than can be read", content) from error
    except ValueError as error:
        raise FileRefused("not_json", str(error), content) from error
    return document


def _buckets(document: object, head: str, shape: PageShape, kind: str | None) -> list[object]:
    documents = document if isinstance(document, list) else [document]
    if documents and all(shape.is_bucket(bucket) for bucket in documents):
        pages = [documents]
    else:
        pages = []
        for page in documents:
            if not isinstance(page, dict) or not isinstance(page.get("data"), list):
                raise wrong_source(shape.expected, f"JSON that is no page ({describe(page)})", head)
            pages.append(page["data"])
    buckets = [bucket for page in pages for bucket in page]
    if buckets and not any(shape.is_bucket(bucket) for bucket in buckets):
        raise wrong_source(shape.expected, f"a list whose elements are no buckets ({describe(buckets[0])})", head)
    for result in _results(buckets, shape):
        if not shape.is_result(result):
            raise wrong_source(shape.expected, f"a page of {describe(result)}", head)
    if shape.kind_of is None:
        return buckets
    return [bucket for page in pages for bucket in _told_apart(page, shape, shape.kind_of, kind)]


def _results(buckets: list[object], shape: PageShape) -> Iterator[JsonObject]:
    for bucket in buckets:
        for result in bucket["results"] if shape.is_bucket(bucket) else []:
            if isinstance(result, dict):
                yield result


def _told_apart(
    page: list[object], shape: PageShape, kind_of: Callable[[JsonObject], str | None], default: str | None
) -> Iterator[object]:
    kinds = {kind for result in _results(page, shape) if (kind := kind_of(result)) is not None}
    kind = default if not kinds else kinds.pop() if len(kinds) == 1 else None
    for bucket in page:
        if kind is None or not shape.is_bucket(bucket):
            yield bucket
        else:
            told = [kind_of(result) for result in _results([bucket], shape)]
            yield bucket if told and None not in told else {**bucket, "result_object": kind}


def describe(value: object) -> str:
    """What was found, in words, for the message to who lands something else."""
    if isinstance(value, dict):
        if "object" in value:
            return plain_name(value["object"])
        return f"keys {', '.join(map(plain_name, list(value)[:5]))}"
    return "a list" if isinstance(value, list) else "a plain value"
