"""The landing zone: which files there are and how to open them, on a local disk or behind any fsspec URL."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
import time
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

from tokenbooks.errors import UserError

_PARTIAL = ".partial"
_A_DAY = 86_400


@dataclass(frozen=True)
class LandedFile:
    """One file, or one path that should be a file and cannot be read.

    Attributes:
        path: relative to the landing root, with forward slashes.
        size: in bytes.
        modified_at: with zone.
        problem: why the path cannot be read, or None.
    """

    path: str
    size: int
    modified_at: datetime
    problem: str | None = None


class Landing(Protocol):
    """A landing zone."""

    def files(self, folder: str = "") -> list[LandedFile]:
        """All files under the root, or under a folder of it, ordered by path; none if there is no such folder.

        Raises:
            UserError: the root cannot be read.
        """
        ...

    def open(self, path: str) -> BinaryIO:
        """Open a file of `files()` for reading, from its beginning."""
        ...

    def write(self, folder: str, files: Iterable[tuple[str, bytes]]) -> None:
        """Add a folder with files, given by name and content; if one of them cannot be had, nothing is added.

        Locally they appear all at once. A store has no such thing: there they follow one another, those that are
        hidden last, and are removed again if one cannot be written.

        Raises:
            UserError: the folder cannot be written, or exists.
        """
        ...


def open_landing(location: str, *, create: bool = False) -> Landing:
    """Open a local path or an fsspec URL.

    Args:
        location: where it is.
        create: whether there may be no such folder yet, for those who write.

    Raises:
        UserError: there is no such folder, or the URL's protocol is not installed.
    """
    if location.startswith("file://"):
        location = location.removeprefix("file://")
    if "://" in location:
        return _RemoteLanding(location, create)
    return _LocalLanding(Path(location), create)


class _LocalLanding:
    """A folder. It is walked here and not by fsspec, which leaves out what it may not read."""

    def __init__(self, root: Path, create: bool) -> None:
        try:
            if create:
                root.mkdir(parents=True, exist_ok=True)
            is_folder = root.is_dir()
        except OSError as error:
            raise _no_entry(root, error) from error
        if not is_folder:
            raise UserError(f"there is no landing folder {root}; create it or set TOKENBOOKS_LANDING")
        self._root = root

    def files(self, folder: str = "") -> list[LandedFile]:
        try:
            os.scandir(self._root).close()
        except OSError as error:  # no file of it can be named
            raise _no_entry(self._root, error) from error
        if not (self._root / folder).exists():
            return []
        prefix = f"{folder}/" if folder else ""
        return sorted(self._walk(self._root / folder, prefix, frozenset()), key=lambda file: file.path)

    def open(self, path: str) -> BinaryIO:
        return (self._root / path).open("rb", buffering=0)

    def write(self, folder: str, files: Iterable[tuple[str, bytes]]) -> None:
        target = self._root / folder
        partial = target.with_name(f".{target.name}.{uuid.uuid4().hex}{_PARTIAL}")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _remove_leftovers(target.parent)
            partial.mkdir()
            for name, content in files:
                with (partial / name).open("xb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
            partial.rename(target)
        except OSError as error:
            raise UserError(f"the landing folder {target} cannot be written: {_reason(error)}; mend that") from error
        finally:
            shutil.rmtree(partial, ignore_errors=True)

    def _walk(self, folder: Path, prefix: str, parents: frozenset[tuple[int, int]]) -> Iterator[LandedFile]:
        try:
            identity = folder.stat()
            entries = list(os.scandir(folder))
        except OSError as error:
            yield _unreadable(prefix.rstrip("/") or ".", _reason(error))
            return
        key = (identity.st_dev, identity.st_ino)
        if key in parents:  # a link to a folder above itself
            yield _unreadable(prefix.rstrip("/"), "the link leads back to a folder above it")
            return
        for entry in entries:
            path = f"{prefix}{entry.name}"
            try:
                status = entry.stat()
            except OSError as error:
                yield _unreadable(path, _reason(error))
                continue
            if stat.S_ISDIR(status.st_mode):
                yield from self._walk(folder / entry.name, f"{path}/", parents | {key})
            elif stat.S_ISREG(status.st_mode):
                yield LandedFile(path, status.st_size, datetime.fromtimestamp(status.st_mtime, UTC))
            else:  # reading a pipe or a socket would wait for ever
                yield _unreadable(path, "not a regular file")


class _RemoteLanding:
    """A folder behind an fsspec URL."""

    def __init__(self, url: str, create: bool) -> None:
        import fsspec

        try:
            filesystem, root = fsspec.core.url_to_fs(url)
            filesystem.invalidate_cache()  # what it knew earlier in this process
            found = create or filesystem.isdir(root)
        except (ImportError, ValueError) as error:
            raise UserError(f"the landing zone {url} cannot be opened: {error}") from error
        if not found:
            raise UserError(f"there is no landing folder {url}; create it or set TOKENBOOKS_LANDING")
        self._filesystem, self._root = filesystem, root.rstrip("/")

    def files(self, folder: str = "") -> list[LandedFile]:
        root = f"{self._root}/{folder}".rstrip("/")
        try:
            entries: dict[str, dict[str, Any]] = self._filesystem.find(root, detail=True)
        except FileNotFoundError:  # some stores say nothing, some raise
            if not folder:
                raise
            return []
        return sorted((self._file(name, entry) for name, entry in entries.items()), key=lambda file: file.path)

    def open(self, path: str) -> BinaryIO:
        return cast(BinaryIO, self._filesystem.open(f"{self._root}/{path}", "rb"))

    def write(self, folder: str, files: Iterable[tuple[str, bytes]]) -> None:
        target = f"{self._root}/{folder}"
        with tempfile.TemporaryDirectory() as scratch:
            _LocalLanding(Path(scratch), create=False).write("all", files)
            paths = sorted((Path(scratch) / "all").iterdir(), key=lambda path: (path.name.startswith("_"), path.name))
            written: list[str] = []
            try:
                if self._filesystem.exists(target):
                    raise UserError(f"{target} exists; nothing is written over what has landed")
                for path in paths:
                    written.append(f"{target}/{path.name}")
                    self._filesystem.pipe_file(written[-1], path.read_bytes())
            except BaseException as error:
                for name in written:
                    with contextlib.suppress(Exception):
                        self._filesystem.rm_file(name)
                if isinstance(error, UserError) or not isinstance(error, Exception):
                    raise
                # Every store has errors of its own.
                raise UserError(f"{target} cannot be written: {' '.join(str(error).split())}; mend that") from error

    def _file(self, name: str, entry: dict[str, Any]) -> LandedFile:
        # Stores name the modification time differently.
        for key in ("mtime", "LastModified", "last_modified", "updated", "modified", "created"):
            if entry.get(key) is not None:
                return LandedFile(name.removeprefix(f"{self._root}/"), entry["size"], _time(entry[key]))
        return LandedFile(name.removeprefix(f"{self._root}/"), entry["size"], self._filesystem.modified(name))


def _remove_leftovers(folder: Path) -> None:
    """Remove what writers left that were killed; one that is at work is not a day old."""
    for path in folder.glob(f".*{_PARTIAL}"):
        if time.time() - path.stat().st_mtime > _A_DAY:
            shutil.rmtree(path, ignore_errors=True)


def _time(value: datetime | float | str) -> datetime:
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return datetime.fromtimestamp(value, UTC)


def _no_entry(root: Path, error: OSError) -> UserError:
    return UserError(f"the landing folder {root} cannot be read: {_reason(error)}; mend that and load again")


def _unreadable(path: str, problem: str) -> LandedFile:
    return LandedFile(path, 0, datetime.fromtimestamp(0, UTC), problem)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
