"""Azure costs: Cost Management exports as CSV with an EA or MCA header, or results of its query API as JSON.

In both cases a record is a row, with column names in lower case.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import simplejson

from tokenbooks.loading.readers.base import Reading, wrong_source
from tokenbooks.loading.readers.pages import JsonObject, describe, parse, read_text
from tokenbooks.loading.readers.tables import TableForm, read_csv
from tokenbooks.loading.records import FileRefused, Rejection

#: The columns that a row needs: what was used, when, and at what cost. EA exports, MCA exports and queries name them
#: differently.
REQUIRED_COLUMNS = {
    "date": ("date", "usagedate", "usagedatetime"),
    "meter name": ("metername", "meter"),
    "quantity": ("quantity", "usagequantity"),
    "cost": ("costinbillingcurrency", "cost", "pretaxcost"),
}
_FORM = TableForm(
    "an Azure Cost Management export with columns for date, meter name, quantity and cost", REQUIRED_COLUMNS
)
_QUERY_FORM = TableForm(
    "a result of the Azure Cost Management query API with columns for date, meter name, quantity and cost: query it by"
    " day (granularity Daily), grouped by Meter, with the sums of UsageQuantity and PreTaxCost",
    REQUIRED_COLUMNS,
)
_MONTHS = ("billingmonth", "usagemonth")
_ROWS_A_BATCH = 20_000


def read_azure_cost(reading: Reading) -> Iterator[pa.Table]:
    """Yield the rows of an export or of a query.

    Raises:
        FileRefused: a required column is missing, or a column is repeated. A query's file is also refused if it cannot
            be decoded, is not the result of a query, or its rows have no day.
    """
    if reading.name.endswith(".json"):
        return _read_query(reading)
    return read_csv(reading, _FORM)


def _read_query(reading: Reading) -> Iterator[pa.Table]:
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
                    numbers.append(number)
                    texts.append(_json(dict(zip(header, row, strict=True))))
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
