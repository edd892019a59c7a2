"""The next steps, derived from the marts: one sentence each, the step with the most money at stake first.

Amounts of different currencies are ranked without conversion. Steps with an unknown amount come after steps with an
amount. Bills that may still change come last, because the only thing to do is to wait.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from tokenbooks.refusals import commonest
from tokenbooks.report.contents import (
    NextStep,
    Reconciliation,
    Rejected,
    UnmappedCharge,
    UnpricedBill,
    UnpricedUsage,
)
from tokenbooks.report.figures import money, month

_MONTHS = "marts.fct_reconciliations"
_METERS = "marts.fct_meter_variances"
_CHARGES = "marts.fct_billed_charges"
_UNMAPPED = "marts.fct_unmapped_charges"
_UNPRICED = "marts.fct_unpriced_usage"
_REFUSED = "marts.fct_rejected_events"

#: The sentences by action, for months with usage and a bill. The amount is that of the largest component.
_REMEDIES = {
    "find_missing_usage": "Find the usage of {account} that is missing in {month}: {amount} is billed without it",
    "update_price_book": "Correct the prices of {account} in {month}: they differ from the bill by {amount}",
    "map_meter": "Map the meters on the bill of {account} for {month}: {amount} is billed on meters that no rule maps",
    "check_charges": "Check the charges of {account} in {month} that are not usage: {amount} is billed beside it",
    "dispute_bill": "Dispute the bill of {account} for {month}: it differs by {amount}",
    "fix_application": "Find out why {account} has more usage than its bill in {month}: {amount} is not billed",
    "wait_for_bill": "Load the rest of the bill of {account} for {month}: {amount} of usage is not on it",
}
_ANY_REMEDY = "Examine {account} in {month}: it differs by {amount}"
#: Correct refusals: gateways and traces also record things that are not calls.
_EXPECTED_REASONS = {"not_usage"}


def all_steps(
    reconciliations: Sequence[Reconciliation],
    unmapped: Sequence[UnmappedCharge],
    unpriced: Sequence[UnpricedUsage],
    unpriced_bills: Sequence[UnpricedBill],
    rejected: Sequence[Rejected],
) -> tuple[NextStep, ...]:
    """All steps, ranked. If a step about a meter or model covers the money of a month, the month has no step."""
    covered = {("unmapped", charge.platform) for charge in unmapped}
    covered |= {("unpriced", bill.platform) for bill in unpriced_bills}
    steps = [
        *map(_map_meter, unmapped),
        *_add_prices(unpriced, unpriced_bills),
        *_read_refused(rejected),
        *(_reconcile(one) for one in reconciliations if one.action != "none" and not _is_covered(one, covered)),
    ]
    return tuple(sorted(steps, key=_rank))


def _rank(step: NextStep) -> tuple[int, Decimal, str]:
    """Steps with an amount come first, then usage without a price, then refused records, then bills to wait for."""
    if step.is_waiting:
        order = 3
    elif step.amount is not None:
        order = 0
    else:
        order = 1 if step.records is None else 2
    return order, -(step.amount or Decimal(0)), step.sentence


def _is_covered(one: Reconciliation, covered: set[tuple[str, str]]) -> bool:
    if one.is_offsetting:
        return one.action == "map_meter" and ("unmapped", one.platform) in covered
    is_by_component = one.action in ("map_meter", "update_price_book")
    return is_by_component and (one.largest_component or "", one.platform) in covered


def _map_meter(charge: UnmappedCharge) -> NextStep:
    amount = abs(charge.billed_cost)
    return NextStep(
        action="map_meter",
        sentence=(
            f"Map the meter {charge.raw_meter_name!r} on the bills of {charge.platform}: "
            f"{_amount(amount, charge.currency)} is billed on it; open {_UNMAPPED}."
        ),
        mart=_UNMAPPED,
        amount=amount,
        currency=charge.currency,
        platform=charge.platform,
    )


def _add_prices(unpriced: Sequence[UnpricedUsage], bills: Sequence[UnpricedBill]) -> Iterator[NextStep]:
    models = sorted({(usage.platform, usage.model) for usage in unpriced})
    for platform, model in models:
        meters = len({usage.meter for usage in unpriced if (usage.platform, usage.model) == (platform, model)})
        billed = [bill for bill in bills if (bill.platform, bill.model) == (platform, model)]
        start = f"Add the price of {model} on {platform}"
        for bill in billed:
            amount = abs(bill.billed_cost)
            sentence = f"{start}: {_amount(amount, bill.currency)} is billed for it, but no user is charged"
            yield NextStep(
                action="update_price_book",
                sentence=f"{sentence}; open {_UNPRICED}.",
                mart=_UNPRICED,
                amount=amount,
                currency=bill.currency,
                platform=platform,
            )
        if not billed:
            sentence = f"{start}: usage of {_count(meters, 'meter')} costs nothing until then"
            yield NextStep("update_price_book", f"{sentence}; open {_UNPRICED}.", _UNPRICED, platform=platform)


def _read_refused(rejected: Sequence[Rejected]) -> Iterator[NextStep]:
    reasons = {one.reason: one.records for one in rejected if one.reason not in _EXPECTED_REASONS}
    if reasons:
        yield NextStep(
            action="read_refused_records",
            sentence=f"Find out why records are refused and missing from all costs, {commonest(reasons)};"
            f" open {_REFUSED}.",
            mart=_REFUSED,
            records=sum(reasons.values()),
        )


def _reconcile(one: Reconciliation) -> NextStep:
    amount, sentence, mart = _by_status(one)
    return NextStep(
        action=one.action,
        sentence=f"{sentence}; open {mart}.",
        mart=mart,
        amount=amount,
        currency=one.currency,
        platform=one.platform,
        billing_account_id=one.billing_account_id,
        billing_period=one.billing_period,
        is_waiting=one.reconciliation_status == "pending",
    )


def _by_status(one: Reconciliation) -> tuple[Decimal, str, str]:
    """The money at stake, the sentence, and the mart to open."""
    variance = abs(one.variance_amount)
    when, cost = month(one.billing_period), _amount(variance, one.currency)
    if one.reconciliation_status == "pending":
        return variance, f"Wait for the final bill of {one.account} for {when}: {cost} may still change", _MONTHS
    if one.reconciliation_status == "missing_bill":
        return variance, f"Load the bill of {one.account} for {when}: {cost} is calculated and nothing billed", _MONTHS
    if one.reconciliation_status == "missing_usage":
        return variance, f"Load the usage of {one.account} in {when}: {cost} is billed and no call has landed", _METERS
    stake, name = _decisive_part(one)
    remedy = _REMEDIES.get(one.action, _ANY_REMEDY)
    sentence = remedy.format(account=one.account, month=when, amount=_amount(stake, one.currency))
    mart = _CHARGES if one.action == "check_charges" else _METERS
    return stake, f"{sentence} ({name})" if name else sentence, mart


def _decisive_part(one: Reconciliation) -> tuple[Decimal, str]:
    """The amount and the name of the part of the variance that decides the action."""
    if one.offsetting_parts:
        part = one.offsetting_parts[0]
        return abs(part.variance_amount), f"{part.model} {part.meter}, offsetting"
    for component in one.components:
        if component.component == one.largest_component:
            return abs(component.amount), component.component
    return abs(one.variance_amount), ""


def _amount(amount: Decimal, currency: str) -> str:
    return f"{money(amount)} {currency}"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
