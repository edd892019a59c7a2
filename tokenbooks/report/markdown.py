"""The report as Markdown, with all rows of all tables, to paste into an issue or a wiki."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tokenbooks.report.contents import Report
from tokenbooks.report.sections import Kind, Sheet, sections
from tokenbooks.report.text import NOTHING_TO_DO
from tokenbooks.texts import harmless


def markdown(report: Report) -> str:
    """The whole document."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield "## What to do next"
    yield ""
    for place, step in enumerate(report.next_steps, start=1):
        yield f"{place}. {_escaped(step.sentence)}"
    if not report.next_steps:
        yield NOTHING_TO_DO
    more = report.next_steps_in_all - len(report.next_steps)
    if more:
        yield ""
        yield f"And {more:,} more, with less at stake, in the tables below."
    for section in sections(report):
        yield ""
        yield f"## {_escaped(section.title)}"
        for sheet in section.sheets:
            yield ""
            if sheet.title:
                yield f"### {_escaped(sheet.title)}"
                yield ""
            yield from _table(sheet)
        yield ""
        yield _escaped(section.note)


def _table(sheet: Sheet) -> Iterator[str]:
    yield _row([column.title for column in sheet.columns])
    yield _row(["--:" if column.kind is Kind.FIGURE else "---" for column in sheet.columns])
    for row in sheet.rows:
        yield _row([_escaped(cell) for cell in row])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _escaped(text: str) -> str:
    """Text with Markdown's special characters escaped. An underscore within a word is not special."""
    return re.sub(r"[\\|*`<\[~]|\b_|_\b|(?<!\w)_|_(?!\w)", r"\\\g<0>", harmless(" ".join(text.split())))
