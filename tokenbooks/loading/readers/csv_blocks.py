"""Whole blocks of a CSV file, which Arrow reads at once if nothing in them is odd."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv

from tokenbooks.loading.streams import Block

#: Below this size, in bytes, nothing is gained.
SMALL = 100_000
_COMMA, _QUOTE, _NEWLINE, _RETURN = (ord(character) for character in ',"\n\r')


def read_block(block: Block, header: Sequence[str]) -> tuple[pa.Int64Array, pa.Table] | None:
    """The rows of a block, with the number of the line on which each one begins.

    Args:
        block: whole lines of the file.
        header: the names of the columns.

    Returns:
        None if a row is odd in any way, or ends after the block. The rows must then be read one by one, which finds
        out what is wrong and where.
    """
    if len(block.data) < SMALL or block.oversized or block.is_unterminated or not _is_unicode(header):
        return None
    row_ends = _row_ends(block)
    if row_ends is None:
        return None
    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(block.data),
            pyarrow.csv.ReadOptions(use_threads=False, block_size=len(block.data) + 1, column_names=header),
            pyarrow.csv.ParseOptions(newlines_in_values=True),
            pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(header, pa.string()), strings_can_be_null=False),
        )
    except pa.ArrowInvalid:  # a row with another number of fields, or bytes that are not UTF-8
        return None
    if len(table) != len(row_ends):  # a blank line
        return None
    lines = block.first_line + np.append(0, row_ends[:-1] + 1)
    return pa.array(lines), table.combine_chunks()


def _is_unicode(header: Sequence[str]) -> bool:
    """Whether no name has bytes that are not UTF-8. Rows with such a name are refused one by one."""
    try:
        "".join(header).encode()
    except UnicodeEncodeError:
        return False
    return True


def _row_ends(block: Block) -> npt.NDArray[np.int64] | None:
    """The newlines that end a row, counted among all newlines of the block; None if a character has an odd place.

    Quotes open a field, close it, or are doubled within it. So the first, third, fifth quote is behind a separator or
    another quote, and the second, fourth, sixth is before one. A newline between such a pair belongs to a value.
    """
    data = block.data
    returns = data.count(b"\r")
    if b"\0" in data or (returns and data.count(b"\r\n") != returns):
        return None
    quotes = np.flatnonzero((characters := np.frombuffer(data, np.uint8)) == _QUOTE)
    if len(quotes) == 0:
        return np.arange(len(block.ends))
    if len(quotes) % 2:
        return None
    before = characters[quotes[0::2] - 1]  # of a quote at the beginning this is the newline at the end
    behind = characters[quotes[1::2] + 1]  # the last character is a newline
    if not np.isin(before, (_COMMA, _NEWLINE, _QUOTE)).all():
        return None
    if not np.isin(behind, (_COMMA, _NEWLINE, _QUOTE, _RETURN)).all():
        return None
    return np.flatnonzero(np.searchsorted(quotes, block.ends) % 2 == 0)
