"""The expectations that a table of records has, by the fields that its source must have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tokenbooks.expectations.lean_import import gx, gxe
from tokenbooks.expectations.suites import Field

_NEARLY_ALL = 0.99


def record_suite(name: str, expectations: Sequence[gxe.Expectation]) -> gx.ExpectationSuite:
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


def expectations_of(fields: Sequence[Field]) -> Iterator[gxe.Expectation]:
    """99 in 100 records have each field that must be there, and 99 in 100 values match the pattern."""
    for field in fields:
        if field.present:
            yield gxe.ExpectColumnValuesToNotBeNull(column=field.name, mostly=_NEARLY_ALL, description=field.present)
        if field.pattern:
            yield gxe.ExpectColumnValuesToMatchRegex(
                column=field.name, regex=field.pattern, mostly=_NEARLY_ALL, description=field.matching
            )
