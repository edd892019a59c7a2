"""Reads a landed file in pieces of bounded size: gzip that may end early, and lines that may be huge."""

from __future__ import annotations

import codecs
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from tokenbooks.loading.records import FileRefused

BLOCK_BYTES = 8 * 1024 * 1024
#: A longer line is refused: PostgreSQL could not read its fields, and providers do not send such lines.
MAX_LINE_BYTES = 64 * 1024 * 1024
# Logs and bills shrink to a tenth or a fiftieth. Only a file that is made to fill the disk shrinks more than this.
_BOMB_BYTES = 256 * 1024 * 1024
_BOMB_FACTOR = 500


def line_ends(data: bytes) -> npt.NDArray[np.int64]:
    """The positions of the newlines."""
    return np.flatnonzero(np.frombuffer(data, np.uint8) == ord("\n"))


class ByteSource(Protocol):
    """Anything that can be read forward."""

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes; empty at the end."""
        ...


class Gunzip:
    """Decompress a gzip stream of one or more members.

    If the data ends before the stream does, reading ends and `is_truncated` becomes true.
    """

    def __init__(self, source: ByteSource) -> None:
        """Read from a compressed source."""
        self._source = source
        self._member = zlib.decompressobj(wbits=31)
        self._pending = b""
        self._started = False
        self._packed = self._unpacked = 0
        self.is_truncated = False

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` decompressed bytes; empty at the end.

        Raises:
            FileRefused: the data is not a gzip stream, is damaged, or expands beyond all reason.
        """
        while True:
            if not (data := self._pending):
                data = self._source.read(1024 * 1024)
                self._packed += len(data)
            if not data:
                # An empty file, and an end between two members, are proper ends.
                self.is_truncated = self._started
                return b""
            if not self._started:
                data = data.lstrip(b"\0") if self._member.eof else data  # members may be followed by zero padding
                if not data:
                    self._pending = b""
                    continue
                self._member, self._started = zlib.decompressobj(wbits=31), True
            try:
                output = self._member.decompress(data, max(size, 0))
            except zlib.error as error:
                raise FileRefused("corrupt_gzip", f"the file cannot be decompressed: {error}") from error
            if self._member.eof:
                self._started, self._pending = False, self._member.unused_data
            else:
                self._pending = self._member.unconsumed_tail
            self._unpacked += len(output)
            if self._unpacked > max(_BOMB_BYTES, _BOMB_FACTOR * self._packed):
                sizes = f"{self._packed:,} bytes expand to more than {self._unpacked:,}"
                raise FileRefused("gzip_bomb", f"{sizes}: land the file as it was written")
            if output:
                return output


@dataclass(frozen=True)
class Block:
    """Some whole lines of a file.

    Attributes:
        first_line: number of the first line, counted from 1.
        data: the lines with their newlines.
        ends: positions of the newlines.
        oversized: 0, or the length in bytes of a line that is too long. The block is then the beginning of that line.
        is_unterminated: whether the last line ends with the file instead of a newline.
    """

    first_line: int
    data: bytes
    ends: npt.NDArray[np.int64]
    oversized: int = 0
    is_unterminated: bool = False


_NO_ENDS: npt.NDArray[np.int64] = np.empty(0, np.int64)


def blocks(source: ByteSource) -> Iterator[Block]:
    """Cut a file at newlines into blocks of about `BLOCK_BYTES`. A byte order mark at the beginning is removed."""
    line = 1
    pieces: list[bytes] = []  # of the line that is not complete yet
    held = 0
    skipped = 0
    is_start = True
    while piece := source.read(BLOCK_BYTES):
        if is_start:
            # A stream may return fewer bytes than requested.
            while len(piece) < len(codecs.BOM_UTF8) and (more := source.read(BLOCK_BYTES)):
                piece += more
            piece, is_start = piece.removeprefix(codecs.BOM_UTF8), False
        end = piece.rfind(b"\n") + 1
        if held and end and held + skipped + (rest := piece.index(b"\n")) > MAX_LINE_BYTES:
            yield Block(line, b"".join(pieces), _NO_ENDS, oversized=held + skipped + rest)
            line, pieces, held, skipped = line + 1, [], 0, 0
            piece, end = piece[rest + 1 :], end - rest - 1
        if end:
            data = b"".join([*pieces, piece[:end]])
            ends = line_ends(data)
            yield Block(line, data, ends)
            line += len(ends)
            pieces, held = [], 0
        tail = piece[end:]
        if skipped or held + len(tail) > MAX_LINE_BYTES:
            skipped += len(tail)
        elif tail:
            pieces.append(tail)
            held += len(tail)
    if skipped:
        yield Block(line, b"".join(pieces), _NO_ENDS, oversized=held + skipped, is_unterminated=True)
    elif held:
        yield Block(line, b"".join(pieces), _NO_ENDS, is_unterminated=True)
