"""Tables that fit the terminal: figures and words stay whole, names wrap, and optional columns are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rich.cells import cell_len, chop_cells
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tokenbooks.report.sections import Column, Kind, Sheet
from tokenbooks.texts import harmless

_GAP = 2
_INDENT = 2
#: Minimum widths of wrapped names. As long as a column can be left out, names keep at least the first width. Then the
#: next widths are tried. If even the last one does not fit, each cell gets a line of its own.
_WRAPPED_NAMES = (20, 14, 8)
_COLOURS = {
    "matched": "green",
    "matched, offsetting": "yellow",
    "pending": "yellow",
    "discrepancy": "red",
    "missing_bill": "red",
    "missing_usage": "red",
}


def fitted(sheet: Sheet, width: int) -> RenderableType:
    """A table that is at most `width` characters wide. If the required columns do not fit, it is a list."""
    sheet, room = _harmless(sheet), width - _INDENT
    for least in _WRAPPED_NAMES:
        for chosen in _choices(sheet.columns):
            widths = _widths(sheet, chosen, room, least)
            if widths:
                return Padding(_table(sheet, chosen, widths), (0, 0, 0, _INDENT))
    return Padding(_list(sheet), (0, 0, 0, _INDENT))


def _harmless(sheet: Sheet) -> Sheet:
    """The rows to show, without control characters in names."""
    return replace(sheet, brief=[tuple(map(harmless, row)) for row in sheet.brief])


def _choices(columns: Sequence[Column]) -> Iterator[list[int]]:
    """The columns to show: all of them, then fewer and fewer."""
    for spare in range(max(column.spare for column in columns), -1, -1):
        yield [place for place, column in enumerate(columns) if column.spare <= spare]


def _widths(sheet: Sheet, chosen: Sequence[int], room: int, least: int) -> dict[int, int] | None:
    """The width of each column; None if the columns do not fit with names of width `least`."""
    widths = {place: _longest(sheet, place) for place in chosen}
    names = [place for place in chosen if sheet.columns[place].kind is Kind.NAME]
    excess = sum(widths.values()) + _GAP * (len(chosen) - 1) - room
    while excess > 0:
        longest = max(names, key=lambda place: widths[place], default=None)
        if longest is None or widths[longest] <= least:
            return None
        widths[longest] -= 1
        excess -= 1
    return widths


def _longest(sheet: Sheet, place: int) -> int:
    return max(cell_len(text) for text in (sheet.columns[place].title, *(row[place] for row in sheet.brief)))


def _table(sheet: Sheet, chosen: Sequence[int], widths: dict[int, int]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), collapse_padding=True, header_style="dim")
    for place in chosen:
        column = sheet.columns[place]
        is_figure = column.kind is Kind.FIGURE
        table.add_column(Text(column.title), width=widths[place], justify="right" if is_figure else "left")
    for row in sheet.brief:
        table.add_row(*(_cell(row[place], widths[place]) for place in chosen))
    return table


def _cell(text: str, width: int) -> Text:
    return Text(wrapped(text, width), style=_COLOURS.get(text, ""))


def _list(sheet: Sheet) -> RenderableType:
    """Each row as lines of title and value. A long value continues on the next line."""
    lines = []
    for row in sheet.brief:
        lines += [Text(f"{column.title}: {value}") for column, value in zip(sheet.columns, row, strict=True) if value]
        lines.append(Text(""))
    return Group(*lines)


def wrapped(name: str, width: int) -> str:
    """A name in lines of at most `width` characters, broken after a space or one of `-_/.` if possible."""
    lines = [""]
    for part in re.findall(r"[^-_/. ]*[-_/. ]|[^-_/. ]+", name):
        for piece in chop_cells(part, width):
            if lines[-1] and cell_len(lines[-1] + piece.rstrip()) > width:
                lines.append("")
            lines[-1] += piece
    return "\n".join(line.rstrip() for line in lines)
