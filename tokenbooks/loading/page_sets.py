"""The pages of one answer of an API: a page counts only when every page behind it has landed.

An API cuts a long answer into pages, and each page except the last one states that there is more. Without the pages
behind it, a page would look like a whole bill. So it waits, together with the other pages of its answer.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import PurePosixPath

import simplejson

from tokenbooks.loading.content import Content, Unreadable
from tokenbooks.loading.landing import Landing
from tokenbooks.loading.package import SourceFile, identity
from tokenbooks.loading.paths import usage_object
from tokenbooks.loading.readers.pages import parse
from tokenbooks.loading.records import FileRefused, plain_name, printable

_NUMBER = re.compile(r"(?:^|[._-])(?:page|part)[._-]?(\d{1,9})(?=[._-])", re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    """One page of an answer.

    Attributes:
        file: path of its file. A file may hold a list of pages.
        kind: what its results count, if the API has several kinds of pages.
        more: the key that states that there is more; empty for the last page.
        start: beginning of its first bucket; None if it has no times.
        end: end of its last bucket.
        is_empty: whether it has no buckets.
        is_followed: whether the same file has another page behind it.
        digest: hash of its content.
    """

    file: str
    kind: str = ""
    more: str = ""
    start: datetime | None = None
    end: datetime | None = None
    is_empty: bool = False
    is_followed: bool = False
    digest: str = ""

    @property
    def folder(self) -> str:
        """The folder of its file. The pages of one answer are in one folder."""
        return str(PurePosixPath(self.file).parent)

    @property
    def number(self) -> int | None:
        """The number in the name of its file, such as `page-2.json`."""
        found = _NUMBER.search(PurePosixPath(self.file).name)
        return int(found[1]) if found else None


@dataclass
class PageFiles:
    """The page files of a landing zone before they are loaded.

    Attributes:
        known: paths of the files whose content is in the ledger.
        waiting: why a file waits for other pages, by path.
    """

    known: set[str] = field(default_factory=set)
    waiting: dict[str, str] = field(default_factory=dict)


def check_pages(landing: Landing, files: Iterable[SourceFile], known: set[str], workers: int) -> PageFiles:
    """Find the page files that are loaded, and those that wait for other pages.

    A file that cannot be read, or is not a page, is left to its reader.

    Args:
        landing: the landing zone.
        files: all files of the load.
        known: ids of the loaded deliveries.
        workers: number of threads.
    """
    paged = [file for file in files if file.source.is_paged and file.file.path.lower().endswith(".json")]
    found = PageFiles()
    folders: defaultdict[str, list[SourceFile]] = defaultdict(list)
    with ThreadPoolExecutor(workers) as pool:
        for file, delivery_id in zip(paged, pool.map(lambda file: _identity(landing, file), paged), strict=True):
            folders[str(PurePosixPath(file.file.path).parent)].append(file)
            if delivery_id in known:
                found.known.add(file.file.path)
        unsure = [file for together in folders.values() if not _paths(together) <= found.known for file in together]
        pages = [page for held in pool.map(lambda file: _pages_of_file(landing, file), unsure) for page in held]
    waiting = waiting_files(pages)
    found.waiting = {path: why for path, why in waiting.items() if path not in found.known}
    return found


def waiting_files(pages: Sequence[Page]) -> dict[str, str]:
    """The files of every answer that has a page with more behind it, and no page that follows.

    Returns:
        Why each file waits, by path.
    """
    folders: defaultdict[str, list[Page]] = defaultdict(list)
    for page in pages:
        folders[page.folder].append(page)
    # A page without results does not state its kind.
    answers_of_kinds = [
        [page for page in folder if page.kind in (kind, "")]
        for folder in folders.values()
        for kind in {page.kind for page in folder if page.kind} or {""}
    ]
    waiting: dict[str, str] = {}
    for together in answers_of_kinds:
        unfinished = [page for page in together if page.more and not _is_followed(page, together)]
        if not unfinished:
            continue
        answers = _Answers(together)
        for last in unfinished:
            for page in together:
                if answers.of(page.file) == answers.of(last.file):
                    waiting.setdefault(page.file, _why(last))
    return waiting


def _is_followed(page: Page, together: Sequence[Page]) -> bool:
    """Whether the page behind a page has landed.

    Where pages have buckets, the next one begins where the page ends. Else it has the next number in its name, or it is
    any last page of the folder. A page without buckets may follow every page.
    """
    others = [other for other in together if other is not page]
    if page.end is None:
        if page.is_followed:
            return True
        if page.number is not None:
            return any(other.number == page.number + 1 for other in others)
        return any(not other.more for other in others)
    ending = {other.digest for other in together if other.more and other.end == page.end}
    following = [other for other in others if other.start == page.end]
    return len(following) >= len(ending) or any(other.is_empty for other in others)


def _why(last: Page) -> str:
    ends = f" ends at {last.end:%Y-%m-%d %H:%M} UTC, and" if last.end else ""
    return (
        f"{printable(PurePosixPath(last.file).name)}{ends} states with {last.more} that there is more, but the page"
        " that follows is not in the folder: land it there, and load again"
    )


class _Answers:
    """Which files hold pages of one answer: numbered files, and pages that continue one another."""

    def __init__(self, together: Sequence[Page]) -> None:
        self._parents: dict[object, object] = {}
        ends = {page.end for page in together if page.more}
        for page in together:
            if page.number is not None:
                self._join(page.file, "numbered")
            if page.more and page.end is not None:
                self._join(page.file, page.end)
            if page.start is not None and page.start in ends:
                self._join(page.file, page.start)

    def of(self, thing: object) -> object:
        """What represents the answer of a file."""
        while (parent := self._parents.get(thing, thing)) != thing:
            thing = parent
        return thing

    def _join(self, one: object, other: object) -> None:
        self._parents[self.of(one)] = self.of(other)


def _paths(files: Iterable[SourceFile]) -> set[str]:
    return {file.file.path for file in files}


def _identity(landing: Landing, file: SourceFile) -> str | None:
    try:
        content = Content(landing, file.file, lambda _: None)
    except (Unreadable, OSError):
        return None
    return identity(file.source, printable(file.file.path), file.file.modified_at, content.sha256)


def _pages_of_file(landing: Landing, file: SourceFile) -> list[Page]:
    try:
        text = Content(landing, file.file, lambda _: None).open().read()
        return list(read_pages(file.file.path, parse(text.decode("utf-8-sig"))))
    except (Unreadable, OSError, UnicodeDecodeError, FileRefused, RecursionError):
        return []


def read_pages(file: str, document: object) -> Iterator[Page]:
    """The pages of a parsed file: one page, or a list of pages."""
    documents = document if isinstance(document, list) else [document]
    for place, page in enumerate(documents, 1):
        if not isinstance(page, dict):
            continue
        nested = page.get("properties")
        parts = {**page, **nested} if isinstance(nested, dict) else page
        rows = parts.get("data", parts.get("rows"))
        if not isinstance(rows, list):
            continue
        buckets = [bucket for bucket in rows if isinstance(bucket, dict)]
        starts = [at for bucket in buckets if (at := _instant(bucket, "start_time", "starting_at")) is not None]
        ends = [at for bucket in buckets if (at := _instant(bucket, "end_time", "ending_at")) is not None]
        yield Page(
            file=file,
            kind=usage_object(file) or _kind(buckets),
            more=_more(parts),
            start=min(starts, default=None),
            end=max(ends, default=None),
            is_empty=not rows,
            is_followed=place < len(documents),
            digest=hashlib.sha256(simplejson.dumps(rows, use_decimal=True).encode()).hexdigest(),
        )


def _more(page: dict[str, object]) -> str:
    """The key that states that there is more. `has_more` takes precedence over the token of the next page."""
    if isinstance(page.get("has_more"), bool):
        return "has_more" if page["has_more"] else ""
    return next((key for key in ("next_page", "nextLink", "next_link") if page.get(key)), "")


def _kind(buckets: Iterable[dict[str, object]]) -> str:
    """What the results count, if they all state the same."""
    kinds = Counter(
        plain_name(result["object"])
        for bucket in buckets
        for result in (bucket["results"] if isinstance(bucket.get("results"), list) else [])
        if isinstance(result, dict) and isinstance(result.get("object"), str)
    )
    return next(iter(kinds)) if len(kinds) == 1 else ""


def _instant(bucket: dict[str, object], *keys: str) -> datetime | None:
    value = next((bucket[key] for key in keys if bucket.get(key) is not None), None)
    try:
        if isinstance(value, int) and not isinstance(value, bool):
            return datetime.fromtimestamp(value, UTC)
        if isinstance(value, str):
            instant = datetime.fromisoformat(value)
            return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        pass
    return None
