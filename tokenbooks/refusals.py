"""The line about refused records: how many, why, and where to look. It is the same after a load and after a build."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from rich.console import Console

from tokenbooks.settings import Settings
from tokenbooks.texts import escaped
from tokenbooks.warehouse.base import Reader
from tokenbooks.warehouse.open import open_marts

#: The mart of all refused records, whether a load or a model refused them.
MART = "marts.fct_rejected_events"
_SHOWN_REASONS = 3
_BY_REASON = f"select reason, count(*) as records from {MART} group by reason"


def commonest(reasons: Mapping[str, int]) -> str:
    """The number of refused records and the most common reasons: `7 records: not_json 4, negative_count 3`."""
    ranked = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
    records = sum(reasons.values())
    shown = ", ".join(f"{reason} {count:,}" for reason, count in ranked[:_SHOWN_REASONS])
    more = len(ranked) - _SHOWN_REASONS
    rest = f" and {more} more {'reason' if more == 1 else 'reasons'}" if more > 0 else ""
    return f"{records:,} {'record' if records == 1 else 'records'}: {shown}{rest}"


def show_refused(console: Console, settings: Settings) -> None:
    """Print how many records the books refuse in total. Print nothing if there are none, or if the mart is not built.

    The outcome of a build does not depend on this line. If the mart cannot be read, the line states why.
    """
    try:
        with open_marts(settings) as marts:
            reasons = refused_in_all(marts)
    except Exception as error:
        why = next(iter(str(error).splitlines()), type(error).__name__)
        message = f"refused records are not counted: {MART} cannot be read: {why}; build it again"
        console.print(escaped(message), soft_wrap=True, highlight=False)
        return
    if reasons:
        message = f"refused in all: {commonest(reasons)}; see {MART} or `tokenbooks report`"
        console.print(escaped(message), soft_wrap=True, highlight=False)


def refused_in_all(marts: Reader) -> Counter[str]:
    """The number of refused records by reason; empty if the mart is not built. It is one query over one column."""
    if not marts.has_table(MART):
        return Counter()
    return Counter({str(reason): int(records) for reason, records in marts.rows(_BY_REASON)})
