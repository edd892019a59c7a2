"""Costs of an OpenAI organization: pages of the costs API, or an export of the dashboard.

The dashboard exports CSV, and exported JSON before. A record is a bucket of one day, or a row of an export.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation

import pyarrow as pa
import simplejson

from tokenbooks.loading.readers.base import Reading
from tokenbooks.loading.readers.csv_rows import read_csv
from tokenbooks.loading.readers.pages import JsonObject, PageShape, parse, read_buckets, read_text
from tokenbooks.loading.readers.table_form import TableForm
from tokenbooks.loading.records import FileRefused, Rejection

_RESULT = "organization.costs.result"
_SHAPE = PageShape(
    expected="a page of the organization costs API: an object whose data is a list of buckets",
    start="start_time",
    is_result=lambda result: result.get("object", _RESULT) == _RESULT,
)
_CSV_FORM = TableForm(
    "an export of the costs of OpenAI's dashboard with columns for start, amount and currency",
    {
        "start of the day": ("start_time",),
        "its end": ("end_time",),
        "amount": ("amount_value",),
        "currency": ("amount_currency",),
    },
    short_row=4,  # of a day without costs: its times
)
#: How the names of the columns begin that a day without costs may fill.
_OF_EMPTY_DAYS = ("start_time", "end_time", "amount_currency", "organization")
_ROWS_A_BATCH = 1_000

_Amounts = Callable[[JsonObject], Iterator[Decimal]]

# A number with more digits before or after the decimal point is not an amount. The models refuse it.
_MOST_DIGITS = 30
_MOST_DIGITS_OF_A_TIME = 19

# The dashboard sums floats. This share of an amount may be lost in its sum.
_FLOAT_NOISE = Decimal("1e-9")


def read_openai_costs(reading: Reading) -> Iterator[pa.Table]:
    """Yield one record per bucket of pages or of a list of buckets, or one record per row of an export.

    The record number is the position in the file, counted from 1.

    Raises:
        FileRefused: the file cannot be decoded, is neither pages nor an export, or states a total that differs from
            the sum of its amounts.
    """
    if reading.name.endswith((".csv", ".csv.gz")):
        yield from _read_csv(reading)
        return
    content = read_text(reading)
    if not content.strip():
        return
    document, head = parse(content), content[:10_000]
    documents = document if isinstance(document, list) else [document]
    if documents and all(_is_export(page) for page in documents):
        _check_totals(documents, ("total_usage", "total_cost", "total"), _cents, 0, head)
        yield from _read_export(reading, [row for page in documents for row in page["data"]])
    else:
        pages = [page for page in documents if isinstance(page, dict)]
        _check_totals(pages, ("total_amount", "total_cost", "total"), _dollars, -2, head)
        yield from read_buckets(reading, document, head, _SHAPE)


def _read_csv(reading: Reading) -> Iterator[pa.Table]:
    """Yield the rows of an export. The row of a day without costs becomes a bucket without results."""
    for table in read_csv(reading, _CSV_FORM):
        texts = [_bucket_of_empty_day(text) or text for text in table["record"].to_pylist()]
        yield table.set_column(1, "record", pa.array(texts, pa.string()))


def _bucket_of_empty_day(text: str) -> str | None:
    """The bucket of a row without a cost. A row that names a cost and has no amount stays, and the models refuse it."""
    row = simplejson.loads(text)
    if any(value for name, value in row.items() if not name.startswith(_OF_EMPTY_DAYS)):
        return None
    times = {name: _whole_number(row[name]) for name in ("start_time", "end_time")}
    return simplejson.dumps({"object": "bucket", **times, "results": []}, separators=(",", ":"))


def _whole_number(text: str | None) -> int | str | None:
    """The number of a text. A text that no engine can store as a number stays, and the models refuse it."""
    return int(text) if text and text.isdecimal() and len(text) <= _MOST_DIGITS_OF_A_TIME else text


def _is_export(page: object) -> bool:
    rows = page.get("data") if isinstance(page, dict) else None
    return isinstance(rows, list) and bool(rows) and any(_is_row(row) for row in rows)


def _is_row(value: object) -> bool:
    return (
        isinstance(value, dict)
        and ("cost" in value or "cost_in_major" in value)
        and ("timestamp" in value or "date" in value)
    )


def _read_export(reading: Reading, rows: list[object]) -> Iterator[pa.Table]:
    for start in range(0, len(rows), _ROWS_A_BATCH):
        numbers: list[int] = []
        texts: list[str] = []
        for number, row in enumerate(rows[start : start + _ROWS_A_BATCH], start + 1):
            text = simplejson.dumps(row, use_decimal=True, separators=(",", ":"))
            refusal = _row_refusal(row)
            if refusal is None:
                numbers.append(number)
                texts.append(text)
            else:
                reading.reject(Rejection.of(number, *refusal, text))
        yield reading.accepted(numbers, texts)


def _row_refusal(row: object) -> tuple[str, str] | None:
    """The reason and detail why a row is refused: it is not a row, or its two costs contradict each other."""
    if not isinstance(row, dict) or not _is_row(row):
        return (
            "not_a_row",
            "expected a row of the daily export: an object with timestamp or date, and cost_in_major or cost",
        )
    cents, dollars = _decimal(row.get("cost")), _decimal(row.get("cost_in_major"))
    if cents is None or dollars is None:
        return None
    rounding = _half_a_digit(cents) + _half_a_digit(dollars.scaleb(2)) + abs(cents) * _FLOAT_NOISE
    if abs(cents - dollars.scaleb(2)) <= rounding:
        return None
    return "contradictory_cost", (
        f"cost is {cents} cents and cost_in_major {dollars}, which is {dollars.scaleb(2)} cents: export it again"
    )


def _check_totals(pages: list[JsonObject], names: tuple[str, ...], amounts_of: _Amounts, cent: int, head: str) -> None:
    """Refuse a file if the total of a page matches neither the page's amounts nor the amounts of all pages.

    A page with `has_more` is not checked, because its total may include pages that are not in the file.

    Args:
        pages: all pages of the file.
        names: keys under which a page may state its total.
        amounts_of: returns the amounts of a page, in the unit of the total.
        cent: the power of ten of a cent in that unit. Totals are not rounded further.
        head: beginning of the file, for the refusal.

    Raises:
        FileRefused: a total contradicts the amounts.
    """
    amounts = [list(amounts_of(page)) for page in pages]
    everything = [amount for page in amounts for amount in page]
    for page, own in zip(pages, amounts, strict=True):
        stated = next((page[name] for name in names if page.get(name) is not None), None)
        total = _decimal(stated.get("value") if isinstance(stated, dict) else stated)
        if total is None or page.get("has_more") is True:
            continue
        if not any(_add_up(total, addends, cent) for addends in (own, everything)):
            detail = f"the page states a total of {total}, and its amounts add up to {sum(own)}: fetch it again"
            raise FileRefused("contradictory_total", detail, head)


def _add_up(total: Decimal, amounts: list[Decimal], cent: int) -> bool:
    rounding = _half_a_digit(total, cent) + sum(abs(amount) * _FLOAT_NOISE for amount in amounts)
    return abs(total - sum(amounts)) <= rounding


def _cents(page: JsonObject) -> Iterator[Decimal]:
    """The amounts of an export in minor units, which is the unit of its total."""
    for row in _list(page.get("data")):
        if isinstance(row, dict):
            cents, dollars = _decimal(row.get("cost")), _decimal(row.get("cost_in_major"))
            if cents is not None:
                yield cents
            elif dollars is not None:
                yield dollars.scaleb(2)


def _dollars(page: JsonObject) -> Iterator[Decimal]:
    """The amounts of a page of the costs API in major units."""
    for bucket in _list(page.get("data")):
        for result in _list(bucket.get("results")) if isinstance(bucket, dict) else []:
            amount = result.get("amount") if isinstance(result, dict) else None
            value = _decimal(amount.get("value")) if isinstance(amount, dict) else None
            if value is not None:
                yield value


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _half_a_digit(number: Decimal, most: int = 0) -> Decimal:
    """The largest rounding error of a number with these digits. Its last digit is worth at most 10^most."""
    return Decimal(5).scaleb(min(int(number.as_tuple().exponent), most) - 1)


def _decimal(value: object) -> Decimal | None:
    """The decimal of a number or of a numeric text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) <= _MOST_DIGITS else None
