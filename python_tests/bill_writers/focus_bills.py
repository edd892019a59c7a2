"""FOCUS cost and usage datasets of a month: two providers in one file, in the columns and form of each version.

The columns are those of the specification (FinOps-Open-Cost-and-Usage-Spec/FOCUS_Spec, CC BY 4.0), and some that
Microsoft adds.
"""

import csv
import gzip
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_DOWN, Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import simplejson

from tools.simulator.amounts import divide, multiply, plain
from tools.simulator.calls import Call, Charge, MeterKey
from tools.simulator.deliveries import stamp
from tools.simulator.meter_names import AZURE_BLOCKS, AZURE_METERS, openai_line_item
from tools.simulator.prices import PriceBook

Value = Decimal | datetime | str | dict[str, str] | None
Row = dict[str, Value]


def _columns(text: str) -> list[str]:
    return text.split()


_COLUMNS_1_0 = _columns(
    "AvailabilityZone BilledCost BillingAccountId BillingAccountName BillingCurrency BillingPeriodEnd "
    "BillingPeriodStart ChargeCategory ChargeClass ChargeDescription ChargeFrequency ChargePeriodEnd "
    "ChargePeriodStart CommitmentDiscountCategory CommitmentDiscountId CommitmentDiscountName "
    "CommitmentDiscountStatus CommitmentDiscountType ConsumedQuantity ConsumedUnit ContractedCost "
    "ContractedUnitPrice EffectiveCost InvoiceIssuerName ListCost ListUnitPrice PricingCategory PricingQuantity "
    "PricingUnit ProviderName PublisherName RegionId RegionName ResourceId ResourceName ResourceType "
    "ServiceCategory ServiceName SkuId SkuPriceId SubAccountId SubAccountName Tags"
)
_COLUMNS_1_1 = _COLUMNS_1_0 + _columns(
    "CapacityReservationId CapacityReservationStatus CommitmentDiscountQuantity CommitmentDiscountUnit "
    "ServiceSubcategory SkuMeter SkuPriceDetails"
)
_COLUMNS_1_2 = _COLUMNS_1_1 + _columns(
    "BillingAccountType InvoiceId PricingCurrency PricingCurrencyContractedUnitPrice PricingCurrencyEffectiveCost "
    "PricingCurrencyListUnitPrice SubAccountType"
)
_COLUMNS_1_3 = _COLUMNS_1_2 + _columns(
    "AllocatedMethodDetails AllocatedMethodId AllocatedResourceId AllocatedResourceName AllocatedTags ContractApplied "
    "HostProviderName ServiceProviderName"
)
COLUMNS = {"1.0": _COLUMNS_1_0, "1.1": _COLUMNS_1_1, "1.2": _COLUMNS_1_2, "1.3": _COLUMNS_1_3}
_MICROSOFT_COLUMNS = _columns(
    "x_BillingAccountId x_BillingExchangeRate x_PricingBlockSize x_PricingUnitDescription x_PublisherCategory "
    "x_SkuMeterCategory x_SkuMeterName x_SkuMeterSubcategory"
)
_ENDS = {"1.0": ".csv", "1.1": ".csv.gz", "1.2": ".parquet", "1.3": ".parquet"}

SHARE_OF_OPEN_DAY = Decimal("0.7")
# The tokens that the previous month's bill left out of its last charge. The next month's bill corrects it.
FORGOTTEN = 1_000
_ACCOUNT_AT_MICROSOFT = "/providers/Microsoft.Billing/billingAccounts/1000001"
SUBSCRIPTION = "0f5a3c1e-7d42-4b8e-9a61-3c2b1d0e4f5a"
_PROJECT = "proj_focus"


@dataclass(frozen=True)
class Export:
    """One export of the month so far. Its newest day is incomplete unless the export is final."""

    delivered_at: datetime
    month: date
    last_day: date
    is_final: bool


@dataclass(frozen=True)
class Other:
    """A row that is not usage, and the reconciliation component that it belongs to; None if it is out of scope."""

    platform: str
    component: str
    row: Row


def exports_of(month: date) -> list[Export]:
    """Return ten exports: nine during the month, every third day, and the final one on the 5th of the next month."""
    following = _next_month(month)
    moments = [month + timedelta(days=day) for day in range(3, 28, 3)] + [following + timedelta(days=4)]
    return [
        Export(
            delivered_at=datetime(moment.year, moment.month, moment.day, 5, tzinfo=UTC),
            month=month,
            last_day=min(moment, following) - timedelta(days=1),
            is_final=moment > following,
        )
        for moment in moments
    ]


def charges_of(calls: Iterable[Call], book: PriceBook) -> list[Charge]:
    """Charge the calls that have a list price, with one charge per day and meter."""
    quantities: dict[MeterKey, int] = {}
    for call in calls:
        if call.is_priced:
            for key, quantity in call.meter_keys().items():
                quantities[key] = quantities.get(key, 0) + quantity
    charges = []
    for key, quantity in sorted(quantities.items()):
        price = book.unit_price(key.platform, key.model, key.meter, key.service_tier, key.deployment_scope, key.day)
        charges.append(Charge(key, Decimal(quantity), price, multiply(quantity, price)))
    return charges


def write_dataset(
    account: str, version: str, export: Export, charges: Sequence[Charge], forgets: bool = False
) -> dict[str, bytes]:
    """Return the file of an export by path: usage, other charges, and corrections of the previous month.

    Args:
        account: the folder in which the file lands.
        version: version of FOCUS.
        export: the export, which states the days that it covers.
        charges: charges of the month, and of the previous month if that was exported.
        forgets: whether to bill too little for the last day, so that the next month has to correct it.
    """
    late = forgotten(charges, _next_month(export.month)) if forgets else []
    rows = [row for charge in charges if (row := _exported(export, version, charge, charge in late)) is not None]
    rows += [corrected(export.month, version, charge) for charge in forgotten(charges, export.month)]
    if export.is_final:
        rows += [other.row for other in other_rows(version, export.month)]
    path = f"focus/{account}/{stamp(export.delivered_at)}/focus_{version}{_ENDS[version]}"
    return {path: to_bytes(rows, version)}


def _exported(export: Export, version: str, charge: Charge, is_late: bool) -> Row | None:
    if not export.month <= charge.key.day <= export.last_day:
        return None
    quantity = charge.quantity - (FORGOTTEN if is_late else 0)
    if charge.key.day == export.last_day and not export.is_final:
        quantity = multiply(quantity, SHARE_OF_OPEN_DAY).to_integral_value(rounding=ROUND_DOWN)
    return usage_row(version, charge, quantity)


def forgotten(charges: Iterable[Charge], month: date) -> list[Charge]:
    """The charges of the last day before a month that were billed too low. The month corrects them."""
    last_day = month - timedelta(days=1)
    return [
        charge
        for charge in charges
        if charge.key.day == last_day and charge.key.meter == "text_input" and charge.quantity > FORGOTTEN
    ]


def corrected(month: date, version: str, charge: Charge) -> Row:
    """Return the correction of a charge of an earlier month."""
    start, end = _bounds(month)
    row = usage_row(version, charge, Decimal(FORGOTTEN))
    return row | {"ChargeClass": "Correction", "BillingPeriodStart": start, "BillingPeriodEnd": end}


def usage_row(version: str, charge: Charge, quantity: Decimal) -> Row:
    """Return the row of a charge for a quantity in single units."""
    cost = multiply(quantity, charge.unit_price)
    row = _row(version, charge.key.platform, charge.key.day, "Usage", cost)
    row |= (
        _azure_meter(charge, quantity) if charge.key.platform == "azure" else _openai_meter(version, charge, quantity)
    )
    if version == "1.3":  # only states what it prices
        row |= {"ConsumedQuantity": None, "ConsumedUnit": None}
    return row


def _openai_meter(version: str, charge: Charge, quantity: Decimal) -> Row:
    key = charge.key
    line_item = openai_line_item(key.model, key.service_tier, key.meter, prefixed=False)
    is_time = key.meter == "transcription_seconds"
    block = 1 if is_time else 1_000_000
    return {
        "ChargeDescription": line_item if version == "1.0" else f"{line_item} on {key.day}",
        "SkuMeter": line_item,
        "SkuId": line_item.replace(" ", "_"),
        "ConsumedQuantity": quantity,
        "ConsumedUnit": "Seconds" if is_time else "Tokens",
        "PricingQuantity": divide(quantity, block),
        "PricingUnit": "Seconds" if is_time else f"{block} Tokens",
        "ListUnitPrice": multiply(charge.unit_price, block),
    }


def _azure_meter(charge: Charge, quantity: Decimal) -> Row:
    key = charge.key
    meter = AZURE_METERS[key.model, key.deployment_scope, key.meter]
    block = AZURE_BLOCKS[meter.unit_of_measure]
    return {
        "ChargeDescription": f"{meter.family} - {meter.name}",
        "SkuMeter": meter.name,
        "SkuId": meter.name.replace(" ", "_"),
        "ResourceId": f"/subscriptions/{SUBSCRIPTION}/resourcegroups/rg/providers/x/accounts/{key.resource}",
        "ResourceName": key.resource,
        "RegionId": "eastus2" if key.deployment_scope == "data_zone" else "swedencentral",
        "ConsumedQuantity": quantity,
        "ConsumedUnit": "Units",
        "PricingQuantity": divide(quantity, block),
        "PricingUnit": "Units",
        "ListUnitPrice": multiply(charge.unit_price, block),
        "x_PricingBlockSize": Decimal(block),
        "x_PricingUnitDescription": meter.unit_of_measure,
        "x_SkuMeterName": meter.name,
        "x_SkuMeterSubcategory": meter.family,
    }


def other_rows(version: str, month: date) -> list[Other]:
    """Return the rows of a month that are not usage: refunds, taxes, commitments, other companies' goods, support."""
    last_day = _next_month(month) - timedelta(days=1)
    commitment: Row = {
        "CommitmentDiscountId": "/reservations/ptu-1",
        "CommitmentDiscountCategory": "Usage",
        "CommitmentDiscountType": "Reservation",
    }
    capacity: Row = {
        "SkuMeter": "Provisioned Managed Global Unit",
        "x_SkuMeterName": "Provisioned Managed Global Unit",
        "ConsumedQuantity": Decimal(24),
        "ConsumedUnit": "Hours",
    }
    prepaid: Row = {"ChargeDescription": "Prepaid credits", "ChargeFrequency": "One-Time"}
    vendor: Row = {"PublisherName": "Contoso", "x_PublisherCategory": "Vendor", "x_SkuMeterCategory": "SaaS"}
    plan: Row = {"ServiceName": "Support", "ServiceCategory": "Other", "x_SkuMeterCategory": "Support"}
    machine: Row = {"ServiceName": "Virtual Machines", "x_SkuMeterCategory": "Virtual Machines"}

    def other(platform: str, component: str, category: str, cost: str, changes: Row | None = None) -> Other:
        return Other(platform, component, _row(version, platform, last_day, category, Decimal(cost)) | (changes or {}))

    return [
        other("openai", "credit", "Credit", "-5.25"),
        other("openai", "tax", "Tax", "1.93"),
        other("openai", "adjustment", "Adjustment", "0.11"),
        other("openai", "commitment", "Purchase", "50", prepaid),
        other("openai", "support", "Purchase", "7", {"ServiceName": "Premium Support", "ServiceCategory": "Other"}),
        other("azure", "credit", "Credit", "-0.75"),
        other("azure", "credit", "Purchase", "-3.5", {"ChargeClass": "Correction", **commitment}),
        other("azure", "tax", "Tax", "2.18"),
        other("azure", "commitment", "Purchase", "120", commitment),
        other("azure", "commitment", "Usage", "0", commitment | capacity | {"CommitmentDiscountStatus": "Used"}),
        other("azure", "commitment", "Usage", "0", commitment | capacity | {"CommitmentDiscountStatus": "Unused"}),
        other("azure", "provisioned", "Usage", "24", capacity),
        other("azure", "fee", "Purchase", "40.01", {**vendor, "ServiceName": "SaaS"}),
        other("azure", "support", "Purchase", "29", plan),
        other("azure", "", "Usage", "2.304", machine),
    ]


def _row(version: str, platform: str, day: date, category: str, cost: Decimal) -> Row:
    is_azure = platform == "azure"
    name = "Microsoft" if is_azure else "OpenAI"
    billing_start, billing_end = _bounds(day.replace(day=1))
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return {
        "BilledCost": cost,
        "ContractedCost": cost,
        "EffectiveCost": cost,
        "ListCost": cost,
        "BillingAccountId": _ACCOUNT_AT_MICROSOFT if is_azure else "org-focus",
        "BillingCurrency": "USD",
        "PricingCurrency": "USD",
        "BillingPeriodStart": billing_start,
        "BillingPeriodEnd": billing_end,
        "ChargePeriodStart": start,
        "ChargePeriodEnd": start + timedelta(days=1),
        "ChargeCategory": category,
        "ChargeFrequency": "Usage-Based" if category == "Usage" else "One-Time",
        "PricingCategory": "Standard",
        "ProviderName": name,
        "ServiceProviderName": name,
        "HostProviderName": "Microsoft",
        "PublisherName": name,
        "InvoiceIssuerName": name,
        "ServiceCategory": "AI and Machine Learning",
        "ServiceName": "Azure OpenAI Service" if is_azure else "OpenAI API",
        "SubAccountId": f"/subscriptions/{SUBSCRIPTION}" if is_azure else _PROJECT,
        "Tags": {"version": version},
        **({"x_BillingAccountId": "1000001", "x_BillingExchangeRate": Decimal(1)} if is_azure else {}),
        **({"x_SkuMeterCategory": "Foundry Models", "x_PublisherCategory": "Cloud Provider"} if is_azure else {}),
    }


def to_bytes(rows: Sequence[Row], version: str) -> bytes:
    """Return a dataset in the form of its version: CSV with literal NULLs, packed CSV, or Parquet."""
    columns = COLUMNS[version] + _MICROSOFT_COLUMNS
    if _ENDS[version] == ".parquet":
        return _parquet(rows, columns, zone="UTC" if version == "1.2" else None)
    data = _csv(rows, columns, version)
    return gzip.compress(data, mtime=0) if _ENDS[version].endswith(".gz") else data


def _csv(rows: Sequence[Row], columns: Sequence[str], version: str) -> bytes:
    """Version 1.0 writes NULL, and instants without a zone, like the published sample. Version 1.1 does neither."""
    is_sample = version == "1.0"
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_text(row.get(column), is_sample) for column in columns])
    return buffer.getvalue().encode("utf-8" if is_sample else "utf-8-sig")


def _text(value: Value, is_sample: bool) -> str:
    if value is None:
        return "NULL" if is_sample else ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}" if is_sample else f"{value:%Y-%m-%dT%H:%M:%SZ}"
    if isinstance(value, Decimal):
        return plain(value)
    return simplejson.dumps(value) if isinstance(value, dict) else value


def _parquet(rows: Sequence[Row], columns: Sequence[str], zone: str | None) -> bytes:
    table = pa.table(
        {column: pa.array([_typed(row.get(column), zone) for row in rows], _type(column, zone)) for column in columns}
    )
    file = io.BytesIO()
    pq.write_table(table, file, compression="zstd")
    return file.getvalue()


def _typed(value: Value, zone: str | None) -> object:
    if isinstance(value, datetime):
        return value if zone else value.replace(tzinfo=None)
    return list(value.items()) if isinstance(value, dict) else value


def _type(column: str, zone: str | None) -> pa.DataType:
    if column.endswith(("Tags", "Details")):
        return pa.map_(pa.string(), pa.string())
    if column.endswith(("PeriodStart", "PeriodEnd")):
        return pa.timestamp("ms", zone)
    if column.endswith(("Cost", "Price", "Quantity", "Rate", "Size")):
        return pa.decimal128(38, 18)
    return pa.string()


def _bounds(month: date) -> tuple[datetime, datetime]:
    following = _next_month(month)
    return datetime(month.year, month.month, 1, tzinfo=UTC), datetime(following.year, following.month, 1, tzinfo=UTC)


def _next_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)
