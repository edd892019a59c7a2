"""What a report holds. Names are those of the marts' columns, and they are the keys of the JSON document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class NextStep:
    """Something to do about the books.

    Attributes:
        action: one word for it: an `action` of `fct_reconciliations`, or `read_refused_records`.
        sentence: what to do, about how much, where, and which mart to open.
        amount: the money at stake; None where nobody knows it.
        records: refused records, where that is what it is about.
        mart: the one to open.
        is_waiting: there is nothing to do but to wait for the provider.
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
class Reconciliation:
    """A month of an account, calculated against billed, and what the difference is made of, the largest first."""

    platform: str
    billing_account_id: str
    billing_period: date
    currency: str
    calculated_cost: Decimal | None
    billed_cost: Decimal | None
    variance_amount: Decimal
    variance_ratio: Decimal | None
    reconciliation_status: str
    largest_component: str | None
    action: str
    components: tuple[Component, ...]

    @property
    def account(self) -> str:
        """The account and who bills it."""
        return f"{self.platform}/{self.billing_account_id}"


@dataclass(frozen=True)
class MeterVariance:
    """A meter of one day that is far off."""

    platform: str
    billing_account_id: str
    usage_date: date
    model: str
    meter: str
    currency: str
    variance_amount: Decimal


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
    """What is billed for the usage of a model that has no price."""

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
    """Refused records with one reason."""

    reason: str
    records: int


@dataclass(frozen=True)
class Report:
    """All of it.

    Attributes:
        billing_period: the month of the invoices; None before the first invoice.
        next_steps: the first of what there is to do, the most money first.
        next_steps_in_all: how many there are.
        invoice_totals: all invoices of the month.
        invoices: the largest of them.
        reconciliations: every account and month.
        largest_variances: the meters and days to look at first.
        unpriced: usage without a price.
        unpriced_bills: what is billed for it.
        unmapped: billed meters that no rule maps.
        rejected: refused records by reason, the commonest first.
    """

    billing_period: date | None
    next_steps: tuple[NextStep, ...]
    next_steps_in_all: int
    invoice_totals: tuple[InvoiceTotal, ...]
    invoices: tuple[Invoice, ...]
    reconciliations: tuple[Reconciliation, ...]
    largest_variances: tuple[MeterVariance, ...]
    unpriced: tuple[UnpricedUsage, ...]
    unpriced_bills: tuple[UnpricedBill, ...]
    unmapped: tuple[UnmappedCharge, ...]
    rejected: tuple[Rejected, ...]
