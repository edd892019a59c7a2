"""Whether a text is a JSON object that every engine of the warehouse can read.

DuckDB's `json_valid` is fast, but accepts text that PostgreSQL's jsonb refuses: NaN and Infinity, trailing commas, the
null character, numbers beyond its range. Quick tests find the records that are invalid or may contain one of these.
Only these records are examined one by one. So every engine refuses the same records.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

#: Python converts integers of at most 4,300 digits. jsonb holds more, and real quantities have far fewer.
MAX_DIGITS = 4_300

# A record with more bytes than these can hold more levels, or more digits, than allowed.
_DEEP = 1_800
_LONG = 4_000

_ODD_VALUE = r"[ \t\r]*-?(?:[nN][aA]|[iI][nN]|[0-9][0-9.]*[eE][+-]?[0-9]{4})"
# Each pattern starts with one plain character, because only then is the search fast.
_ODD = f"""
    contains(record, '\\u0000')
    or regexp_matches(record, ':{_ODD_VALUE}')
    or regexp_matches(record, '\\[{_ODD_VALUE}')
    or regexp_matches(record, ',(?:{_ODD_VALUE}|[ \\t\\r]*[}}\\]])')
"""
_LARGE = f"""
    case
        when strlen(record) > {_DEEP}
            then strlen(record) > 100000
                or strlen(record) - strlen(replace(replace(record, '[', ''), '{{', '')) > 900
                or (strlen(record) > {_LONG} and regexp_matches(record, '[0-9]{{1000}}'))
        else false
    end
"""
_INVALID = 2
_VERDICT = f"""
    select
        case
            when not json_valid(record) then {_INVALID}
            when {_ODD} or {_LARGE} then 1
            else 0
        end::utinyint as verdict
    from batch
"""
# Searching one text of all records is faster, and such a text rarely matches. It is one query instead of two, because
# planning a query takes as long as checking a thousand records.
_QUICK_VERDICT = f"""
    select json_valid(record) as is_valid, (select {_ODD} from whole) as are_odd from batch
"""

#: The refusal of a record that is nested so deeply that it cannot be read.
TOO_DEEP = ("too_deeply_nested", "nested more deeply than 900 levels")
_HALF_A_PAIR = ("not_json", "the text holds half of a UTF-16 surrogate pair, which is not a character")

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_NULL_CHARACTER = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


# Below this size Python finishes before DuckDB has planned its query.
_SMALL = 100_000


class JsonJudge:
    """Finds the records of a batch that are not JSON objects. Not shared between threads."""

    def __init__(self) -> None:
        """Open an in-memory DuckDB."""
        self._connection = duckdb.connect(config={"threads": 1})
        self._are_odd = False

    def refusals(self, records: pa.StringArray) -> dict[int, tuple[str, str]]:
        """The reason and detail of each record to be refused, by position."""
        if records.nbytes < _SMALL:
            judged = ((position, refuse(text)) for position, text in enumerate(records.to_pylist()))
            return {position: refusal for position, refusal in judged if refusal is not None}
        verdicts = self._verdicts(records)
        refused: dict[int, tuple[str, str]] = {}
        for position in np.flatnonzero(verdicts).tolist():
            refusal = refuse(records[position].as_py())
            if refusal is None and verdicts[position] == _INVALID:
                refusal = ("not_json", "not valid JSON")
            if refusal is not None:
                refused[position] = refusal
        return refused

    def texts(self, records: pa.ChunkedArray, key: str) -> pa.ChunkedArray:
        """The value of a top-level key of each record as text; NULL if the record lacks it. All records are valid."""
        batch = pa.table({"record": records})
        self._connection.register("batch", batch)
        query = f"select json_extract_string(record, '$.{key}') as value from batch"
        values = self._connection.sql(query).to_arrow_table()["value"].cast(pa.string())
        self._connection.unregister("batch")
        return values

    def _verdicts(self, records: pa.StringArray) -> npt.NDArray[np.uint8]:
        """0 for each record that is certainly a JSON object."""
        bounds, data = _buffers(records)
        verdicts = self._quick_verdicts(records, bounds, data)
        if verdicts is None:
            verdicts = self._query(_VERDICT, batch=records)["verdict"]
            # The next batches are examined closely at once, until one of them has nothing odd.
            self._are_odd = bool(verdicts.any())
        starts_as_object = np.frombuffer(data, np.uint8)[np.minimum(bounds[:-1], len(data) - 1)] == ord("{")
        return np.maximum(verdicts, ~starts_as_object)

    def _quick_verdicts(
        self, records: pa.StringArray, bounds: npt.NDArray[np.int32], data: pa.Buffer
    ) -> npt.NDArray[np.uint8] | None:
        """The verdicts on a batch; None if a record is odd or long."""
        if self._are_odd or np.diff(bounds).max() > _DEEP:
            return None
        whole = pa.Array.from_buffers(pa.string(), 1, [None, pa.py_buffer(bounds[[0, -1]]), data])
        found = self._query(_QUICK_VERDICT, batch=records, whole=whole)
        if found["are_odd"][0]:
            return None
        return np.where(found["is_valid"], np.uint8(0), np.uint8(_INVALID))

    def _query(self, sql: str, **tables: pa.StringArray) -> dict[str, npt.NDArray[Any]]:
        for name, records in tables.items():
            self._connection.register(name, pa.table({"record": records}))
        try:
            return self._connection.execute(sql).fetchnumpy()
        finally:
            for name in tables:
                self._connection.unregister(name)


def _buffers(records: pa.StringArray) -> tuple[npt.NDArray[np.int32], pa.Buffer]:
    """The offsets of the records, one more than there are records, and the bytes of all of them, without a copy."""
    _, offsets, data = records.buffers()
    return np.frombuffer(offsets, np.int32)[records.offset : records.offset + len(records) + 1], data


def refuse(text: str) -> tuple[str, str] | None:
    """The reason and detail why a text is not a JSON object that every engine can read; None if it is one."""
    try:
        value = json.loads(text, parse_constant=_no_constant, parse_int=_number, parse_float=_number)
    except RecursionError:
        return TOO_DEEP
    except NumberOutOfRange as error:
        return "number_out_of_range", str(error)
    except ValueError as error:
        return "not_json", str(error)
    if not isinstance(value, dict):
        return "not_json", "valid JSON, but not an object"
    if _NULL_CHARACTER.search(text):
        return "null_character", "the text holds the null character \\u0000, which no text column can store"
    if _SURROGATE.search(text) and not _is_encodable(value):
        return _HALF_A_PAIR
    return None


def refuse_characters(text: str) -> tuple[str, str] | None:
    """The reason and detail why a text cannot be stored; None if it can."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _HALF_A_PAIR
    return None


def _is_encodable(value: object) -> bool:
    return refuse_characters(json.dumps(value, ensure_ascii=False)) is None


class NumberOutOfRange(Exception):
    """A number has more digits than every engine, and Python, can read."""


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON value")


def whole_number(text: str) -> int:
    """The integer of a JSON number.

    Raises:
        NumberOutOfRange: it has too many digits.
    """
    return int(_number(text))


def decimal_number(text: str) -> Decimal:
    """The decimal of a JSON number.

    Raises:
        NumberOutOfRange: it, or its exponent, has too many digits.
    """
    return Decimal(_number(text))


def _number(text: str) -> str:
    """Check the size of a number without converting it: a long Python integer is slow, and a float is inexact."""
    mantissa, _, exponent = text.lower().partition("e")
    if len(mantissa) > MAX_DIGITS or (exponent and (len(exponent) > 6 or abs(int(exponent)) > MAX_DIGITS)):
        raise NumberOutOfRange(f"a number has more than {MAX_DIGITS:,} digits")
    return text
