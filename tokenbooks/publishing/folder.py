"""The folder that readers see: complete versions side by side, and a link to the current one.

    published/current               a link to versions/<version>, replaced in one step
    published/versions/<version>/   tokenbooks.duckdb, marts/<mart>/<partition>.parquet, version.json

A version is never changed once it is current. Whatever happens while one is made, the link stays where it is, and the
next publication removes what was left behind.
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
        """Look at a folder; it is created by the first publication.

        Args:
            root: holds the versions and the link.
        """
        self.root = root.resolve()
        self.versions = self.root / "versions"

    @contextmanager
    def being_written(self) -> Iterator[None]:
        """Keep other publications out. The lock is gone when its holder is, however it ended.

        Raises:
            UserError: another one is at work, or the folder cannot be written to.
        """
        try:
            self.versions.mkdir(parents=True, exist_ok=True)
            lock = (self.root / ".lock").open("w")
        except OSError as error:
            raise UserError(f"cannot publish to {self.root}: {error.strerror}") from error
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise UserError(f"{self.root} is being published to already; wait until that has finished") from error
            yield

    def current(self) -> Path | None:
        """The folder of the version that readers get now; None if there is none yet."""
        folder = (self.root / _LINK).resolve()
        return folder if folder.parent == self.versions and folder.is_dir() else None

    def current_manifest(self) -> Manifest | None:
        """What the current version holds."""
        folder = self.current()
        return read_manifest(folder) if folder else None

    def abandon(self, folder: Path) -> None:
        """Remove a version that could not be completed."""
        shutil.rmtree(folder, ignore_errors=True)

    def remove_debris(self) -> None:
        """Remove versions that were begun and never completed."""
        for folder in self.versions.iterdir():
            if not (folder / FILE_NAME).exists() and folder != self.current():
                _remove(folder)

    def begin_version(self) -> Path:
        """Create the folder of a new version, later than all others, also after the clock was set back."""
        now = datetime.now(UTC).replace(tzinfo=None)
        newest = max((_made_at(folder) for folder in self.versions.iterdir()), default=None)
        made_at = now if newest is None else max(now, newest + timedelta(microseconds=1))
        folder = self.versions / made_at.strftime(_NAME)
        folder.mkdir()
        return folder

    def complete(self, folder: Path, manifest: Manifest) -> None:
        """Make a version the current one: all of it is on disk before the link is, which is replaced in one step."""
        for path in (folder, *folder.rglob("*")):
            if path.is_file():
                path.chmod(0o444)
        # Files that are linked from an earlier version were synced with that.
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
        """Remove versions that no reader should still have open.

        Args:
            keep: so many of the newest stay in any case, and so does the current one.
            grace: so long after it was replaced, any other version stays.
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
    """Remove a version; without its description first, so that what is left of it by a crash counts as debris."""
    (folder / FILE_NAME).unlink(missing_ok=True)
    shutil.rmtree(folder)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
