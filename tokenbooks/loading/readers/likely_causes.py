"""What a file of another kind probably is, and what to land instead. A refusal states it."""

from __future__ import annotations

from collections.abc import Sequence

from tokenbooks.loading.records import as_bytes

_SPREADSHEET = "was it saved by a spreadsheet? land the file as it was exported"

#: How files of other formats begin.
_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xfe", f"text in UTF-16: {_SPREADSHEET}"),
    (b"\xfe\xff", f"text in UTF-16: {_SPREADSHEET}"),
    (b"PK\x03\x04", "a ZIP archive or a spreadsheet: unpack it, or land the file as it was exported"),
    (b"\xd0\xcf\x11\xe0", f"a spreadsheet: {_SPREADSHEET}"),
    (b"\x1f\x8b", "compressed by gzip: add .gz to its name"),
    (b"PAR1", "a Parquet file: name it .parquet, or export it as CSV"),
    (b"%PDF", "a PDF, such as an invoice: land the export of costs"),
    (b"<!doctype html", "a web page, such as a login or an error: download the file again"),
    (b"<html", "a web page, such as a login or an error: download the file again"),
    (b"<?xml", "XML, such as an error message of a store: download the file again"),
)

#: Words of a header, in lower case, that only one kind of table has.
_TABLES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("billedcost", "chargecategory"), "a FOCUS dataset: land it in focus/"),
    (("lineitem/usagetype",), "an AWS Cost and Usage Report: land it in aws_cur/"),
    (("line_item_usage_type",), "an AWS Cost and Usage Report: land it in aws_cur/"),
    (("amount_value", "amount_currency"), "the costs of OpenAI's dashboard: land them in openai_costs/"),
    (("start_time_iso", "end_time_iso"), "an export of OpenAI's usage dashboard: land it in openai_usage_csv/"),
    (("metername", "chargetype", "resourceid"), "a Cost Management export: land it in azure_cost/"),
    (("metername", "consumedservice"), "a Cost Management export: land it in azure_cost/"),
    (("sku description", "service description"), "the console's cost table: land the BigQuery export"),
    (("service description", "subtotal"), "the console's report of costs: land the BigQuery export"),
    (("sku_description", "usage_start_time"), "a BigQuery billing export: land it in gcp_billing/"),
    (("costusd", "currency"), "the portal's cost analysis: land a Cost Management export"),
    (("invoiceid", "payeraccountid", "recordtype"), "the older detailed bill of AWS: land a Cost and Usage Report"),
    (("total costs($)",), "the table of Cost Explorer: land a Cost and Usage Report"),
    (("service total",), "the table of Cost Explorer: land a Cost and Usage Report"),
    (("usage_date_utc", "token_type"), "the CSV of Anthropic's console: land pages of its cost or usage report"),
)

#: Endings of names, and what to do about such a file.
_ENDINGS: tuple[tuple[tuple[str, ...], str], ...] = (
    ((".xlsx", ".xls", ".ods", ".numbers"), f"a spreadsheet: {_SPREADSHEET}"),
    ((".zip", ".tar", ".tgz", ".7z", ".rar", ".bz2", ".xz", ".zst"), "an archive: unpack it"),
    ((".pdf",), "a PDF, such as an invoice: land the export of costs"),
)


def cause_of_name(name: str) -> str:
    """What a file with an unexpected ending probably is; empty if unknown."""
    return _this_is(next((words for endings, words in _ENDINGS if name.endswith(endings)), ""))


def cause_of_content(head: bytes | str) -> str:
    """What a file with an unexpected beginning probably is; empty if unknown."""
    start = as_bytes(head)[:10_000]
    if cause := cause_of_beginning(start):
        return cause
    text = start.decode("utf-8", "replace")
    return "" if text.lstrip().startswith(("{", "[")) else _cause_of_header(text.splitlines()[:20])


def cause_of_beginning(start: bytes) -> str:
    """What a file of another format is, by its first bytes; empty if unknown."""
    lowered = start.removeprefix(b"\xef\xbb\xbf").lstrip()[:20].lower()
    return _this_is(next((words for beginning, words in _BEGINNINGS if lowered.startswith(beginning.lower())), ""))


def _cause_of_header(lines: Sequence[str]) -> str:
    """What a table with an unexpected header probably is. Consoles write notes above the header."""
    for line in lines:
        lowered = line.lower()
        for words, cause in _TABLES:
            if all(word in lowered for word in words):
                return _this_is(cause)
    first = next((line for line in lines if line.strip()), "")
    for separator, name in ((";", "semicolons"), ("\t", "tabs")):
        if first.lower().startswith(f"sep={separator}") or first.count(separator) > max(1, first.count(",")):
            return f"its fields are separated by {name}: {_SPREADSHEET}"
    return ""


def _this_is(words: str) -> str:
    return f"this is {words}" if words else ""
