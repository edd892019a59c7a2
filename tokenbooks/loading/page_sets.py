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
from functools import cached_property
from pathlib import PurePosixPath

import simplejson

from tokenbooks.loading.content import Content, Unreadable
from tokenbooks.loading.delivery import SourceFile, identity
from tokenbooks.loading.landing import Landing
from tokenbooks.loading.paths import usage_object
from tokenbooks.loading.readers.pages import parse
from tokenbooks.loading.records import FileRefused, plain_name, printable

_NUMBER = re.compile(r"(?:^|[._-])(?:page|part)[._-]?(\d{1,9})(?=[._-])", re.IGNORECASE)
_LAST_NUMBER = re.compile(r"(?:^|[ ._(-])[a-z]*(\d{1,5})\)?(?=\.[a-z]+$)", re.IGNORECASE)
#: A year, a month or a day is not the number of a page.
_DATE = re.compile(r"(?<!\d)20\d\d(?:[-_.]?(?:0?[1-9]|1[0-2])(?:[-_.]?(?:0[1-9]|[12]\d|3[01]))?)?(?!\d)")


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
        place: place among the pages of its file, from 1.
        digest: hash of its content.
    """

    file: str
    kind: str = ""
    more: str = ""
    start: datetime | None = None
    end: datetime | None = None
    is_empty: bool = False
    place: int = 1
    digest: str = ""

    @property
    def folder(self) -> str:
        """The folder of its file. The pages of one answer are in one folder."""
        return str(PurePosixPath(self.file).parent)

    @cached_property
    def name(self) -> str:
        """The name of its file."""
        return PurePosixPath(self.file).name

    @property
    def number(self) -> int | None:
        """The number in the name, such as `page-2.json` or `june-002.json`."""
        return int(self._numbered[1]) if self._numbered else None

    @property
    def is_named_page(self) -> bool:
        """Whether the name calls its number that of a page or a part."""
        return self._numbered is not None and self._numbered.re is _NUMBER

    @cached_property
    def stem(self) -> str:
        """The name without its number. The numbered pages of one answer have one stem."""
        found = self._numbered
        return self.name[: found.start(1)].rstrip(" ._-(") + self.name[found.end(1) :] if found else self.name

    @cached_property
    def digits(self) -> tuple[str, ...]:
        """The digits of the name. Names of one answer without numbers have the same, such as those of its month."""
        return tuple(re.findall(r"\d+", self.name))

    @cached_property
    def _numbered(self) -> re.Match[str] | None:
        name = _DATE.sub(lambda date: "~" * len(date[0]), self.name)
        return _NUMBER.search(name) or _LAST_NUMBER.search(name)


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
        for file, delivery_id in zip(paged, pool.map(lambda file: landed_identity(landing, file), paged), strict=True):
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
    waiting: dict[str, str] = {}
    for folder in folders.values():
        # A page without results does not state its kind.
        kinds: defaultdict[str, list[Page]] = defaultdict(list)
        for page in folder:
            kinds[page.kind].append(page)
        unkinded = kinds.pop("", [])
        for together in [pages + unkinded for pages in kinds.values()] or [unkinded]:
            followed = _Followed(together)
            unfinished = [page for page in together if page.more and not followed.has(page)]
            if not unfinished:
                continue
            answers = _Answers(together)
            last_pages: dict[object, Page] = {}
            for page in unfinished:
                last_pages.setdefault(answers.of(page.file), page)
            for page in together:
                if last := last_pages.get(answers.of(page.file)):
                    waiting.setdefault(page.file, _why(last))
    return waiting


class _Followed:
    """Which pages of a folder have the page behind them.

    Where pages have buckets, the next one begins where the page ends. Else it is behind the page in the same file, or
    it has the next number in the same name. Pages without numbers are only counted: as many last pages as pages that
    wait for one. They follow a page whose name has the same digits. So does a page without buckets.
    """

    def __init__(self, together: Sequence[Page]) -> None:
        self._places = {(page.file, page.place) for page in together}
        self._empty = {(page.file, page.place) for page in together if page.is_empty}
        self._starts = Counter(page.start for page in together)
        # A revised page begins where the page that it replaces begins.
        self._ending: defaultdict[datetime | None, set[datetime | None]] = defaultdict(set)
        self._numbers: defaultdict[str, set[int]] = defaultdict(set)
        self._empty_numbers = {(page.stem, page.number) for page in together if page.is_empty}
        for page in together:
            if page.more:
                self._ending[page.end].add(page.start)
            if page.number is not None:
                self._numbers[page.stem].add(page.number)
        self._last = Counter(page.digits for page in together if self._may_be_any(page))
        self._empty_last = Counter(page.digits for page in together if page.is_empty and self._may_be_any(page))
        open_pages = [page for page in together if page.more and page.number is None and not self._is_sure(page)]
        self._open = Counter(digits for digits, _ in {(page.digits, page.digest) for page in open_pages})

    def has(self, page: Page) -> bool:
        """Whether the page behind a page has landed."""
        if self._is_sure(page):
            return True
        last = self._last if page.end is None else self._empty_last
        return page.number is None and self._open[page.digits] <= last[page.digits]

    def _is_sure(self, page: Page) -> bool:
        """Whether a page follows it by its times, its place or its number."""
        if page.end is None:
            numbers = self._numbers.get(page.stem, ())
            return (page.file, page.place + 1) in self._places or self._next_number(page) in numbers
        following = self._starts[page.end] - (page.start == page.end)
        return (
            following >= len(self._ending[page.end])
            or (page.file, page.place + 1) in self._empty
            or (page.stem, self._next_number(page)) in self._empty_numbers
        )

    def _next_number(self, page: Page) -> int:
        """The number of the next page. The first page may have no number, and the second one the number 1 or 2."""
        if page.number is not None:
            return page.number + 1
        return 1 if 1 in self._numbers.get(page.stem, ()) else 2

    @staticmethod
    def _may_be_any(page: Page) -> bool:
        return not page.more and page.number is None and page.place == 1


def _why(last: Page) -> str:
    ends = f" ends at {last.end:%Y-%m-%d %H:%M} UTC, and" if last.end else ""
    return (
        f"{printable(last.name)}{ends} states with {last.more} that there is more, but the page"
        " that follows is not in the folder: land it there, and load again"
    )


class _Answers:
    """Which files hold pages of one answer: files that one stem numbers, and pages that continue one another."""

    def __init__(self, together: Sequence[Page]) -> None:
        self._parents: dict[object, object] = {}
        ends = {page.end for page in together if page.more}
        for page in together:
            if page.end is None or page.is_named_page:
                self._join(page.file, ("stem", page.stem))
            if page.end is None and page.number is None:
                self._join(page.file, ("digits", page.digits))
            if page.more and page.end is not None:
                self._join(page.file, page.end)
            if page.start is not None and page.start in ends:
                self._join(page.file, page.start)

    def of(self, thing: object) -> object:
        """What represents the answer of a file."""
        while (parent := self._parents.get(thing, thing)) != thing:
            self._parents[thing] = self._parents.get(parent, parent)  # the way is shorter the next time
            thing = parent
        return thing

    def _join(self, one: object, other: object) -> None:
        self._parents[self.of(one)] = self.of(other)


def _paths(files: Iterable[SourceFile]) -> set[str]:
    return {file.file.path for file in files}


def landed_identity(landing: Landing, file: SourceFile) -> str | None:
    """The delivery id of what a file has now; None if it cannot be read."""
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
    found = 0
    for page in documents:
        if not isinstance(page, dict):
            continue
        nested = page.get("properties")
        parts = {**page, **nested} if isinstance(nested, dict) else page
        rows = parts.get("data", parts.get("rows"))
        if not isinstance(rows, list):
            continue
        found += 1
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
            place=found,
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
