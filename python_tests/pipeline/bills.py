"""Public comparisons of usage and bill with known results, landed so that both sides have the published amounts."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from python_tests.pipeline.cases import case_of
from python_tests.pipeline.landing import Deliveries

_FIRST_DAY = date(2026, 5, 4)
#: Models whose uncached text input represents amounts, and tokens per dollar. The first has a price in January 2025.
_TOKENS_PER_DOLLAR = {"gpt-4o": 400_000, "gpt-4.1": 500_000}

DISPUTE_A_DAILY = "dispute-a-daily-variance"
TOKENHUB = "tokenhub-basic"
TOKENHUB_DECIMAL = "tokenhub-decimal"
XAI = "xai-own-bill"
XAI_THOUSAND = "xai-own-bill.thousand"
HOURS = "whisper-by-the-hour"
#: A model that is billed too much and one that is billed too little, by the same amount.
OFFSETTING = "offsetting"
#: A call that is billed on the day after.
SHIFTED = "billed-a-day-later"


def land_comparisons(deliveries: Deliveries) -> None:
    """Land all comparisons."""
    for row in case_of("reconcile", DISPUTE_A_DAILY).fields["rows"]:
        day = date.fromisoformat(row["date"])
        _compare(deliveries, DISPUTE_A_DAILY, day, row["calculated"], row["billed"], model="gpt-4o")
    for offset, row in enumerate(case_of("reconcile", TOKENHUB).fields["rows"]):
        _compare(deliveries, TOKENHUB, _FIRST_DAY + timedelta(days=offset), row["internal"], row["provider"])
    for amount in case_of("reconcile", TOKENHUB_DECIMAL).fields["rows"]:
        deliveries.openai_charge(TOKENHUB_DECIMAL, _FIRST_DAY, Decimal(amount), "gpt-4.1, input", 1)
    own = case_of("reconcile", XAI).fields
    _compare(deliveries, XAI, _FIRST_DAY, own["calculated"], own["billed"])
    _compare(
        deliveries, XAI_THOUSAND, _FIRST_DAY, *(str(1_000 * Decimal(own[side])) for side in ("calculated", "billed"))
    )
    _compare(deliveries, OFFSETTING, _FIRST_DAY, "10", "15")
    _compare(deliveries, OFFSETTING, _FIRST_DAY + timedelta(days=1), "20", "15", model="gpt-4o")
    _compare(deliveries, SHIFTED, _FIRST_DAY, "10", "10")
    _compare(deliveries, SHIFTED, _FIRST_DAY + timedelta(days=1), "3", None)
    _compare(deliveries, SHIFTED, _FIRST_DAY + timedelta(days=2), None, "3")
    # Half an hour on a meter that is billed by the hour.
    deliveries.azure_charge(
        HOURS, _FIRST_DAY, Decimal("0.18"), "Whisper Hours", Decimal("0.5"), "1 Hour", "Cognitive Services"
    )


def _compare(
    deliveries: Deliveries, account: str, day: date, calculated: str | None, billed: str | None, model: str = "gpt-4.1"
) -> None:
    """Land a call that costs one amount and a charge of the other amount."""
    tokens = None
    if calculated is not None:
        tokens = int(Decimal(calculated) * _TOKENS_PER_DOLLAR[model])
        deliveries.call(
            account, f"{account}/{day}", {"usage": {"input_tokens": tokens}}, f"{day}T12:00:00Z", model=model
        )
    if billed is not None:
        deliveries.openai_charge(account, day, Decimal(billed), f"{model}, input", tokens)
