"""The audit as a Markdown file and as a table on the terminal."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from rich.table import Table

from tools.price_audit.book import BookPrice
from tools.price_audit.compare import STATUSES, Comparison
from tools.price_audit.quotes import plain
from tools.price_audit.verdicts import Judged


@dataclass(frozen=True)
class Audit:
    """The results of one audit.

    Attributes:
        day: day of the audit, in UTC.
        packages: name and version of each package.
        comparisons: the comparisons of book and packages, price by price.
        judged: the differences, with and without a verdict.
        not_positive: prices of the book below zero, or of zero for something that is not free.
    """

    day: date
    packages: dict[str, str]
    comparisons: list[Comparison]
    judged: Judged
    not_positive: list[BookPrice]

    @property
    def is_explained(self) -> bool:
        """Whether every difference has a verdict and every price of the book is positive."""
        return not self.judged.unexplained and not self.not_positive


def counts(comparisons: Iterable[Comparison]) -> dict[tuple[str, str], Counter[str]]:
    """Count the results by platform and package."""
    counted: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for one in comparisons:
        counted[one.key.platform, one.package][one.status] += 1
    return dict(sorted(counted.items()))


def summary_table(audit: Audit) -> Table:
    """Return the counts for the terminal."""
    table = Table(title=f"Price audit of {audit.day}", title_justify="left", box=None, pad_edge=False)
    table.add_column("platform", no_wrap=True)
    table.add_column("package", no_wrap=True)
    for status in (*STATUSES, "unexplained"):
        table.add_column(status, justify="right")
    open_differences = _unexplained(audit)
    for (platform, package), found in counts(audit.comparisons).items():
        left = open_differences[platform, package]
        cells = [str(found[status]) for status in STATUSES]
        table.add_row(platform, package, *cells, str(left), style="bold" if left else None)
    return table


def markdown(audit: Audit) -> str:
    """Write the whole audit."""
    return "\n".join(_lines(audit)) + "\n"


def _unexplained(audit: Audit) -> Counter[tuple[str, str]]:
    return Counter((one.key.platform, one.package) for one in audit.judged.unexplained)


def _lines(audit: Audit) -> Iterator[str]:
    packages = ", ".join(f"{name} {version}" for name, version in audit.packages.items())
    yield f"# Price audit of {audit.day}"
    yield ""
    yield f"The price book compared with {packages}."
    yield ""
    yield "Amounts are in USD per million tokens or characters, per hour, or per unit of anything else."
    yield "`missing here`: only the package has a price. `missing there`: only the book has a price."
    yield ""
    yield from _counted(audit)
    yield from _not_positive(audit.not_positive)
    yield from _differences("Differences without a verdict", [(one, "", "") for one in audit.judged.unexplained])
    explained = [(one, verdict.verdict, verdict.reason) for one, verdict in audit.judged.explained]
    yield from _differences("Differences with a verdict", explained)
    yield from _slips(audit.comparisons)
    yield from _unneeded(audit)
    for status in ("missing here", "missing there"):
        yield from _missing(status, [one for one in audit.comparisons if one.status == status])


def _counted(audit: Audit) -> Iterator[str]:
    yield "| platform | package | agree | differ | missing here | missing there | unexplained |"
    yield "|---|---|--:|--:|--:|--:|--:|"
    open_differences = _unexplained(audit)
    for (platform, package), found in counts(audit.comparisons).items():
        cells = " | ".join(str(found[status]) for status in STATUSES)
        yield f"| {platform} | {package} | {cells} | {open_differences[platform, package]} |"
    yield ""


def _not_positive(prices: list[BookPrice]) -> Iterator[str]:
    yield from _heading("Prices of the book that are not positive", len(prices))
    for price in prices:
        key = price.key
        yield f"- {key.platform} {key.model} {key.meter} {key.service_tier}: {plain(price.unit_price)}"
    yield ""


def _differences(title: str, differences: list[tuple[Comparison, str, str]]) -> Iterator[str]:
    yield from _heading(title, len(differences))
    if differences:
        yield "| package | platform | model | meter | tier | scope | tokens | days | ours | theirs | slip | verdict |"
        yield "|---|---|---|---|---|---|--:|---|--:|--:|--:|---|"
    for one, verdict, reason in differences:
        key = one.key
        scope = " ".join(part for part in (key.deployment_scope, key.region) if part)
        days = str(one.from_day) if one.from_day == one.until_day else f"{one.from_day} to {one.until_day}"
        slip = f"x {one.slip}" if one.slip else ""
        decision = f"{verdict}: {reason}" if verdict else ""
        meter = f"{key.meter} (general price)" if one.is_inherited else key.meter
        yield (
            f"| {one.package} | {key.platform} | {key.model} | {meter} | {key.service_tier} | {scope} |"
            f" {one.context_from_tokens} | {days} | {_amount(one, ours=True)} | {_amount(one, ours=False)} | {slip} |"
            f" {decision} |"
        )
    yield ""


def _slips(comparisons: list[Comparison]) -> Iterator[str]:
    slips = [one for one in comparisons if one.slip]
    yield from _heading("Slips: one amount is exactly ten, a hundred or a thousand times the other", len(slips))
    for one in slips:
        key = one.key
        what = f"{one.package}, {key.platform} {key.model} {key.meter} {key.service_tier}"
        yield f"- {what}: {_amount(one, ours=True)} here, {_amount(one, ours=False)} there, x {one.slip}"
    yield ""


def _unneeded(audit: Audit) -> Iterator[str]:
    yield from _heading("Verdicts without a difference", len(audit.judged.unneeded))
    for verdict in audit.judged.unneeded:
        *names, context, ours, theirs = verdict.difference
        yield f"- {', '.join(str(name) for name in names)}, from {context} tokens: {ours} here, {theirs} there"
    yield ""


def _missing(status: str, comparisons: list[Comparison]) -> Iterator[str]:
    """List the models by platform and package, with the number of prices of each."""
    yield from _heading(status.capitalize(), len(comparisons))
    models: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for one in comparisons:
        models[one.key.platform, one.package][one.key.model] += 1
    for (platform, package), found in sorted(models.items()):
        yield f"### {platform}, {package}: {found.total()} prices of {len(found)} models"
        yield ""
        yield ", ".join(f"{model} {number}" for model, number in sorted(found.items()))
        yield ""


def _heading(title: str, number: int) -> list[str]:
    return [f"## {title}: {number}", ""]


def _amount(one: Comparison, ours: bool) -> str:
    amount = one.ours if ours else one.theirs
    return "" if amount is None else plain(amount)
