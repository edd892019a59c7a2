"""The bytes of a landed file: read once if small, hashed, and never other than what was hashed."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from typing import BinaryIO

from tokenbooks.loading.landing import LandedFile, Landing
from tokenbooks.loading.streams import ByteSource

# A file up to this size is read and hashed once and kept while it is parsed; a larger one twice. Each reading thread
# may hold one.
_IN_MEMORY_BYTES = 256 * 1024 * 1024
_PIECE_BYTES = 8 * 1024 * 1024


class Unreadable(Exception):
    """The file cannot be read now; the next load tries again."""


class Content:
    """The bytes of a file and their hash."""

    def __init__(self, landing: Landing, file: LandedFile, read: Callable[[int], None]) -> None:
        """Read and hash the file.

        Args:
            landing: where it lies.
            file: which one.
            read: told how many bytes were read since the last call.

        Raises:
            Unreadable: it is no file.
            OSError: it cannot be read.
        """
        if file.problem is not None:
            raise Unreadable(file.problem)
        self._landing, self._path = landing, file.path
        self._second: _Hashing | None = None
        digest = hashlib.sha256()
        pieces: list[bytes] | None = []
        size = 0
        # In one piece if it fits, so that nothing has to be joined; one byte more shows at once that it has grown.
        first = file.size + 1 if file.size < _IN_MEMORY_BYTES else _PIECE_BYTES
        with landing.open(file.path) as stream:
            piece = stream.read(first)
            while piece:
                digest.update(piece)
                size += len(piece)
                if size > _IN_MEMORY_BYTES:
                    pieces = None
                elif pieces is not None:
                    pieces.append(piece)
                read(len(piece))
                piece = stream.read(_PIECE_BYTES)
        self._held = None if pieces is None else b"".join(pieces)
        self.sha256 = digest.hexdigest()

    def open(self) -> ByteSource:
        """The bytes from the beginning; to be followed by `verify`."""
        if self._held is not None:
            return io.BytesIO(self._held)
        self._second = _Hashing(self._landing.open(self._path))
        return self._second

    def verify(self) -> None:
        """Make sure that what was parsed is what was hashed.

        Raises:
            Unreadable: somebody wrote to the file meanwhile.
        """
        if self._second is not None and self._second.finish() != self.sha256:
            raise Unreadable("the file changed while it was read")


class _Hashing:
    """Hashes what is read through it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        piece = self._stream.read(size)
        self._digest.update(piece)
        return piece

    def finish(self) -> str:
        """The hash of the whole file; reads what is left of it."""
        while self.read(_PIECE_BYTES):
            pass
        self._stream.close()
        return self._digest.hexdigest()
