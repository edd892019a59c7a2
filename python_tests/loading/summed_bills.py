"""The bills whose rows of other services are summed, with what the models read of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyarrow as pa

from tokenbooks.loading.readers import Reading, aws_cur, azure_cost, focus, gcp_billing
from tokenbooks.loading.readers.row_sums import SUMMED_ROWS
from tokenbooks.loading.readers.table_form import TableForm
from tokenbooks.transformation.project import PROJECT_DIR


@dataclass(frozen=True)
class Bill:
    """A kind of bill.

    Attributes:
        reader: reads a file.
        form: what a file looks like.
        file: name of a file, without its ending.
        macro: names the columns of each field that a model reads.
        left_out: fields that a sum leaves out.
        date: the field of the date of use.
        numbers: the fields that are added up.
        is_filled: whether an empty text is not a value, so that another column counts.
    """

    reader: Callable[[Reading], Iterator[pa.Table]]
    form: TableForm
    file: str
    macro: str
    left_out: frozenset[str]
    date: str
    numbers: tuple[str, ...]
    is_filled: bool = False

    @cached_property
    def all_fields(self) -> dict[str, list[str]]:
        """The columns of each field that a model reads of a row."""
        text = (PROJECT_DIR / "macros" / "fields" / f"{self.macro}.sql").read_text()
        found = re.search(r"return\((\{.*\})\)", text, re.DOTALL)
        assert found
        fields: dict[str, Any] = ast.literal_eval(found[1])
        if "columns" in fields:
            fields = fields["columns"]
        elif "texts" in fields:
            fields = {name: columns for group in fields.values() for name, columns in group.items()}
        assert self.left_out <= fields.keys() and fields.pop("summed_rows") == [SUMMED_ROWS]
        return fields

    @cached_property
    def fields(self) -> dict[str, list[str]]:
        """Those of them that a sum has."""
        return {name: columns for name, columns in self.all_fields.items() if name not in self.left_out}


AZURE = Bill(
    azure_cost.read_azure_cost,
    azure_cost._FORM,
    "azure_cost/a/x",
    "azure_bill_fields",
    frozenset({"resource_id", "tags"}),
    "usage_date",
    ("quantity", "cost", "list_cost"),
)
AWS = Bill(
    aws_cur.read_aws_cur,
    aws_cur._FORM,
    "aws_cur/a/x",
    "aws_bill_fields",
    frozenset({"resource_id", "principal_id"}),
    "usage_start",
    ("quantity", "cost", "list_cost"),
)
FOCUS = Bill(
    focus.read_focus,
    focus._FORM,
    "focus/a/x",
    "focus_bill_fields",
    frozenset({"resource_id", "tags"}),
    "charge_start",
    ("consumed_quantity", "pricing_quantity", "cost", "list_cost"),
    is_filled=True,
)
GOOGLE = Bill(
    gcp_billing.read_gcp_billing,
    gcp_billing._FORM,
    "gcp_billing/a/x",
    "gcp_bill_fields",
    frozenset({"resource_id", "labels", "project_labels"}),
    "usage_start",
    ("quantity", "cost", "list_cost"),
)

SUMMED_BILLS = (AZURE, AWS, FOCUS, GOOGLE)
