"""The landing zone: its files and how to open them, on a local disk or behind any fsspec URL."""

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
from tokenbooks.texts import without_secrets

_PARTIAL = ".partial"
_A_DAY = 86_400


@dataclass(frozen=True)
class LandedFile:
    """One file, or one path that should be a file and cannot be read.

    Attributes:
        path: path relative to the landing root, with forward slashes.
        size: size in bytes.
        modified_at: time of the last change, with a time zone.
        problem: why the path cannot be read; None if it can.
    """

    path: str
    size: int
    modified_at: datetime
    problem: str | None = None


class Landing(Protocol):
    """A landing zone."""

    def files(self, folder: str = "") -> list[LandedFile]:
        """All files under the root, or under one folder of it, ordered by path. Empty if the folder does not exist.

        Raises:
            UserError: the root cannot be read.
        """
        ...

    def open(self, path: str) -> BinaryIO:
        """Open a file of `files()` for reading, from its beginning."""
        ...

    def write(self, folder: str, files: Iterable[tuple[str, bytes]]) -> None:
        """Add a folder with files, given by name and content. If one file cannot be produced, nothing is added.

        On a local disk all files appear at once. A remote store cannot do this: the files appear one after another,
        hidden ones last, and are removed again if one cannot be written.

        Raises:
            UserError: the folder cannot be written, or already exists.
        """
        ...


def open_landing(location: str, *, create: bool = False) -> Landing:
    """Open a local path or an fsspec URL.

    Args:
        location: path or URL of the landing zone.
        create: whether to accept a folder that does not exist yet. Set it to write.

    Raises:
        UserError: the folder does not exist, or the package for the URL's protocol is not installed.
    """
    if location.startswith("file://"):
        location = location.removeprefix("file://")
    if "://" in location:
        return _RemoteLanding(location, create)
    return _LocalLanding(Path(location), create)


class _LocalLanding:
    """A local folder. fsspec does not list it, because fsspec skips files that it may not read."""

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
        self._real_root = os.path.realpath(root)

    def files(self, folder: str = "") -> list[LandedFile]:
        try:
            os.scandir(self._root).close()
        except OSError as error:
            raise _no_entry(self._root, error) from error
        if not (self._root / folder).exists():
            return []
        prefix = f"{folder}/" if folder else ""
        return sorted(self._walk(self._root / folder, prefix), key=lambda file: file.path)

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
            raise UserError(
                f"cannot write to the landing folder {target}: {_reason(error)}; fix that and run the command again"
            ) from error
        finally:
            shutil.rmtree(partial, ignore_errors=True)

    def _walk(self, top: Path, prefix: str) -> Iterator[LandedFile]:
        """The files of a folder. It holds a list of open folders, because folders can be nested without limit."""
        waiting: list[tuple[str, str, frozenset[tuple[int, int]]]] = [(str(top), prefix, frozenset())]
        while waiting:
            folder, prefix, parents = waiting.pop()
            try:
                identity = Path(folder).stat()
                entries = list(os.scandir(folder))
            except OSError as error:
                yield _unreadable(prefix.rstrip("/") or ".", _reason(error))
                continue
            key = (identity.st_dev, identity.st_ino)
            if key in parents:  # a link to a folder above itself
                yield _unreadable(prefix.rstrip("/"), "the link points to a folder that contains it; remove it")
                continue
            for entry in entries:
                path = f"{prefix}{entry.name}"
                if entry.is_symlink() and not self._contains(entry.path):
                    yield _unreadable(path, "the link leads out of the landing zone; land a copy of what it points to")
                    continue
                try:
                    status = entry.stat()
                except OSError as error:
                    yield _unreadable(path, _reason(error))
                    continue
                if stat.S_ISDIR(status.st_mode):
                    waiting.append((entry.path, f"{path}/", parents | {key}))
                elif stat.S_ISREG(status.st_mode):
                    yield _landed(path, status)
                else:  # reading a pipe or a socket would never end
                    yield _unreadable(path, "not a regular file; remove it")

    def _contains(self, link: str) -> bool:
        """Whether a link leads to a place in the landing zone. Any other file would be copied into the warehouse."""
        return os.path.commonpath([self._real_root, os.path.realpath(link)]) == self._real_root


class _RemoteLanding:
    """A folder behind an fsspec URL."""

    def __init__(self, url: str, create: bool) -> None:
        import fsspec

        try:
            filesystem, root = fsspec.core.url_to_fs(url)
            filesystem.invalidate_cache()  # listings from earlier in this process
            found = create or filesystem.isdir(root)
        except (ImportError, ValueError) as error:
            problem = without_secrets(str(error), url)
            raise UserError(f"cannot open the landing zone {url}: {problem}; check TOKENBOOKS_LANDING") from error
        if not found:
            raise UserError(f"there is no landing folder {url}; create it or set TOKENBOOKS_LANDING")
        self._filesystem, self._root, self._url = filesystem, root.rstrip("/"), url

    def files(self, folder: str = "") -> list[LandedFile]:
        root = f"{self._root}/{folder}".rstrip("/")
        try:
            entries: dict[str, dict[str, Any]] = self._filesystem.find(root, detail=True)
        except FileNotFoundError:  # some stores return nothing, others raise
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
                    raise self._error(f"{target} already exists and is never overwritten; run the command again")
                for path in paths:
                    written.append(f"{target}/{path.name}")
                    self._filesystem.pipe_file(written[-1], path.read_bytes())
            except BaseException as error:
                for name in written:
                    with contextlib.suppress(Exception):
                        self._filesystem.rm_file(name)
                if isinstance(error, UserError) or not isinstance(error, Exception):
                    raise
                # Each store raises exceptions of its own.
                reason = " ".join(str(error).split())
                raise self._error(
                    f"cannot write to the landing folder {target}: {reason}; fix that and run the command again"
                ) from error

    def _error(self, message: str) -> UserError:
        """An error without the password of the landing zone, which a file system may repeat in its paths."""
        return UserError(without_secrets(message, self._url))

    def _file(self, name: str, entry: dict[str, Any]) -> LandedFile:
        # Stores name the modification time differently.
        for key in ("mtime", "LastModified", "last_modified", "updated", "modified", "created"):
            if entry.get(key) is not None:
                return LandedFile(name.removeprefix(f"{self._root}/"), entry["size"], _time(entry[key]))
        return LandedFile(name.removeprefix(f"{self._root}/"), entry["size"], self._filesystem.modified(name))


def _remove_leftovers(folder: Path) -> None:
    """Remove what killed writers left behind. Folders younger than a day may belong to a running writer."""
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
    return UserError(f"cannot read the landing folder {root}: {_reason(error)}; fix that and run the command again")


def _landed(path: str, status: os.stat_result) -> LandedFile:
    try:
        return LandedFile(path, status.st_size, datetime.fromtimestamp(status.st_mtime, UTC))
    except (ValueError, OverflowError, OSError):  # a year beyond 9999
        return _unreadable(path, "its time of modification is not a date; touch the file")


def _unreadable(path: str, problem: str) -> LandedFile:
    return LandedFile(path, 0, datetime.fromtimestamp(0, UTC), problem)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
