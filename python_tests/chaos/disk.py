"""A small disk that can really be full."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class NoDisk(Exception):
    """The machine does not allow mounting a disk."""


class SmallDisk:
    """A mounted file system of some megabytes.

    Attributes:
        path: where it is mounted.
        is_shared: whether programs of every namespace see it there.
    """

    def __init__(self, path: Path, is_shared: bool) -> None:
        """Take the mounted file system."""
        self.path, self.is_shared = path, is_shared

    def fill(self, left: int) -> None:
        """Fill the disk until a number of bytes is left."""
        self.free()
        status = os.statvfs(self.path)
        with self._ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(1, status.f_bavail * status.f_frsize - left))

    def free(self) -> None:
        """Delete the filling."""
        self._ballast.unlink(missing_ok=True)

    @property
    def _ballast(self) -> Path:
        return self.path / "ballast"


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[SmallDisk]:
    """Mount a disk in memory, as root or in a user namespace.

    Raises:
        NoDisk: neither is allowed.
    """
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if not shutil.which("mount"):
        raise NoDisk
    if os.geteuid() == 0 and not subprocess.run(mount, capture_output=True).returncode:
        try:
            yield SmallDisk(folder, is_shared=True)
        finally:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
        return
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", '"$@" && echo ready && cat', "sh", *mount]
    try:
        holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError as error:
        raise NoDisk from error
    assert holder.stdin is not None and holder.stdout is not None
    try:
        if holder.stdout.readline() != b"ready\n":
            raise NoDisk
        # The mount is visible through any process in its namespace.
        yield SmallDisk(Path(f"/proc/{holder.pid}/root{folder}"), is_shared=False)
    finally:
        holder.stdin.close()
        holder.wait()
        holder.stdout.close()
