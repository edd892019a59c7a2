"""The published folder: complete versions side by side, and a link to the current one.

    published/current               a link to versions/<version>, replaced in one step
    published/versions/<version>/   tokenbooks.duckdb, marts/<mart>/<partition>.parquet, version.json

A current version is never changed. If the creation of a version fails, the link keeps its target, and the next
publication removes the unfinished version.
"""

from __future__ import annotations

import fcntl
import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tokenbooks.errors import UserError
from tokenbooks.publishing.manifest import FILE_NAME, Manifest, read_manifest

_NAME = "%Y-%m-%dT%H-%M-%S.%fZ"
_LINK = "current"


class PublishedFolder:
    """Versions of the marts, of which one is current."""

    def __init__(self, root: Path) -> None:
        """Take a folder. The first publication creates it.

        Args:
            root: folder of the versions and the link.
        """
        self.root = root.resolve()
        self.versions = self.root / "versions"

    @contextmanager
    def being_written(self) -> Iterator[None]:
        """Lock out other publications. The lock ends with its process, even if that is killed.

        Raises:
            UserError: another publication is running, or the folder cannot be written to.
        """
        try:
            self.versions.mkdir(parents=True, exist_ok=True)
            lock = (self.root / ".lock").open("w")
        except OSError as error:
            raise UserError(
                f"cannot publish to {self.root}: {error.strerror}; fix that or change TOKENBOOKS_PUBLISHED"
            ) from error
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise UserError(
                    f"another publication is writing to {self.root}; wait until it has finished, then retry"
                ) from error
            yield

    def current(self) -> Path | None:
        """The folder of the current version; None before the first publication."""
        folder = (self.root / _LINK).resolve()
        return folder if folder.parent == self.versions and folder.is_dir() else None

    def current_manifest(self) -> Manifest | None:
        """The manifest of the current version; None before the first publication."""
        folder = self.current()
        return read_manifest(folder) if folder else None

    def abandon(self, folder: Path) -> None:
        """Remove a version that could not be completed."""
        shutil.rmtree(folder, ignore_errors=True)

    def remove_debris(self) -> None:
        """Remove versions that were started and never completed."""
        for folder in self.versions.iterdir():
            if not (folder / FILE_NAME).exists() and folder != self.current():
                _remove(folder)

    def begin_version(self) -> Path:
        """Create the folder of a new version. Its name is later than all others, even if the clock was set back."""
        now = datetime.now(UTC).replace(tzinfo=None)
        newest = max((_made_at(folder) for folder in self.versions.iterdir()), default=None)
        made_at = now if newest is None else max(now, newest + timedelta(microseconds=1))
        folder = self.versions / made_at.strftime(_NAME)
        folder.mkdir()
        return folder

    def complete(self, folder: Path, manifest: Manifest) -> None:
        """Make a version the current one. It is completely on disk before the link is replaced in one step."""
        for path in (folder, *folder.rglob("*")):
            if path.is_file():
                path.chmod(0o444)
        # Files that are shared with an earlier version were synced with that version.
        for path in (*folder.rglob("*"), folder):
            if path.is_dir() or path.stat().st_nlink == 1:
                _sync(path)
        description = folder / f".{FILE_NAME}"
        description.write_text(manifest.to_json())
        description.chmod(0o444)
        _sync(description)
        description.rename(folder / FILE_NAME)
        _sync(folder)
        _sync(self.versions)
        link = self.root / f".{_LINK}"
        link.unlink(missing_ok=True)
        link.symlink_to(folder.relative_to(self.root))
        link.replace(self.root / _LINK)
        _sync(self.root)

    def remove_old_versions(self, keep: int, grace: timedelta) -> None:
        """Remove versions that readers should no longer have open.

        Args:
            keep: number of the newest versions that always stay. The current version always stays too.
            grace: how long any other version stays after it was replaced.
        """
        folders = sorted((folder for folder in self.versions.iterdir() if _is_version(folder)), key=_made_at)
        now = datetime.now(UTC).replace(tzinfo=None)
        for folder, successor in itertools.pairwise(folders[: max(0, len(folders) - keep + 1)]):
            if folder != self.current() and now - _made_at(successor) > grace:
                _remove(folder)


def _is_version(folder: Path) -> bool:
    try:
        datetime.strptime(folder.name, _NAME)
    except ValueError:
        return False
    return True


def _made_at(folder: Path) -> datetime:
    return datetime.strptime(folder.name, _NAME) if _is_version(folder) else datetime.min


def _remove(folder: Path) -> None:
    """Remove a version. Its description is removed first, so that the rest counts as debris after a crash."""
    (folder / FILE_NAME).unlink(missing_ok=True)
    shutil.rmtree(folder)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
