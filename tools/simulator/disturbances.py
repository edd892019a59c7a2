"""The disagreements between usage and bills. Each is injected on purpose and recorded with its effect."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from tools.simulator import customers
from tools.simulator.amounts import multiply, number
from tools.simulator.calls import Call, Charge, MeterKey
from tools.simulator.payloads import VoiceUsage
from tools.simulator.prices import PriceBook

ONE_SIDED_MODEL = "gpt-4o-2024-08-06"
UNMAPPED_METER_NAME = "Foundry speech agents 0326 1M"


@dataclass(frozen=True)
class Disturbance:
    """One injected disagreement. `billed_cost_effect` is the amount in USD that it added to the bill."""

    name: str
    platform: str
    billing_account_id: str
    first_day: date
    last_day: date
    model: str
    meters: tuple[str, ...]
    billed_cost_effect: Decimal
    what_happened: str


@dataclass
class Bills:
    """Every charge of the demo accounts after all disturbances, and the record of each disturbance."""

    charges: list[Charge]
    disturbances: list[Disturbance] = field(default_factory=list)


def bill(calls: Sequence[Call], book: PriceBook) -> Bills:
    """Charge the true usage at list price, then inject every disturbance once."""
    quantities: dict[MeterKey, int] = {}
    for call in calls:
        if call.is_priced:
            for key, quantity in call.meter_keys().items():
                quantities[key] = quantities.get(key, 0) + quantity
    bills = Bills([_at_list_price(key, Decimal(quantity), book) for key, quantity in sorted(quantities.items())])
    for inject in (
        _late_usage,
        _missing_bill_days,
        _price_change_not_in_book,
        _cache_discount_not_granted,
        _provider_double_meter,
        _unmapped_meter,
    ):
        inject(bills)
    _unobserved_responses(bills, calls, book)
    _unpriced_model(bills, calls)
    _missing_usage(bills, book)
    # A provider adds up the charges of a meter. Only the double billing repeats lines.
    bills.charges = _one_line_per_meter(bills.charges)
    _duplicate_billing(bills)
    return bills


def _one_line_per_meter(charges: Iterable[Charge]) -> list[Charge]:
    merged: dict[tuple[MeterKey, str, Decimal], Charge] = {}
    for charge in charges:
        line = (charge.key, charge.label, charge.unit_price)
        known = merged.get(line)
        merged[line] = _with_quantity(charge, charge.quantity + known.quantity) if known else charge
    return list(merged.values())


def _at_list_price(key: MeterKey, quantity: Decimal, book: PriceBook) -> Charge:
    price = book.unit_price(key.platform, key.model, key.meter, key.service_tier, key.deployment_scope, key.day)
    return Charge(key, quantity, price, multiply(quantity, price))


def _with_quantity(charge: Charge, quantity: Decimal) -> Charge:
    return replace(charge, quantity=quantity, cost=multiply(quantity, charge.unit_price))


def _rewrite(
    bills: Bills,
    name: str,
    account: str,
    first_day: date,
    last_day: date,
    model: str,
    meters: tuple[str, ...],
    change: Callable[[Charge], Iterable[Charge]],
    what_happened: str,
) -> None:
    """Replace every charge within the bounds. An empty `model` or `meters` means all."""
    untouched: list[Charge] = []
    rewritten: list[Charge] = []
    before = Decimal(0)
    for charge in bills.charges:
        key = charge.key
        is_hit = (
            key.billing_account_id == account
            and first_day <= key.day <= last_day
            and (not model or key.model == model)
            and (not meters or key.meter in meters)
        )
        if is_hit:
            before += charge.cost
            rewritten.extend(change(charge))
        else:
            untouched.append(charge)
    effect = sum((charge.cost for charge in rewritten), Decimal(0)) - before
    bills.charges = untouched + rewritten
    platform = "openai" if account == customers.OPENAI_ACCOUNT else "azure"
    bills.disturbances.append(
        Disturbance(name, platform, account, first_day, last_day, model, meters, number(effect), what_happened)
    )


def _late_usage(bills: Bills) -> None:
    day = date(2026, 1, 20)

    def shift(charge: Charge) -> list[Charge]:
        return [replace(charge, key=charge.key._replace(day=day + timedelta(days=1)))]

    _rewrite(
        bills,
        "late_usage",
        customers.OPENAI_ACCOUNT,
        day,
        day,
        customers.CHAT,
        (),
        shift,
        "the provider dated a day's usage on the following day; the month is unchanged",
    )


def _missing_bill_days(bills: Bills) -> None:
    _rewrite(
        bills,
        "missing_bill_days",
        customers.OPENAI_ACCOUNT,
        date(2026, 2, 9),
        date(2026, 2, 10),
        "",
        (),
        lambda charge: [],
        "the cost buckets of two days remained empty",
    )


def _price_change_not_in_book(bills: Bills) -> None:
    new_price = Decimal("0.0000024")

    def reprice(charge: Charge) -> list[Charge]:
        return [replace(charge, unit_price=new_price, cost=multiply(charge.quantity, new_price))]

    _rewrite(
        bills,
        "price_change_not_in_book",
        customers.OPENAI_ACCOUNT,
        date(2026, 2, 15),
        date(2026, 3, 31),
        customers.REASONING,
        ("text_output",),
        reprice,
        "the provider raised the price to 2.40 per million tokens, which is not in the price book",
    )


def _duplicate_billing(bills: Bills) -> None:
    day = date(2026, 3, 24)
    _rewrite(
        bills,
        "duplicate_billing",
        customers.OPENAI_ACCOUNT,
        day,
        day,
        customers.CHAT,
        (),
        lambda charge: [charge, charge],
        "every line of the model is repeated in one day's bucket",
    )


def _cache_discount_not_granted(bills: Bills) -> None:
    first_day, last_day = date(2026, 2, 16), date(2026, 2, 20)
    full_price = {
        charge.key.resource: charge.unit_price
        for charge in bills.charges
        if charge.key.model == customers.REALTIME_MINI
        and charge.key.platform == "azure"
        and charge.key.meter == "audio_input"
    }

    def without_discount(charge: Charge) -> list[Charge]:
        price = full_price[charge.key.resource]
        key = charge.key._replace(meter="audio_input")
        return [replace(charge, key=key, unit_price=price, cost=multiply(charge.quantity, price))]

    _rewrite(
        bills,
        "cache_discount_not_granted",
        customers.AZURE_ACCOUNT,
        first_day,
        last_day,
        customers.REALTIME_MINI,
        ("audio_cached_input",),
        without_discount,
        "cached audio input was billed on the meter of uncached audio input",
    )


def _provider_double_meter(bills: Bills) -> None:
    first_day, last_day = date(2026, 2, 3), date(2026, 2, 6)
    cached = {
        charge.key._replace(meter="text_input"): charge.quantity
        for charge in bills.charges
        if charge.key.meter == "text_cached_input"
    }

    def with_cached(charge: Charge) -> list[Charge]:
        return [_with_quantity(charge, charge.quantity + cached.get(charge.key, Decimal(0)))]

    _rewrite(
        bills,
        "provider_double_meter",
        customers.AZURE_ACCOUNT,
        first_day,
        last_day,
        customers.REASONING,
        ("text_input",),
        with_cached,
        "the input meter counted all input, and the cached meter counted the cached part again",
    )


def _unmapped_meter(bills: Bills) -> None:
    _rewrite(
        bills,
        "unmapped_meter",
        customers.AZURE_ACCOUNT,
        date(2026, 3, 12),
        date(2026, 3, 14),
        customers.REALTIME_MINI,
        ("audio_output",),
        lambda charge: [replace(charge, label=UNMAPPED_METER_NAME)],
        f"audio output was billed under the new meter name '{UNMAPPED_METER_NAME}'",
    )


def _unobserved_responses(bills: Bills, calls: Sequence[Call], book: PriceBook) -> None:
    """Bill a second response after every fifth call of a few days. Its input repeats the first turn, uncached."""
    first_day, last_day = date(2026, 3, 10), date(2026, 3, 13)
    seen = [
        call
        for call in calls
        if call.model == customers.REALTIME
        and call.app.billing_account_id == customers.OPENAI_ACCOUNT
        and first_day <= call.occurred_at.date() <= last_day
    ]
    extra: dict[MeterKey, int] = {}
    for call in seen[::5]:
        used = call.quantities
        second = VoiceUsage(
            text_input=used["text_input"] + used["text_cached_input"] + used["text_output"] + 2,
            audio_input=used["audio_input"] + used["audio_cached_input"] + used["audio_output"],
            text_cached=0,
            audio_cached=0,
            text_output=used["text_output"] // 2,
            audio_output=used["audio_output"] // 2,
        )
        unobserved = replace(call, quantities=second.quantities())
        for key, quantity in unobserved.meter_keys().items():
            extra[key] = extra.get(key, 0) + quantity
    _rewrite(
        bills,
        "unobserved_responses",
        customers.OPENAI_ACCOUNT,
        first_day,
        last_day,
        customers.REALTIME,
        ("text_input", "text_output", "audio_input", "audio_output"),
        lambda charge: [_with_quantity(charge, charge.quantity + extra.pop(charge.key, 0))],
        f"{len(seen[::5])} responses were billed, but their events never reached the application",
    )
    if extra:
        raise ValueError("an unobserved response needs an observed one on the same day and meter")


def _unpriced_model(bills: Bills, calls: Sequence[Call]) -> None:
    """Bill the model that is not in the price book, at twice the price of its predecessor's meters."""
    prices = {"text_input": "8", "text_cached_input": "0.8", "text_output": "32"}
    prices |= {"audio_input": "64", "audio_cached_input": "0.8", "audio_output": "128"}
    unit_prices = {meter: multiply(Decimal(price), Decimal("0.000001")) for meter, price in prices.items()}
    quantities: dict[MeterKey, int] = {}
    for call in calls:
        if not call.is_priced:
            for key, quantity in call.meter_keys().items():
                quantities[key] = quantities.get(key, 0) + quantity
    charges = [
        Charge(key, Decimal(quantity), unit_prices[key.meter], multiply(quantity, unit_prices[key.meter]))
        for key, quantity in sorted(quantities.items())
    ]
    _add(bills, "unpriced_model", charges, "a preview model was used and billed before its price was known")


def _missing_usage(bills: Bills, book: PriceBook) -> None:
    """Bill a project whose usage was never logged."""
    charges = []
    for offset in range(14):
        for meter, quantity in (
            ("text_input", 61_000 + 1_919 * offset),
            ("text_cached_input", 16_000 + 128 * offset),
            ("text_output", 9_000 + 213 * offset),
        ):
            key = MeterKey(
                "azure",
                customers.AZURE_ACCOUNT,
                date(2026, 3, 5) + timedelta(days=offset),
                ONE_SIDED_MODEL,
                "standard",
                "global",
                "unlogged-project",
                meter,
            )
            charges.append(_at_list_price(key, Decimal(quantity), book))
    _add(bills, "missing_usage", charges, "a project used a model for two weeks without logging it")


def _add(bills: Bills, name: str, charges: Sequence[Charge], what_happened: str) -> None:
    keys = [charge.key for charge in charges]
    bills.charges.extend(charges)
    bills.disturbances.append(
        Disturbance(
            name,
            keys[0].platform,
            keys[0].billing_account_id,
            min(key.day for key in keys),
            max(key.day for key in keys),
            keys[0].model,
            tuple(dict.fromkeys(key.meter for key in keys)),
            number(sum((charge.cost for charge in charges), Decimal(0))),
            what_happened,
        )
    )
