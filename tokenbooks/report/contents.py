"""The contents of a report. Names are those of the marts' columns, and they are the keys of the JSON document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class NextStep:
    """Something to do about the books.

    Attributes:
        action: an `action` of `fct_reconciliations`, or `read_refused_records`.
        sentence: what to do, where, how much money is at stake, and which mart to open.
        mart: the mart to open.
        amount: the money at stake; None if it is unknown.
        currency: currency of the amount.
        platform: platform that the step is about, if it is about one.
        billing_account_id: billing account that the step is about, if it is about one.
        billing_period: first day of the month that the step is about, if it is about one.
        records: number of refused records, if the step is about them.
        is_waiting: whether the only thing to do is to wait for the provider.
    """

    action: str
    sentence: str
    mart: str
    amount: Decimal | None = None
    currency: str | None = None
    platform: str | None = None
    billing_account_id: str | None = None
    billing_period: date | None = None
    records: int | None = None
    is_waiting: bool = False


@dataclass(frozen=True)
class InvoiceLine:
    """A line of an invoice."""

    platform: str
    model: str
    meter: str
    quantity: Decimal
    unit: str
    calculated_cost: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Invoice:
    """An invoice with its lines, the largest first."""

    invoice_id: str
    user_id: str
    billing_period: date
    invoice_status: str
    total_amount: Decimal
    currency: str
    lines: tuple[InvoiceLine, ...]


@dataclass(frozen=True)
class InvoiceTotal:
    """All invoices of the month in one currency."""

    currency: str
    invoices: int
    total_amount: Decimal


@dataclass(frozen=True)
class Component:
    """A part of a variance."""

    component: str
    amount: Decimal


@dataclass(frozen=True)
class OffsettingPart:
    """The variance of a model and meter in a month whose differences cancel."""

    model: str
    meter: str
    variance_amount: Decimal


@dataclass(frozen=True)
class Reconciliation:
    """A month of an account: calculated cost, billed cost, and the components of the variance, the largest first.

    If differences cancel, `offsetting_parts` has the model and meter of each, the largest first.
    """

    platform: str
    billing_account_id: str
    billing_period: date
    currency: str
    calculated_cost: Decimal | None
    billed_cost: Decimal | None
    variance_amount: Decimal
    gross_variance_amount: Decimal
    variance_ratio: Decimal | None
    reconciliation_status: str
    is_offsetting: bool
    largest_component: str | None
    action: str
    compared_calls: int | None
    differing_calls: int | None
    reported_variance_amount: Decimal | None
    components: tuple[Component, ...]
    offsetting_parts: tuple[OffsettingPart, ...]

    @property
    def account(self) -> str:
        """The platform and the billing account."""
        return f"{self.platform}/{self.billing_account_id}"

    @property
    def status(self) -> str:
        """The status, and whether differences cancel."""
        return f"{self.reconciliation_status}, offsetting" if self.is_offsetting else self.reconciliation_status


@dataclass(frozen=True)
class MeterVariance:
    """A meter of one day with a large variance."""

    platform: str
    billing_account_id: str
    usage_date: date
    model: str
    meter: str
    currency: str
    variance_amount: Decimal


@dataclass(frozen=True)
class QuantityDiscrepancy:
    """A meter whose money matches on some days of a month, and whose quantities on these days do not."""

    platform: str
    billing_account_id: str
    billing_period: date
    model: str
    meter: str
    days: int
    calculated_quantity: Decimal
    billed_quantity: Decimal


@dataclass(frozen=True)
class UnpricedUsage:
    """Usage of a meter without a price."""

    platform: str
    model: str
    meter: str
    unit: str
    quantity: Decimal
    events: int
    first_used_on: date
    last_used_on: date


@dataclass(frozen=True)
class UnpricedBill:
    """The amount that is billed for usage of a model without a price."""

    platform: str
    model: str
    currency: str
    billed_cost: Decimal


@dataclass(frozen=True)
class UnmappedCharge:
    """A billed meter that no rule maps."""

    platform: str
    raw_meter_name: str
    unit_of_measure: str | None
    currency: str
    unmapped_reason: str | None
    billed_cost: Decimal
    charges: int


@dataclass(frozen=True)
class Rejected:
    """The number of refused records with one reason."""

    reason: str
    records: int


@dataclass(frozen=True)
class Report:
    """The whole report.

    Attributes:
        billing_period: the month of the invoices; None before the first invoice.
        next_steps: the first steps to take, the most money first.
        next_steps_in_all: number of all steps.
        invoice_totals: totals of all invoices of the month, by currency.
        invoices: the largest invoices of the month.
        reconciliations: every account and month.
        largest_variances: the meters and days with the largest variances.
        quantity_discrepancies: meters that match in money, but not in quantity.
        unpriced: usage without a price.
        unpriced_bills: amounts that are billed for such usage.
        unmapped: billed meters that no rule maps.
        rejected: refused records by reason, the most common first.
    """

    billing_period: date | None
    next_steps: tuple[NextStep, ...]
    next_steps_in_all: int
    invoice_totals: tuple[InvoiceTotal, ...]
    invoices: tuple[Invoice, ...]
    reconciliations: tuple[Reconciliation, ...]
    largest_variances: tuple[MeterVariance, ...]
    quantity_discrepancies: tuple[QuantityDiscrepancy, ...]
    unpriced: tuple[UnpricedUsage, ...]
    unpriced_bills: tuple[UnpricedBill, ...]
    unmapped: tuple[UnmappedCharge, ...]
    rejected: tuple[Rejected, ...]
