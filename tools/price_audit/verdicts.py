"""What was decided about known differences, from `seeds/pricing/price_audit_verdicts.csv`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from tokenbooks.errors import UserError
from tools.price_audit.book import read_rows
from tools.price_audit.compare import Comparison
from tools.price_audit.quotes import plain

VERDICTS = ("ours_is_right", "theirs_is_right", "both_hold", "not_comparable")
HEADER = (
    "source_package",
    "platform",
    "model",
    "meter",
    "service_tier",
    "context_from_tokens",
    "ours",
    "theirs",
    "verdict",
    "reason",
)

#: What makes two differences the same one. Both amounts belong to it, so that a verdict ends when either moves.
DifferenceKey = tuple[str, str, str, str, str, int, Decimal, Decimal]


@dataclass(frozen=True)
class Verdict:
    """Who is right about a difference, and why.

    Attributes:
        difference: what it is about.
        verdict: one of `VERDICTS`.
        reason: why, in words.
    """

    difference: DifferenceKey
    verdict: str
    reason: str


@dataclass(frozen=True)
class Judged:
    """Differences with and without a verdict, and verdicts that no difference needs any more."""

    explained: list[tuple[Comparison, Verdict]]
    unexplained: list[Comparison]
    unneeded: list[Verdict]


def difference_key(difference: Comparison) -> DifferenceKey:
    """Return what identifies a difference, whatever its scope and region.

    Raises:
        ValueError: one side has no price, so that it is no difference.
    """
    if difference.ours is None or difference.theirs is None:
        raise ValueError(f"{difference.key} is priced on one side only")
    key = difference.key
    return (
        difference.package,
        key.platform,
        key.model,
        key.meter,
        key.service_tier,
        difference.context_from_tokens,
        difference.ours,
        difference.theirs,
    )


def read_verdicts(path: Path) -> list[Verdict]:
    """Read the seed; `ours` and `theirs` are USD for a million tokens or characters, an hour, or one of anything else.

    Raises:
        UserError: the file is missing, or a row has no known verdict, no reason or an amount that is none.
    """
    verdicts = []
    for number, row in enumerate(read_rows(path), start=2):
        try:
            difference = (
                row["source_package"],
                row["platform"],
                row["model"],
                row["meter"],
                row["service_tier"],
                int(row["context_from_tokens"]),
                Decimal(row["ours"]),
                Decimal(row["theirs"]),
            )
        except (KeyError, ValueError, InvalidOperation) as error:
            raise UserError(f"{path}:{number} cannot be read as a verdict: {error!r}") from error
        if row["verdict"] not in VERDICTS or not row["reason"].strip():
            raise UserError(f"{path}:{number} needs a reason and one of: {', '.join(VERDICTS)}")
        verdicts.append(Verdict(difference, row["verdict"], row["reason"]))
    return verdicts


def judge(comparisons: Iterable[Comparison], verdicts: Iterable[Verdict]) -> Judged:
    """Look up the verdict on every difference."""
    known = {verdict.difference: verdict for verdict in verdicts}
    judged = Judged([], [], [])
    needed = set()
    for one in comparisons:
        if one.status != "differ":
            continue
        if (verdict := known.get(difference_key(one))) is None:
            judged.unexplained.append(one)
        else:
            judged.explained.append((one, verdict))
            needed.add(verdict.difference)
    judged.unneeded.extend(verdict for key, verdict in known.items() if key not in needed)
    return judged


def as_row(difference: Comparison, verdict: str, reason: str) -> dict[str, str]:
    """Return the row of the seed that explains a difference."""
    *names, context, ours, theirs = difference_key(difference)
    values = [*names, str(context), plain(Decimal(ours)), plain(Decimal(theirs)), verdict, reason]
    return dict(zip(HEADER, [str(value) for value in values], strict=True))
