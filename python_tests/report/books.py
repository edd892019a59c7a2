"""Hand-made marts: the tables that a report reads, on any engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tokenbooks.report import queries

#: The columns that a report reads, with the types of the contracts.
_TABLES = {
    "fct_invoices": (
        "invoice_id varchar, user_id varchar, billing_period date, invoice_status varchar,"
        " total_amount decimal(38, 4), currency varchar"
    ),
    "fct_invoice_lines": (
        "invoice_id varchar, platform varchar, model varchar, meter varchar, quantity decimal(38, 12), unit varchar,"
        " calculated_cost decimal(38, 12), amount decimal(38, 4)"
    ),
    "fct_reconciliations": (
        "reconciliation_id varchar, platform varchar, billing_account_id varchar, billing_period date,"
        " currency varchar, calculated_cost decimal(38, 12), billed_cost decimal(38, 12),"
        " variance_amount decimal(38, 12), gross_variance_amount decimal(38, 12), variance_ratio decimal(38, 6),"
        " reconciliation_status varchar, is_offsetting boolean, largest_component varchar, action varchar,"
        " compared_calls bigint, differing_calls bigint, reported_variance_amount decimal(38, 12)"
    ),
    "fct_variance_components": "reconciliation_id varchar, component varchar, amount decimal(38, 12)",
    "fct_meter_variances": (
        "platform varchar, billing_account_id varchar, usage_date date, billing_period date, model varchar,"
        " meter varchar, currency varchar, calculated_quantity decimal(38, 12), billed_quantity decimal(38, 12),"
        " calculated_cost decimal(38, 12), billed_cost decimal(38, 12), variance_amount decimal(38, 12),"
        " reconciliation_status varchar, quantity_status varchar"
    ),
    "fct_unpriced_usage": (
        "platform varchar, model varchar, meter varchar, usage_date date, unit varchar, quantity decimal(38, 12),"
        " events bigint"
    ),
    "fct_unmapped_charges": (
        "platform varchar, raw_meter_name varchar, unit_of_measure varchar, currency varchar,"
        " unmapped_reason varchar, billed_cost decimal(38, 12), charges bigint"
    ),
    "fct_rejected_events": "source varchar, reason varchar",
}


@dataclass(frozen=True)
class Account:
    """A reconciliation with its components."""

    name: str = "openai/org-1"
    month: str = "2026-03-01"
    currency: str = "USD"
    calculated: str = "10"
    billed: str = "10"
    status: str = "matched"
    action: str = "none"
    parts: tuple[tuple[str, str], ...] = ()
    #: Model, meter and variance of each, if differences cancel.
    offsetting: tuple[tuple[str, str, str], ...] = ()
    #: Calls with an application cost, those that differ, and the sum of the differences.
    calls: tuple[str, str, str] = ("null", "null", "null")

    def statements(self) -> Iterator[str]:
        """SQL that adds it."""
        platform, account = self.name.split("/")
        key = f"{self.name} {self.month} {self.currency}"
        largest = f"'{self.parts[0][0]}'" if self.parts else "null"
        amounts = [amount for _, _, amount in self.offsetting] or [amount for _, amount in self.parts]
        gross = " + ".join(f"abs({amount})" for amount in amounts) or "0"
        yield (
            f"insert into marts.fct_reconciliations values ('{key}', '{platform}', '{account}', date '{self.month}',"
            f" '{self.currency}', {self.calculated}, {self.billed},"
            f" coalesce({self.billed}, 0) - coalesce({self.calculated}, 0), {gross}, 0.123456, '{self.status}',"
            f" {bool(self.offsetting)}, {largest}, '{self.action}', {', '.join(self.calls)})"
        )
        for model, meter, amount in self.offsetting:
            yield (
                f"insert into marts.fct_meter_variances values ('{platform}', '{account}', date '{self.month}',"
                f" date '{self.month}', '{model}', '{meter}', '{self.currency}', 1, 1, 1, 1 + {amount}, {amount},"
                " 'discrepancy', 'matched')"
            )
        for component, amount in self.parts:
            yield f"insert into marts.fct_variance_components values ('{key}', '{component}', {amount})"

    def but(self, **changes: str) -> Account:
        """The same reconciliation with changes."""
        return replace(self, **changes)  # type: ignore[arg-type]


def empty_books() -> Iterator[str]:
    """SQL that creates the marts without rows."""
    assert {f"marts.{name}" for name in _TABLES} == set(queries.MARTS)
    yield "create schema marts"
    for name, columns in _TABLES.items():
        yield f"create table marts.{name} ({columns})"


MISSING_USAGE = Account(
    calculated="1234567.1",
    billed="2234567.123456789012",
    status="discrepancy",
    action="find_missing_usage",
    parts=(("one_sided_bill", "1000000.023456789012"),),
)


#: Eight meters whose variances add up to 0.5, and a credit.
OFFSETTING = Account(
    name="anthropic/offset",
    calculated="1000",
    billed="1000.5",
    action="find_missing_usage",
    parts=(("credit", "-3"), ("quantity_variance", "3.5")),
    offsetting=(
        ("claude-one", "text_input", "45.123456"),
        ("claude-two", "text_output", "-45.123456"),
        ("claude-two", "text_input", "9"),
        ("claude-three", "text_input", "-8"),
        ("claude-three", "text_output", "3"),
        ("claude-four", "text_input", "-2"),
        ("claude-four", "text_output", "1"),
        ("claude-four", "text_cached_input", "0.5"),
    ),
)


def full_books() -> Iterator[str]:
    """SQL that creates marts with rows of every kind."""
    yield from empty_books()
    yield from MISSING_USAGE.statements()
    yield from Account(name="azure/sub-with-a-very-long-name-0123456789-abcdefghij").statements()
    yield from Account(
        name="vertex/project-1", billed="17.5", status="pending", action="wait_for_bill", parts=(("tax", "7.5"),)
    ).statements()
    yield "insert into marts.fct_invoices values ('i-1', 'ada', date '2026-03-01', 'draft', 1234.56, 'USD')"
    yield "insert into marts.fct_invoices values ('i-0', 'ada', date '2026-02-01', 'draft', 9.99, 'USD')"
    for number in range(8):
        yield (
            "insert into marts.fct_invoice_lines values ('i-1', 'openai', 'gpt-realtime-mini-2025-12-15',"
            f" 'meter_{number}', {1000 * number}, 'tokens', {number}.123456, {number}.12)"
        )
    yield (
        "insert into marts.fct_meter_variances values ('openai', 'org-1', date '2026-03-05', date '2026-03-01',"
        " 'gpt-[new]', 'text_input', 'USD', 5, 5, null, 0.25, 0.25, 'discrepancy', 'matched')"
    )
    for day in ("2026-03-05", "2026-03-06"):
        yield (
            f"insert into marts.fct_meter_variances values ('openai', 'org-1', date '{day}', date '2026-03-01',"
            " 'gpt-realtime', 'audio_input', 'USD', 46, 640, 0.00046, 0.0064, 0.00594, 'matched', 'discrepancy')"
        )
    yield (
        "insert into marts.fct_unpriced_usage"
        " values ('openai', 'gpt-[new]', 'text_input', date '2026-03-05', 'tokens', 5, 2)"
    )
    yield (
        "insert into marts.fct_unmapped_charges"
        " values ('azure', 'A | new meter', '1M', 'USD', 'unknown_words', 42.5, 3)"
    )
    for reason, records in (("not_json", 4), ("negative_count", 2), ("wrong_source", 1), ("not_usage", 1)):
        for _ in range(records):
            yield f"insert into marts.fct_rejected_events values ('usage', '{reason}')"
