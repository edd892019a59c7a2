"""The `price-audit` command."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console

from tokenbooks.errors import UserError
from tools.price_audit import genai_prices_data, litellm_prices
from tools.price_audit.book import Book, BookPrice, read_book, read_prices
from tools.price_audit.compare import Comparison, compare
from tools.price_audit.proposal import proposed_rows, write_rows
from tools.price_audit.quotes import KnownModels, Quote
from tools.price_audit.report import Audit, markdown, summary_table
from tools.price_audit.verdicts import judge, read_verdicts

#: Where the command writes, relative to the working directory.
REPORT = Path("target/price_audit.md")
PROPOSALS = Path("target/price_proposals")
_SEEDS = Path("seeds")
_PROJECT = Path("dbt_project.yml")


@dataclass(frozen=True)
class Package:
    """A package with prices.

    Attributes:
        name: name of its distribution.
        data: returns its price data.
        read: returns the quotes in the data for a day.
    """

    name: str
    data: Callable[[], Any]
    read: Callable[[Any, KnownModels, date], Iterator[Quote]]


PACKAGES = (
    Package(litellm_prices.PACKAGE, litellm_prices.package_data, litellm_prices.read_quotes),
    Package(genai_prices_data.PACKAGE, genai_prices_data.package_data, genai_prices_data.read_quotes),
)


def audit_and_show(at: str | None, propose: bool, undated_from: str, console: Console) -> int:
    """Audit the book, write the report, print the counts, and return the exit code.

    Args:
        at: UTC day of the audit as `2026-11-25`; None means today.
        propose: whether to write seed rows for prices that the book lacks.
        undated_from: first UTC day of a proposed price whose start is unknown.
        console: where to print.

    Raises:
        UserError: a seed or a package cannot be read, or a day is malformed.
    """
    day, start = _day(at) if at else datetime.now().date(), _day(undated_from)
    lists = price_lists(_PROJECT)
    book = read_book(_SEEDS, lists, datetime.combine(day, time.max))
    audit = run_audit(book, lists, _SEEDS, day, PACKAGES)
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(markdown(audit))
    console.print(summary_table(audit))
    console.print(f"report: {REPORT}")
    if propose:
        rows = proposed_rows(book, audit.comparisons, day, start)
        write_rows(PROPOSALS, rows)
        console.print(f"proposals: {sum(len(found) for found in rows.values())} rows in {PROPOSALS}/")
    if audit.is_explained:
        return 0
    console.print(_complaint(audit), soft_wrap=True, markup=False, highlight=False)
    return 1


def run_audit(book: Book, lists: Iterable[str], seeds: Path, day: date, packages: Iterable[Package]) -> Audit:
    """Compare the book with each package.

    Raises:
        UserError: a seed or a package cannot be read.
    """
    comparisons: list[Comparison] = []
    versions: dict[str, str] = {}
    for package in packages:
        quotes = package.read(package.data(), book, day)
        comparisons += compare(book, package.name, quotes, day)
        versions[package.name] = version(package.name)
    judged = judge(comparisons, read_verdicts(seeds / "pricing" / "price_audit_verdicts.csv"))
    return Audit(day, versions, comparisons, judged, not_positive(seeds, lists))


def not_positive(seeds: Path, lists: Iterable[str]) -> list[BookPrice]:
    """Return the prices below zero, and the prices of zero, except those of moderation models, which are free."""
    prices = (price for name in lists for price in read_prices(seeds / "pricing" / f"{name}__list_prices.csv"))
    return [price for price in prices if price.unit_price < 0 or (price.unit_price == 0 and not _is_free(price))]


def price_lists(project: Path) -> list[str]:
    """Return the platforms with a price list, from the variable `price_lists` of the dbt project.

    Raises:
        UserError: the project file cannot be read.
    """
    try:
        return list(yaml.safe_load(project.read_text())["vars"]["price_lists"])
    except OSError as error:
        raise UserError(f"{project} cannot be read; run the command in the project's folder") from error


def _is_free(price: BookPrice) -> bool:
    return price.key.platform == "openai" and "-moderation-" in price.key.model


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UserError(f"{text!r} is not a day; write it like 2026-11-25") from error


def _complaint(audit: Audit) -> str:
    parts = []
    if audit.judged.unexplained:
        places = sorted({f"{one.key.platform} ({one.package})" for one in audit.judged.unexplained})
        parts.append(f"{len(audit.judged.unexplained)} differences without a verdict: {', '.join(places)}")
    if audit.not_positive:
        places = sorted({price.key.platform for price in audit.not_positive})
        parts.append(f"{len(audit.not_positive)} prices that are not positive: {', '.join(places)}")
    return f"{'; '.join(parts)}; see {REPORT}"
