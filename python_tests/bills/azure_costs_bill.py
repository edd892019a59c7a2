"""Azure's bill as results of the query API, and as exports in euros."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from python_tests.bills.deliveries import land_ten_times, put
from python_tests.bills.demo_calls import calls_of, charges_of, usage_lines
from tools.simulator import customers
from tools.simulator.amounts import divide, multiply, number, plain
from tools.simulator.azure_bills import Row, ai_row, to_csv
from tools.simulator.calls import Charge, JsonObject
from tools.simulator.deliveries import to_json

QUERY_ACCOUNT = "azure-query"
EA_ACCOUNT = "azure-enterprise"
EURO_ACCOUNT = "azure-euro"
EURO_RATE = Decimal("0.92")

# Their meters end in `1M Tokens`. For a meter that ends in `Tokens`, a query does not state the unit size.
_TOLD_BY_NAME = (customers.REALTIME_MINI, customers.REASONING)


def land_azure_query(landing: Path) -> None:
    """Land calls and ten results of a query for their costs. `nextLink` cuts each result into two pages."""
    calls = calls_of("azure", QUERY_ACCOUNT, _TOLD_BY_NAME)
    charges = charges_of(calls)

    def export(last_day: date, is_final: bool) -> bytes:
        rows = [_query_row(charge, is_final) for charge in charges if charge.key.day <= last_day]
        middle = len(rows) // 2
        pages = [_page(rows[:middle], "https://example.test/next"), _page(rows[middle:], None)]
        return to_json(pages).encode()  # type: ignore[arg-type]

    put(landing, f"usage/{QUERY_ACCOUNT}.jsonl", usage_lines(calls))
    land_ten_times(landing, f"azure_cost/{QUERY_ACCOUNT}", "query.json", export)


def _page(rows: Sequence[list[object]], next_link: str | None) -> JsonObject:
    names = {
        "PreTaxCost": "Number",
        "UsageQuantity": "Number",
        "UsageDate": "Number",
        "Meter": "String",
        "Product": "String",
        "ServiceName": "String",
        "Currency": "String",
    }
    columns = [{"name": name, "type": kind} for name, kind in names.items()]
    return {"id": "query", "properties": {"nextLink": next_link, "columns": columns, "rows": list(rows)}}


def _query_row(charge: Charge, is_final: bool) -> list[object]:
    row = ai_row(charge)
    cost = row.cost if is_final else divide(row.cost, 2)
    product = f"{row.family} - {row.meter_name} - SE Central"
    day = int(row.day.strftime("%Y%m%d"))
    return [number(cost), number(row.quantity), day, row.meter_name, product, row.category, "USD"]


def land_azure_exports(landing: Path) -> None:
    """Land calls, and ten exports each of an enterprise agreement and of a customer agreement billed in euros."""
    for account, is_enterprise in ((EA_ACCOUNT, True), (EURO_ACCOUNT, False)):
        calls = calls_of("azure", account)
        charges = charges_of(calls)

        def export(
            last_day: date, is_final: bool, account: str = account, is_enterprise: bool = is_enterprise, charges=charges
        ) -> bytes:
            rows = [ai_row(charge) for charge in charges if charge.key.day <= last_day]
            if not is_final:
                rows = rows[: len(rows) // 2]
            if is_enterprise:
                return _unpadded(to_csv(rows, is_enterprise=True, account=account))
            return _in_euros(rows, account)

        put(landing, f"usage/{account}.jsonl", usage_lines(calls))
        land_ten_times(landing, f"azure_cost/{account}", "part_0.csv", export)


def _unpadded(export: bytes) -> bytes:
    """Dates in the form of some enterprise exports, `3/1/2026`, and a new column."""
    return _rewritten(
        export,
        lambda values: {**values, "Date": "/".join(part.lstrip("0") for part in values["Date"].split("/")), "New": "x"},
    )


def _in_euros(rows: Sequence[Row], account: str) -> bytes:
    def convert(values: dict[str, str]) -> dict[str, str]:
        cost = plain(multiply(Decimal(values["costInPricingCurrency"]), EURO_RATE))
        return {
            **values,
            "billingCurrency": "EUR",
            "costInBillingCurrency": cost,
            "paygCostInBillingCurrency": cost,
            "exchangeRatePricingToBilling": plain(EURO_RATE),
            "exchangeRateDate": "2026-03-01",
        }

    return _rewritten(to_csv(rows, is_enterprise=False, account=account), convert)


def _rewritten(export: bytes, change) -> bytes:
    rows = [change(values) for values in csv.DictReader(io.StringIO(export.decode("utf-8-sig"), newline=""))]
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, list(rows[0]) if rows else ["Date", "MeterName", "Quantity", "Cost"])
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode("utf-8-sig")
