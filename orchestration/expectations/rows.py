"""Expectations that every raw table of records shares."""

from __future__ import annotations

from orchestration.expectations.lean_import import gx, gxe


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
