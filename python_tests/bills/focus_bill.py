"""A month of the demo world's calls in every version of FOCUS, and the same bill through two exports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from python_tests.bill_writers.focus_bills import (
    COLUMNS,
    SUBSCRIPTION,
    Row,
    charges_of,
    exports_of,
    to_bytes,
    usage_row,
    write_dataset,
)
from tools.simulator.amounts import multiply
from tools.simulator.azure_bills import ai_row, to_csv
from tools.simulator.calls import Call, Charge
from tools.simulator.deliveries import stamp, to_json
from tools.simulator.prices import PriceBook
from tools.simulator.usage import UsageSimulator

#: An account for each version.
ACCOUNTS = {version: f"focus-{version}" for version in COLUMNS}
#: Accounts whose Azure bill also lands as a cost export. The newer of the two is right.
FOCUS_IS_NEWER = "focus-after-cost-export"
FOCUS_IS_OLDER = "focus-before-cost-export"
#: An account that Microsoft bills in a currency other than that of its price list, at a rate of its own.
IN_EUROS = "focus-in-euros"
EUROS_A_DOLLAR = Decimal("0.92")
#: Charges with one fault each.
FAULTY = "focus-faulty"

MONTH = date(2026, 2, 1)
_MONTH_BEFORE = date(2026, 1, 1)
# January has only its end, which February corrects.
_FIRST_DAY = date(2026, 1, 29)
# The seed determines the ids of calls, so no other test has these ids.
_SEED = 20260228
_HEADER = (
    "BilledCost,BillingCurrency,ChargeCategory,ChargePeriodStart,ProviderName,SkuMeter,ConsumedQuantity,ConsumedUnit"
)
FAULTY_ROWS = {
    '1.5,USD,Usage,2026-02-01,OpenAI,"gpt-4.1-2025-04-14, input",100,Tokens': None,
    '1.5x,USD,Usage,2026-02-01,OpenAI,"gpt-4.1-2025-04-14, input",100,Tokens': "invalid_cost",
    '"1,234",USD,Usage,2026-02-01,OpenAI,"gpt-4.1-2025-04-14, input",100,Tokens': "invalid_cost",
    'NULL,USD,Usage,2026-02-01,OpenAI,"gpt-4.1-2025-04-14, input",100,Tokens': "invalid_cost",
    '1.5,USD,Usage,2026-02-30,OpenAI,"gpt-4.1-2025-04-14, input",100,Tokens': "invalid_usage_date",
    '1.5,USD,Usage,2/3/26,OpenAI,"gpt-4.1-2025-04-14, input",100,Tokens': "invalid_usage_date",
    '1.5,USD,Usage,2026-02-01,OpenAI,"gpt-4.1-2025-04-14, input",many,Tokens': "invalid_quantity",
    '1.5,NULL,Usage,2026-02-01,OpenAI,"gpt-4.1-2025-04-14, input",100,Tokens': "missing_currency",
    '1.5,USD,Usage,2026-02-01,NULL,"gpt-4.1-2025-04-14, input",100,Tokens': "missing_provider",
}


def land_focus(landing: Path) -> None:
    """Land the calls of all accounts, and the last export of each bill."""
    land_usage(landing, ACCOUNTS.values())
    for version in ACCOUNTS:
        land_exports(landing, version, (0, 10))
    land_usage(landing, (FOCUS_IS_NEWER, FOCUS_IS_OLDER))
    _land_twice(landing, FOCUS_IS_NEWER, cost_export_at=datetime(2026, 3, 4, tzinfo=UTC))
    _land_twice(landing, FOCUS_IS_OLDER, cost_export_at=datetime(2026, 3, 6, tzinfo=UTC))
    land_usage(landing, [IN_EUROS])
    path = f"focus/{IN_EUROS}/{stamp(exports_of(MONTH)[-1].delivered_at)}/part_0.parquet"
    _write(landing, {path: to_bytes([_in_euros(charge) for charge in charges(IN_EUROS)], "1.2")})
    rows = "".join(f"{row}\n" for row in (_HEADER, *FAULTY_ROWS))
    _write(landing, {f"focus/{FAULTY}/2026-03-05/export.csv": rows.encode()})


def land_usage(landing: Path, accounts: Iterable[str]) -> None:
    """Land the calls of some accounts."""
    for account in accounts:
        lines = (to_json({**call.envelope, "billing_account_id": account}) for call in _calls()[account])
        _write(
            landing, {f"usage/2026-03-05T02-00-00Z/{account}.jsonl": "".join(f"{line}\n" for line in lines).encode()}
        )


def land_exports(landing: Path, version: str, numbers: Iterable[int]) -> None:
    """Land some exports of an account: 0 is that of the previous month, and ten exports of the month follow."""
    exports = _exports(version)
    for number in numbers:
        _write(landing, exports[number])


@cache
def _exports(version: str) -> Sequence[Mapping[str, bytes]]:
    account = ACCOUNTS[version]
    before = write_dataset(account, version, exports_of(_MONTH_BEFORE)[-1], charges(account), forgets=True)
    return [before, *(write_dataset(account, version, export, charges(account)) for export in exports_of(MONTH))]


@cache
def charges(account: str) -> Sequence[Charge]:
    """The cost of an account's calls at list price, by day and meter."""
    return charges_of(_calls()[account], PriceBook.read())


@cache
def _calls() -> Mapping[str, Sequence[Call]]:
    """The calls of each account, distinguished by their session. Accounts of only one cloud are used in February."""
    of_azure = (FOCUS_IS_NEWER, FOCUS_IS_OLDER, IN_EUROS)
    accounts = [*ACCOUNTS.values(), *of_azure]
    calls: dict[str, list[Call]] = {account: [] for account in accounts}
    for call in UsageSimulator(_SEED, PriceBook.read()).calls():
        day = call.occurred_at.date()
        account = accounts[int(str(call.envelope["session_id"])[-6:], 16) % len(accounts)]
        if account in of_azure and (call.app.platform != "azure" or day < MONTH):
            continue
        if _FIRST_DAY <= day < date(2026, 3, 1):
            calls[account].append(call)
    return calls


def _in_euros(charge: Charge) -> Row:
    cost = multiply(charge.cost, EUROS_A_DOLLAR)
    return usage_row("1.2", charge, charge.quantity) | {
        "BilledCost": cost,
        "ListCost": cost,
        "BillingCurrency": "EUR",
        "x_BillingExchangeRate": EUROS_A_DOLLAR,
    }


def _land_twice(landing: Path, account: str, cost_export_at: datetime) -> None:
    """Land both exports of an Azure bill, which spell the subscription differently. The older one is all wrong."""
    export = exports_of(MONTH)[-1]
    right = charges(account)
    wrong = [replace(charge, quantity=2 * charge.quantity, cost=multiply(2, charge.cost)) for charge in right]
    is_focus_newer = cost_export_at < export.delivered_at
    _write(landing, write_dataset(account, "1.2", export, right if is_focus_newer else wrong))
    rows = [ai_row(charge) for charge in (wrong if is_focus_newer else right)]
    path = f"azure_cost/{account}/{stamp(cost_export_at)}/part_0.csv"
    _write(landing, {path: to_csv(rows, False, SUBSCRIPTION.upper())})


def _write(landing: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        path = landing / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
