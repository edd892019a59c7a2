"""Whether a text is a JSON object that every engine of the warehouse can read.

DuckDB's `json_valid` is fast and lets pass what PostgreSQL's jsonb refuses: NaN and Infinity, trailing commas, the
null character, numbers beyond its range. Quick tests find what is invalid and what may be one of those; only that is
looked at closely, one by one. So a record is refused alike on every engine.
"""

from __future__ import annotations

import json
import re

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

#: jsonb holds decimals of up to 131,072 digits before the point and 16,383 after it; far more than any true quantity.
MAX_DIGITS = 10_000

# Bytes above which a record can hold more levels, or more digits, than allowed.
_DEEP = 1_800
_LONG = 8_000

_ODD_VALUE = r"[ \t\r]*-?(?:[nN][aA]|[iI][nN]|[0-9][0-9.]*[eE][+-]?[0-9]{4})"
# Each pattern starts with one plain character: only then is the search fast.
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


def _verdict(suspicious: str) -> str:
    return f"""
    select
        case
            when not json_valid(record) then {_INVALID}
            when {suspicious} then 1
            when starts_with(record, '{{') then 0
            else 1
        end::utinyint as verdict
    from batch
    """


# The patterns are found twice as fast in one text of all records, which hardly ever holds any of them.
_IS_ODD = f"select {_ODD} from whole"
_VERDICT_IF_ODD = _verdict(f"{_ODD} or {_LARGE}")
_VERDICT_IF_NOT = _verdict(_LARGE)

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_NULL_CHARACTER = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


# Up to this many characters Python is done before DuckDB has planned its query.
_SMALL = 100_000


class JsonJudge:
    """Finds the records of a batch that are not JSON objects. Not shared between threads."""

    def __init__(self) -> None:
        """Open a DuckDB of its own, in memory."""
        self._connection = duckdb.connect(config={"threads": 1})
        self._are_odd = False

    def refusals(self, records: pa.StringArray) -> dict[int, tuple[str, str]]:
        """The position of each record to be refused, with reason and detail."""
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
        """The value of a top-level key of each record as text, NULL if there is none; all records are valid."""
        batch = pa.table({"record": records})
        self._connection.register("batch", batch)
        query = f"select json_extract_string(record, '$.{key}') as value from batch"
        values = self._connection.sql(query).to_arrow_table()["value"].cast(pa.string())
        self._connection.unregister("batch")
        return values

    def _verdicts(self, records: pa.StringArray) -> npt.NDArray[np.uint8]:
        """0 for each record that is a JSON object for certain."""
        connection = self._connection
        connection.register("batch", pa.table({"record": records}))
        try:
            # Records like those of the batch before, some of which were odd, are looked at one by one at once.
            if not self._are_odd:
                connection.register("whole", pa.table({"record": _joined(records)}))
                ((self._are_odd,),) = connection.execute(_IS_ODD).fetchall()
                connection.unregister("whole")
            query = _VERDICT_IF_ODD if self._are_odd else _VERDICT_IF_NOT
            verdicts: npt.NDArray[np.uint8] = connection.execute(query).fetchnumpy()["verdict"]
        finally:
            connection.unregister("batch")
        self._are_odd = self._are_odd and bool(verdicts.any())
        return verdicts


def _joined(records: pa.StringArray) -> pa.StringArray:
    """All records as one text, without a copy."""
    _, offsets, data = records.buffers()
    bounds = np.frombuffer(offsets, np.int32)[[records.offset, records.offset + len(records)]]
    return pa.Array.from_buffers(pa.string(), 1, [None, pa.py_buffer(bounds), data])


def refuse(text: str) -> tuple[str, str] | None:
    """Reason and detail why a text is no JSON object that every engine can read, or None if it is one."""
    try:
        value = json.loads(text, parse_constant=_no_constant, parse_int=_number, parse_float=_number)
    except RecursionError:
        return "too_deeply_nested", "nested more deeply than 900 levels"
    except _NumberOutOfRange as error:
        return "number_out_of_range", str(error)
    except ValueError as error:
        return "not_json", str(error)
    if not isinstance(value, dict):
        return "not_json", "valid JSON, but not an object"
    if _NULL_CHARACTER.search(text):
        return "null_character", "the text holds the null character \\u0000, which no text column can store"
    if _SURROGATE.search(text) and not _is_encodable(value):
        return "not_json", "the text holds half of a surrogate pair"
    return None


def _is_encodable(value: object) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


class _NumberOutOfRange(Exception):
    pass


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON value")


def _number(text: str) -> str:
    """Check the size of a number without making one: a Python integer of many digits is slow, a float wrong."""
    mantissa, _, exponent = text.lower().partition("e")
    if len(mantissa) > MAX_DIGITS or (exponent and (len(exponent) > 6 or abs(int(exponent)) > MAX_DIGITS)):
        raise _NumberOutOfRange(f"a number has more than {MAX_DIGITS:,} digits")
    return text
