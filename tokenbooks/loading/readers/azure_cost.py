"""Azure costs: Cost Management exports as CSV with an EA or MCA header, or results of its query API as JSON.

In both cases a record is a row, with column names in lower case. Only the actual cost is read, which the invoice has.
Azure also exports the amortized cost, which spreads the same purchases over the days that use them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import reduce
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import simplejson

from tokenbooks.loading.readers.base import Reading, wrong_source
from tokenbooks.loading.readers.csv_rows import read_csv
from tokenbooks.loading.readers.pages import JsonObject, describe, parse, read_text
from tokenbooks.loading.readers.table_form import Sums, TableForm
from tokenbooks.loading.records import FileRefused, Rejection, plain_name

#: The columns that a row needs: what was used, when, and at what cost. EA exports, MCA exports and queries name them
#: differently.
REQUIRED_COLUMNS = {
    "date": ("date", "usagedate", "usagedatetime"),
    "meter name": ("metername", "meter"),
    "quantity": ("quantity", "usagequantity"),
    "cost": ("costinbillingcurrency", "cost", "pretaxcost"),
}
#: Which rows of other services are summed, and how.
SUMS = Sums(
    services=("metercategory", "servicename"),
    naming=(
        "metersubcategory",
        "metername",
        "meter",
        "productname",
        "product",
        "publishertype",
        "publishername",
        "unitofmeasure",
    ),
    kept=(
        "billingaccountid",
        "subscriptionid",
        "subscriptionguid",
        "date",
        "usagedate",
        "usagedatetime",
        "chargetype",
        "resourcelocation",
        "location",
        "meterregion",
        "billingperiodstartdate",
        "billingperiodstart",
        "billingperiodenddate",
        "billingperiodend",
        "billingcurrency",
        "billingcurrencycode",
        "currency",
        "pricingcurrency",
        "pricingcurrencycode",
        "exchangeratepricingtobilling",
        "exchangerate",
    ),
    added=(
        ("quantity", "usagequantity"),
        ("costinbillingcurrency", "cost", "pretaxcost"),
        ("paygcostinbillingcurrency",),
    ),
    dates=("date", "usagedate", "usagedatetime"),
)
_FORM = TableForm(
    "an Azure Cost Management export with columns for date, meter name, quantity and cost",
    REQUIRED_COLUMNS,
    reads_day_first=True,
    sums=SUMS,
)
_QUERY_FORM = TableForm(
    "a result of the Azure Cost Management query API with columns for date, meter name, quantity and cost: query it by"
    " day (granularity Daily), grouped by Meter, with the sums of UsageQuantity and PreTaxCost",
    REQUIRED_COLUMNS,
)
_MONTHS = ("billingmonth", "usagemonth")
_ROWS_A_BATCH = 20_000

#: The refusal of the other parts of an export, once one part has the amortized cost. A part alone may not show it.
AMORTIZED = (
    "amortized_cost",
    "another part of the same export has the amortized cost: land the actual cost in a folder of its own",
)
_DATASET = re.compile(r"actual|amorti[sz]ed")
_BENEFITS = ("reservation", "savingsplan")
# Every row with an unused benefit, or usage that a benefit covers.
_OF_BENEFITS = "unused|reservation|savings ?plan"
_NOT_ZERO = re.compile(r"[+-]?[0.,]*[1-9]")


def read_azure_cost(reading: Reading) -> Iterator[pa.Table]:
    """Yield the rows of an export or of a query.

    Raises:
        FileRefused: a required column is missing, a column is repeated, or the costs are amortized. A query's file is
            also refused if it cannot be decoded, is not the result of a query, or its rows have no day.
    """
    dataset = _Dataset(reading)
    if reading.name.endswith(".json"):
        yield from _read_query(reading, dataset)
    else:
        yield from read_csv(reading, _FORM, watch=dataset)
    dataset.check()


class _Dataset:
    """Finds out whether a file has the actual or the amortized cost, from its manifest or path, and from its rows."""

    def __init__(self, reading: Reading) -> None:
        """Read the manifest and the path.

        Raises:
            FileRefused: they state that the cost is amortized.
        """
        self._amortized = ""
        self._has_purchase = False
        stated = _type_in_manifest(reading.manifest())
        place = "the manifest states" if stated else "the path states"
        words = _DATASET.findall(stated or reading.name.partition("/")[2])
        if words and words[-1] != "actual":
            raise _amortized(f"{place} {words[-1]} cost")

    def see(self, row: Mapping[str, Any]) -> None:
        """Take a row. Only the amortized cost has unused benefits, and a cost of usage that a benefit covers."""
        kind = str(row.get("chargetype") or "usage").lower().replace(" ", "")
        if kind.startswith("unused"):
            raise _amortized(f"it has a charge of type {plain_name(row['chargetype'])}")
        model = str(row.get("pricingmodel") or "").lower().replace(" ", "")
        if model in _BENEFITS:
            cost = next((row[name] for name in REQUIRED_COLUMNS["cost"] if row.get(name) is not None), "")
            if kind == "purchase":
                self._has_purchase = True
            elif kind == "usage" and _NOT_ZERO.match(str(cost).strip()):
                self._amortized = f"usage with pricing model {plain_name(row['pricingmodel'])} has a cost"

    def see_table(self, table: pa.Table) -> None:
        """Take many rows. Only those with a word of a benefit are looked at one by one."""
        columns = [table[name] for name in ("chargetype", "pricingmodel") if name in table.column_names]
        of_benefits = [pc.match_substring_regex(column, _OF_BENEFITS, ignore_case=True) for column in columns]
        if of_benefits:
            for row in table.filter(reduce(pc.or_kleene, of_benefits)).to_pylist():
                self.see(row)

    def check(self) -> None:
        """Judge the rows together.

        Raises:
            FileRefused: usage that a reservation covers has a cost, and no purchase of a reservation is in the file.
        """
        if self._amortized and not self._has_purchase:
            raise _amortized(self._amortized)


def _type_in_manifest(content: bytes) -> str:
    """The type of an export, such as `actualcost`, in lower case; empty if the manifest does not state it."""
    try:
        manifest = simplejson.loads(content.decode("utf-8-sig")) if content else None
    except (ValueError, RecursionError):
        return ""
    config = manifest.get("exportConfig") if isinstance(manifest, dict) else None
    return str(config.get("type") or "").lower() if isinstance(config, dict) else ""


def _amortized(why: str) -> FileRefused:
    advice = "the amortized cost spreads purchases over days and is not what the invoice has: land the actual cost"
    return FileRefused(AMORTIZED[0], f"{why}; {advice}")


def _read_query(reading: Reading, dataset: _Dataset) -> Iterator[pa.Table]:
    """Yield the rows of a result, or of a list of the pages behind `nextLink`, numbered from 1 across pages."""
    content = read_text(reading)
    if not content.strip():
        return
    document, head = parse(content), content[:10_000]
    first = 1
    for page in document if isinstance(document, list) else [document]:
        header, rows = _result(page, head)
        for start in range(0, len(rows), _ROWS_A_BATCH):
            numbers: list[int] = []
            texts: list[str] = []
            for number, row in enumerate(rows[start : start + _ROWS_A_BATCH], first + start):
                if isinstance(row, list) and len(row) == len(header):
                    named = dict(zip(header, row, strict=True))
                    dataset.see(named)
                    numbers.append(number)
                    texts.append(_json(named))
                else:
                    found = f"{len(row)} fields" if isinstance(row, list) else describe(row)
                    detail = f"the row has {found}, but the result has {len(header)} columns"
                    reading.reject(Rejection.of(number, "wrong_field_count", detail, _json(row)))
            yield reading.accepted(numbers, texts)
        first += len(rows)


def _result(page: object, head: str) -> tuple[list[str], list[object]]:
    """The column names and rows of a result, which may be nested in `properties`."""
    if isinstance(page, dict) and isinstance(page.get("properties"), dict):
        page = page["properties"]
    columns, rows = (page.get("columns"), page.get("rows")) if isinstance(page, dict) else (None, None)
    if not isinstance(columns, list) or not isinstance(rows, list):
        raise wrong_source(_QUERY_FORM.expected, f"JSON without columns and rows ({describe(page)})", head)
    names = [column.get("name") if isinstance(column, dict) else column for column in columns]
    if not all(isinstance(name, str) for name in names):
        raise FileRefused("unnamed_column", "a column of the result has no name; query the costs again", head)
    if not {name.lower() for name in names} & set(REQUIRED_COLUMNS["date"]):
        months = [f", and {name} has only its month" for name in names if name.lower() in _MONTHS]
        detail = f"no column has the day of a row{''.join(months)}: query with granularity Daily, which adds UsageDate"
        raise FileRefused("undated_rows", detail, head)
    return _QUERY_FORM.header(names, head), rows


def _json(row: JsonObject | object) -> str:
    return simplejson.dumps(row, use_decimal=True, ensure_ascii=False, separators=(",", ":"))
