"""Azure Cost Management actual-cost exports: cumulative for the month, in the EA or the MCA form.

The headers are those of public exports: EA from microsoft/finops-toolkit (MIT), MCA as documented for 2025-03-01.
"""

import csv
import gzip
import io
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_DOWN, Decimal

from tools.simulator.amounts import divide, multiply, plain
from tools.simulator.calls import Charge
from tools.simulator.deliveries import stamp
from tools.simulator.meter_names import AZURE_BLOCKS, AZURE_METERS


def _columns(text: str) -> list[str]:
    return text.split()


EA_HEADER = _columns(
    "BillingAccountId BillingAccountName BillingPeriodStartDate BillingPeriodEndDate BillingProfileId "
    "BillingProfileName AccountOwnerId AccountName SubscriptionId SubscriptionName Date Product PartNumber MeterId "
    "ServiceFamily MeterCategory MeterSubCategory MeterRegion MeterName Quantity EffectivePrice Cost UnitPrice "
    "BillingCurrency ResourceLocation AvailabilityZone ConsumedService ResourceId ResourceName ServiceInfo1 "
    "ServiceInfo2 AdditionalInfo Tags InvoiceSectionId InvoiceSection CostCenter UnitOfMeasure ResourceGroup "
    "ReservationId ReservationName ProductOrderId ProductOrderName OfferId IsAzureCreditEligible Term PublisherName "
    "PlanName ChargeType Frequency PublisherType PayGPrice PricingModel CostAllocationRuleName benefitId "
    "benefitName"
)
MCA_HEADER = _columns(
    "invoiceId previousInvoiceId billingAccountId billingAccountName billingProfileId billingProfileName "
    "invoiceSectionId invoiceSectionName resellerName resellerMpnId costCenter billingPeriodEndDate "
    "billingPeriodStartDate servicePeriodEndDate servicePeriodStartDate date serviceFamily productOrderId "
    "productOrderName consumedService meterId meterName meterCategory meterSubCategory meterRegion ProductId "
    "ProductName SubscriptionId subscriptionName publisherType publisherId publisherName resourceGroupName "
    "ResourceId resourceLocation location effectivePrice quantity unitOfMeasure chargeType billingCurrency "
    "pricingCurrency costInBillingCurrency costInPricingCurrency costInUsd paygCostInBillingCurrency paygCostInUsd "
    "exchangeRatePricingToBilling exchangeRateDate isAzureCreditEligible serviceInfo1 serviceInfo2 additionalInfo "
    "tags PayGPrice frequency term reservationId reservationName pricingModel unitPrice costAllocationRuleName "
    "benefitId benefitName provider"
)

SHARE_OF_OPEN_DAY = Decimal("0.7")
AI_CATEGORY = "Foundry Models"
AI_SERVICE = "Microsoft.CognitiveServices"
SUBSCRIPTION = "Demo subscription"


@dataclass(frozen=True)
class Row:
    """One row of an export. `quantity` is in units of measure, `price` is per unit of measure, amounts are in USD."""

    day: date
    category: str
    family: str
    meter_name: str
    unit_of_measure: str
    quantity: Decimal
    price: Decimal
    cost: Decimal
    resource: str
    location: str
    service: str = AI_SERVICE
    charge_type: str = "Usage"


@dataclass(frozen=True)
class Export:
    """One scheduled export of the month so far. Its newest day is incomplete unless the export is final."""

    delivered_at: datetime
    month: date
    last_day: date
    is_final: bool

    @property
    def is_enterprise(self) -> bool:
        """Whether the agreement is an enterprise one (EA, until January) and not a customer agreement (MCA)."""
        return self.month < date(2026, 2, 1)


def exports_of(month: date) -> list[Export]:
    """Return two exports during the month, one just after it, and the final one on the 5th of the next month."""
    following = (month + timedelta(days=31)).replace(day=1)
    moments = [month + timedelta(days=10), month + timedelta(days=20), following, following + timedelta(days=4)]
    return [
        Export(
            delivered_at=datetime(moment.year, moment.month, moment.day, 4, tzinfo=UTC),
            month=month,
            last_day=min(moment, following) - timedelta(days=1),
            is_final=moment > following,
        )
        for moment in moments
    ]


def ai_row(charge: Charge, quantity: Decimal | None = None) -> Row:
    """Return the row of a charge, optionally for another quantity of tokens."""
    key = charge.key
    meter = AZURE_METERS[key.model, key.deployment_scope, key.meter]
    block = AZURE_BLOCKS[meter.unit_of_measure]
    tokens = charge.quantity if quantity is None else quantity
    return Row(
        day=key.day,
        category=AI_CATEGORY,
        family=meter.family,
        meter_name=charge.label or meter.name,
        unit_of_measure=meter.unit_of_measure,
        quantity=divide(tokens, block),
        price=multiply(charge.unit_price, block),
        cost=multiply(tokens, charge.unit_price),
        resource=key.resource,
        location="eastus2" if key.deployment_scope == "data_zone" else "swedencentral",
    )


def write_exports(
    account: str, charges: Sequence[Charge], other_rows: Sequence[Row], months: Sequence[date]
) -> dict[str, bytes]:
    """Return the files of every export by path. The very last export is split into two parts."""
    files: dict[str, bytes] = {}
    ordered = sorted(charges, key=lambda charge: (charge.key, charge.label))
    for month in months:
        for export in exports_of(month):
            rows = _rows(export, ordered, other_rows)
            folder = f"azure_cost/{account}/{stamp(export.delivered_at)}"
            is_split = export.is_final and month == months[-1]
            parts = [rows[::2], rows[1::2]] if is_split else [rows]
            for index, part in enumerate(parts):
                data = to_csv(part, export.is_enterprise, account)
                if export.is_final and month.month == 2:
                    files[f"{folder}/part_{index}.csv.gz"] = gzip.compress(data, mtime=0)
                else:
                    files[f"{folder}/part_{index}.csv"] = data
    return files


def _rows(export: Export, charges: Sequence[Charge], other_rows: Sequence[Row]) -> list[Row]:
    rows = []
    for charge in charges:
        if export.month <= charge.key.day <= export.last_day:
            is_open = charge.key.day == export.last_day and not export.is_final
            share = multiply(charge.quantity, SHARE_OF_OPEN_DAY).to_integral_value(rounding=ROUND_DOWN)
            rows.append(ai_row(charge, share if is_open else None))
    # Taxes and refunds are booked after the end of the month.
    rows += [
        row
        for row in other_rows
        if export.month <= row.day <= export.last_day and (row.charge_type == "Usage" or export.is_final)
    ]
    return rows


def to_csv(rows: Sequence[Row], is_enterprise: bool, account: str) -> bytes:
    """Return an export file: byte order mark, header, CRLF lines."""
    buffer = io.StringIO(newline="")
    header = EA_HEADER if is_enterprise else MCA_HEADER
    writer = csv.writer(buffer)
    writer.writerow(header)
    for row in rows:
        values = _enterprise_values(row, account) if is_enterprise else _customer_values(row, account)
        writer.writerow([values.get(column, "") for column in header])
    return buffer.getvalue().encode("utf-8-sig")


def _resource_id(row: Row, account: str) -> str:
    group = f"/subscriptions/{account}/resourceGroups/rg-{row.resource}"
    kind = "accounts" if row.service == AI_SERVICE else "virtualMachines"
    return f"{group}/providers/{row.service}/{kind}/{row.resource}"


def _meter_id(row: Row) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{row.meter_name}/{row.location}")) if row.meter_name else ""


def _month_bounds(day: date) -> tuple[date, date]:
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _enterprise_values(row: Row, account: str) -> dict[str, str]:
    first, last = (day.strftime("%m/%d/%Y") for day in _month_bounds(row.day))
    return {
        "BillingAccountId": "1000001",
        "BillingAccountName": "Demo enrollment",
        "BillingPeriodStartDate": first,
        "BillingPeriodEndDate": last,
        "SubscriptionId": account,
        "SubscriptionName": SUBSCRIPTION,
        "Date": row.day.strftime("%m/%d/%Y"),
        "Product": f"{row.family} - {row.meter_name} - {row.location}",
        "MeterId": _meter_id(row),
        "ServiceFamily": "AI + Machine Learning" if row.service == AI_SERVICE else "Compute",
        "MeterCategory": row.category,
        "MeterSubCategory": row.family,
        "MeterName": row.meter_name,
        "Quantity": plain(row.quantity),
        "EffectivePrice": plain(row.price),
        "Cost": plain(row.cost),
        "UnitPrice": plain(row.price),
        "BillingCurrency": "USD",
        "ResourceLocation": row.location,
        "ConsumedService": row.service,
        "ResourceId": _resource_id(row, account),
        "ResourceName": row.resource,
        "UnitOfMeasure": row.unit_of_measure,
        "ResourceGroup": f"rg-{row.resource}",
        "OfferId": "MS-AZR-0017P",
        "IsAzureCreditEligible": "True",
        "ChargeType": row.charge_type,
        "Frequency": "UsageBased",
        "PublisherType": "Azure",
        "PayGPrice": plain(row.price),
        "PricingModel": "OnDemand",
    }


def _customer_values(row: Row, account: str) -> dict[str, str]:
    first, last = (day.isoformat() for day in _month_bounds(row.day))
    cost = plain(row.cost)
    return {
        "billingAccountId": "demo-customer-agreement",
        "billingAccountName": "Demo customer agreement",
        "billingPeriodStartDate": first,
        "billingPeriodEndDate": last,
        "servicePeriodStartDate": first,
        "servicePeriodEndDate": last,
        "date": row.day.isoformat(),
        "serviceFamily": "AI + Machine Learning" if row.service == AI_SERVICE else "Compute",
        "consumedService": row.service,
        "meterId": _meter_id(row),
        "meterName": row.meter_name,
        "meterCategory": row.category,
        "meterSubCategory": row.family,
        "ProductName": f"{row.family} - {row.meter_name} - {row.location}",
        "SubscriptionId": account,
        "subscriptionName": SUBSCRIPTION,
        "publisherType": "Microsoft",
        "publisherName": "Microsoft",
        "resourceGroupName": f"rg-{row.resource}",
        "ResourceId": _resource_id(row, account),
        "resourceLocation": row.location,
        "location": row.location,
        "effectivePrice": plain(row.price),
        "quantity": plain(row.quantity),
        "unitOfMeasure": row.unit_of_measure,
        "chargeType": row.charge_type,
        "billingCurrency": "USD",
        "pricingCurrency": "USD",
        "costInBillingCurrency": cost,
        "costInPricingCurrency": cost,
        "costInUsd": cost,
        "paygCostInBillingCurrency": cost,
        "paygCostInUsd": cost,
        "exchangeRatePricingToBilling": "1",
        "isAzureCreditEligible": "True",
        "PayGPrice": plain(row.price),
        "frequency": "UsageBased",
        "pricingModel": "OnDemand",
        "unitPrice": plain(row.price),
        "provider": "Azure",
    }


def machine_rows(months: Sequence[date]) -> list[Row]:
    """Return the rows of a virtual machine every third day: costs of the subscription that are not LLM usage."""
    rows = []
    for month in months:
        day = month
        while day.month == month.month:
            rows.append(
                Row(
                    day=day,
                    category="Virtual Machines",
                    family="Dsv5 Series",
                    meter_name="D2s v5",
                    unit_of_measure="1 Hour",
                    quantity=Decimal(24),
                    price=Decimal("0.096"),
                    cost=Decimal("2.304"),
                    resource="vm-build",
                    location="eastus2",
                    service="Microsoft.Compute",
                )
            )
            day += timedelta(days=3)
    return rows


def adjustment_row(day: date, charge_type: str, amount: Decimal) -> Row:
    """Return a refund or tax row of the AI service: money without a meter."""
    return Row(
        day=day,
        category=AI_CATEGORY,
        family="Azure OpenAI",
        meter_name="",
        unit_of_measure="",
        quantity=Decimal(1),
        price=amount,
        cost=amount,
        resource="",
        location="",
        charge_type=charge_type,
    )
