"""The bytes of a landed file and their hash. A file that changes while it is read is not loaded."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from typing import BinaryIO

from tokenbooks.loading.landing import LandedFile, Landing
from tokenbooks.loading.streams import ByteSource

# A file up to this size is read once and kept in memory while it is parsed. A larger file is read twice. Each reading
# thread may hold one file in memory.
_IN_MEMORY_BYTES = 256 * 1024 * 1024
_PIECE_BYTES = 8 * 1024 * 1024


class Unreadable(Exception):
    """The file cannot be read now. The next load tries again."""


class Content:
    """The bytes of a file and their hash."""

    def __init__(self, landing: Landing, file: LandedFile, read: Callable[[int], None]) -> None:
        """Read and hash the file.

        Args:
            landing: the landing zone that holds the file.
            file: the file.
            read: called with the number of bytes that were read since the last call.

        Raises:
            Unreadable: the path is not a file that can be read.
            OSError: the file cannot be read.
        """
        if file.problem is not None:
            raise Unreadable(file.problem)
        self._landing, self._path = landing, file.path
        self._second: _Hashing | None = None
        digest = hashlib.sha256()
        pieces: list[bytes] | None = []
        size = 0
        # A small file is read in one piece, so that nothing is joined. The extra byte shows whether the file has grown.
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
        """The bytes from the beginning. Call `verify` after reading them."""
        if self._held is not None:
            return io.BytesIO(self._held)
        self._second = _Hashing(self._landing.open(self._path))
        return self._second

    def verify(self) -> None:
        """Check that the parsed bytes are the hashed bytes.

        Raises:
            Unreadable: another program changed the file between the two reads.
        """
        if self._second is not None and self._second.finish() != self.sha256:
            raise Unreadable("the file changed while it was read")


class _Hashing:
    """Hashes the bytes that are read through it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        piece = self._stream.read(size)
        self._digest.update(piece)
        return piece

    def finish(self) -> str:
        """The hash of the whole file. Reads the rest of it first."""
        while self.read(_PIECE_BYTES):
            pass
        self._stream.close()
        return self._digest.hexdigest()
