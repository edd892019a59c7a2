"""Calls of the demo world, repeated under another billing account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

from python_tests.bills.deliveries import FIRST_DAY
from tools.simulator.amounts import multiply
from tools.simulator.calls import Call, Charge, MeterKey
from tools.simulator.deliveries import to_json
from tools.simulator.prices import PriceBook
from tools.simulator.usage import UsageSimulator
from tools.simulator.world import DEFAULT_SEED

_CALLS = 400


def calls_of(platform: str, account: str, models: Sequence[str] = ()) -> list[Call]:
    """Up to 400 priced calls of March, spread over the month. If models are named, only their calls."""
    chosen = [
        call
        for call in _all_calls()
        if call.is_priced
        and call.app.platform == platform
        and call.occurred_at.date() >= FIRST_DAY
        and (not models or call.model in models)
    ]
    stride = -(-len(chosen) // _CALLS)
    return [_renamed(call, account, number) for number, call in enumerate(chosen[::stride])]


def usage_lines(calls: Sequence[Call]) -> str:
    """The envelopes of the calls, one per line."""
    return "".join(f"{to_json(call.envelope)}\n" for call in calls)


def charges_of(calls: Sequence[Call]) -> list[Charge]:
    """The cost of the calls at list price, by day and meter."""
    quantities: dict[MeterKey, int] = {}
    for call in calls:
        for key, quantity in call.meter_keys().items():
            quantities[key] = quantities.get(key, 0) + quantity
    charges = []
    for key, quantity in sorted(quantities.items()):
        price = _book().unit_price(key.platform, key.model, key.meter, key.service_tier, key.deployment_scope, key.day)
        charges.append(Charge(key, Decimal(quantity), price, multiply(quantity, price)))
    return charges


def _renamed(call: Call, account: str, number: int) -> Call:
    app = replace(call.app, billing_account_id=account)
    # The platform and the id identify an event, so a call of another account needs an id of its own.
    envelope = {**call.envelope, "event_id": f"{account}/{number}", "billing_account_id": account}
    return replace(call, app=app, envelope=envelope)


@cache
def _book() -> PriceBook:
    return PriceBook.read()


@cache
def _all_calls() -> list[Call]:
    return list(UsageSimulator(DEFAULT_SEED, _book()).calls())
