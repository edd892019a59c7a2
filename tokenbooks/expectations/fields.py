"""Expectations for a table of records, built from the fields that its source must have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tokenbooks.expectations.lean_import import gx, gxe
from tokenbooks.expectations.suites import Field

_NEARLY_ALL = 0.99


def record_suite(name: str, expectations: Sequence[gxe.Expectation]) -> gx.ExpectationSuite:
    """A suite for a table of records: expectations about their identity, then the expectations of the source."""
    return gx.ExpectationSuite(
        name,
        expectations=[
            gxe.ExpectTableRowCountToBeBetween(min_value=1, description="at least one record was accepted"),
            gxe.ExpectColumnValuesToNotBeNull(column="record", description="every row holds a record"),
            gxe.ExpectColumnValuesToBeBetween(
                column="record_number", min_value=1, description="records are numbered from 1"
            ),
            gxe.ExpectCompoundColumnsToBeUnique(
                column_list=["delivery_id", "record_number"], description="no record of a delivery is repeated"
            ),
            *expectations,
        ],
    )


def expectations_of(fields: Sequence[Field]) -> Iterator[gxe.Expectation]:
    """Expectations that 99 in 100 records have each required field, and that 99 in 100 values match its pattern."""
    for field in fields:
        if field.present:
            yield gxe.ExpectColumnValuesToNotBeNull(column=field.name, mostly=_NEARLY_ALL, description=field.present)
        if field.pattern:
            yield gxe.ExpectColumnValuesToMatchRegex(
                column=field.name, regex=field.pattern, mostly=_NEARLY_ALL, description=field.matching
            )
