"""Expectations that every raw table of records shares."""

from __future__ import annotations

from tokenbooks.expectations.lean_import import gx, gxe


def record_suite(name: str, expectations: list[gxe.Expectation]) -> gx.ExpectationSuite:
    """A suite for a table of records: their identity, then what the source itself must have."""
    return gx.ExpectationSuite(
        name,
        expectations=[
            gxe.ExpectTableRowCountToBeBetween(min_value=1, description="something was accepted"),
            gxe.ExpectColumnValuesToNotBeNull(column="record", description="every row holds a record"),
            gxe.ExpectColumnValuesToBeBetween(
                column="record_number", min_value=1, description="records are counted from 1"
            ),
            gxe.ExpectCompoundColumnsToBeUnique(
                column_list=["delivery_id", "record_number"], description="no record of a delivery is there twice"
            ),
            *expectations,
        ],
    )


def present(column: str, description: str) -> gxe.Expectation:
    """99 in 100 records have the field. Single ones without it are rejected by the models."""
    return gxe.ExpectColumnValuesToNotBeNull(column=column, mostly=0.99, description=description)


def matching(column: str, pattern: str, description: str) -> gxe.Expectation:
    """99 in 100 of the values that are there match."""
    return gxe.ExpectColumnValuesToMatchRegex(column=column, regex=pattern, mostly=0.99, description=description)


NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"


def seconds(value: object) -> int | None:
    """A number of seconds, or None if it is none."""
    return value if isinstance(value, int) else None


def least(results: list[object], *path: str) -> str | None:
    """A value that all results have, or None if one lacks it. A bucket without results lacks nothing: `0`."""
    text = "0"
    for result in results:
        value: object = result
        for name in path:
            value = value.get(name) if isinstance(value, dict) else None
        if value is None:
            return None
        text = str(value)
    return text
