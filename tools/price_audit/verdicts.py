"""The verdicts on known differences, from `seeds/pricing/price_audit_verdicts.csv`."""

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

#: The identity of a difference. It includes both amounts, so a verdict no longer applies when either of them changes.
DifferenceKey = tuple[str, str, str, str, str, int, Decimal, Decimal]


@dataclass(frozen=True)
class Verdict:
    """The decision on which side of a difference is right.

    Attributes:
        difference: identity of the difference.
        verdict: one of `VERDICTS`.
        reason: reason for the verdict, in words.
    """

    difference: DifferenceKey
    verdict: str
    reason: str


@dataclass(frozen=True)
class Judged:
    """Differences with and without a verdict, and verdicts without a difference."""

    explained: list[tuple[Comparison, Verdict]]
    unexplained: list[Comparison]
    unneeded: list[Verdict]


def difference_key(difference: Comparison) -> DifferenceKey:
    """Return the identity of a difference, without its scope and region.

    Raises:
        ValueError: one side has no price, so it is not a difference.
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
    """Read the seed. `ours` and `theirs` are USD per million tokens or characters, per hour, or per unit of others.

    Raises:
        UserError: the file is missing, or a row has an unknown verdict, no reason or a malformed amount.
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
            raise UserError(f"{path}:{number} cannot be read as a verdict: {error!r}; correct the row") from error
        if row["verdict"] not in VERDICTS or not row["reason"].strip():
            raise UserError(f"{path}:{number} needs a reason and a verdict, one of: {', '.join(VERDICTS)}")
        verdicts.append(Verdict(difference, row["verdict"], row["reason"]))
    return verdicts


def judge(comparisons: Iterable[Comparison], verdicts: Iterable[Verdict]) -> Judged:
    """Look up the verdict of every difference."""
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
