"""The refusal of a whole file states what the file probably is, and what to land instead."""

from __future__ import annotations

import gzip

import pytest

from python_tests.loading.samples import EA_HEADER, azure_export, envelope
from python_tests.workspace import Workspace

_GCP_TABLE = (
    "Billing account name,Billing account ID,Project name,Project ID,Service description,Service ID,SKU description,"
    "SKU ID,Credit type,Cost type,Usage start date,Usage end date,Usage amount,Usage unit,Unrounded cost ($),Cost ($)"
)

#: Files, and words of their refusal.
_FILES: dict[str, tuple[bytes | str, str]] = {
    "azure_cost/semicolons.csv": (
        azure_export(EA_HEADER).replace(",", ";"),
        "separated by semicolons: was it saved by a spreadsheet?",
    ),
    "azure_cost/excel.csv": ("sep=;\n" + azure_export(EA_HEADER).replace(",", ";"), "separated by semicolons"),
    "azure_cost/tabs.csv": (azure_export(EA_HEADER).replace(",", "\t"), "separated by tabs: was it saved"),
    "azure_cost/utf16.csv": (azure_export().encode("utf-16"), "text in UTF-16: was it saved by a spreadsheet?"),
    "azure_cost/book.csv": (b"PK\x03\x04\x14\x00\x06\x00", "a ZIP archive or a spreadsheet"),
    "azure_cost/book.xlsx": (b"PK\x03\x04\x14\x00\x06\x00", "this is a spreadsheet: was it saved"),
    "azure_cost/packed.zip": (b"PK\x03\x04\x14\x00\x06\x00", "this is an archive: unpack it"),
    "azure_cost/packed.csv": (gzip.compress(azure_export().encode()), "compressed by gzip: add .gz to its name"),
    "azure_cost/portal.csv": ("UsageDate,ServiceName,CostUSD,Cost,Currency\n", "the portal's cost analysis: land a"),
    "azure_cost/focus.csv": ("BilledCost,ChargeCategory,ChargePeriodStart\n", "a FOCUS dataset: land it in focus/"),
    "gcp_billing/console.csv": (_GCP_TABLE, "this is the console's cost table: land the BigQuery export"),
    "gcp_billing/notes.csv": (f"Invoice number,1\n\n{_GCP_TABLE}\n", "the console's cost table: land the BigQuery"),
    "gcp_billing/login.jsonl": ("<!DOCTYPE html>\n<html>\n", "a web page, such as a login or an error"),
    "aws_cur/explorer.csv": ("Service,Bedrock($),Total costs($)\n", "the table of Cost Explorer"),
    "aws_cur/focus.csv": ("BilledCost,ChargeCategory\n", "a FOCUS dataset: land it in focus/"),
    "focus/cur.csv": ("lineItem/UsageType,lineItem/UnblendedCost\n", "land it in aws_cur/"),
    "openai_usage_csv/costs.csv": (
        "start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency\n",
        "the costs of OpenAI's dashboard: land them in openai_costs/",
    ),
    "openai_costs/usage.csv": (
        "start_time,end_time,start_time_iso,end_time_iso,model,input_tokens\n",
        "an export of OpenAI's usage dashboard: land it in openai_usage_csv/",
    ),
    "openai_costs/page.json": ("<?xml version='1.0'?><Error/>", "XML, such as an error message"),
    "anthropic_cost/console.csv": ("usage_date_utc,model,token_type\n", "the CSV of Anthropic's console: land pages"),
    "usage/array.jsonl": (f"[{envelope(1)},{envelope(2)}]", "a list of records in one line"),
    "usage/packed.jsonl": (gzip.compress(envelope(1).encode()), "compressed by gzip: add .gz to its name"),
}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """All files, loaded together."""
    workspace = Workspace(tmp_path_factory.mktemp("causes"))
    for path, (content, _) in _FILES.items():
        workspace.land(path, content)
    workspace.load()
    return workspace


@pytest.mark.parametrize("file", _FILES)
def test_the_likely_cause_is_stated(loaded: Workspace, file: str) -> None:
    """The whole file is refused once, with the cause in its detail."""
    rows = loaded.query(f"select record_number, detail from raw.rejected_records where file = '{file}'")
    assert [number for number, _ in rows] == [0]
    assert _FILES[file][1] in rows[0][1]
