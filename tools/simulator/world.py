"""Writes the demo world: January to March 2026 of usage and bills, and the two public disputes."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import simplejson

from tools.simulator import customers
from tools.simulator.amounts import plain
from tools.simulator.azure_bills import adjustment_row, machine_rows, write_exports
from tools.simulator.deliveries import deliver
from tools.simulator.disputes import write_disputes
from tools.simulator.disturbances import Disturbance, bill
from tools.simulator.openai_bills import write_pages
from tools.simulator.openai_usage_reports import write_usage_pages
from tools.simulator.prices import PriceBook
from tools.simulator.usage import UsageSimulator

MONTHS = (date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1))
DEFAULT_SEED = 20260101
# The loader ignores files whose name starts with an underscore.
RECORD_OF_DISTURBANCES = "_disturbances.json"

CREDIT = Disturbance(
    "credit",
    "azure",
    customers.AZURE_ACCOUNT,
    date(2026, 2, 25),
    date(2026, 2, 25),
    "",
    (),
    Decimal("-0.75"),
    "the provider booked a refund for an outage",
)
TAX = Disturbance(
    "tax",
    "azure",
    customers.AZURE_ACCOUNT,
    date(2026, 3, 31),
    date(2026, 3, 31),
    "",
    (),
    Decimal("2.18"),
    "the bill has a tax, which is not in the usage",
)


@dataclass(frozen=True)
class WorldSummary:
    """A summary of the files: counts, and every disagreement with its true effect.

    `events` counts distinct billable calls. `usage_records` counts the lines that report them, including repeated and
    unusable ones.
    """

    events: int
    users: int
    customers: int
    usage_records: int
    files: int
    bytes_written: int
    retries: int
    late: int
    snapshots: int
    unusable: Mapping[str, int]
    events_per_month: Mapping[str, int]
    disturbances: tuple[Disturbance, ...]


def write_demo_world(out: Path, seed: int = DEFAULT_SEED, prices: PriceBook | None = None) -> WorldSummary:
    """Write the landing files under `out`. The same seed and price book give the same names and bytes."""
    book = prices or PriceBook.read()
    calls = list(UsageSimulator(seed, book).calls())
    landing = deliver(calls, seed)
    bills = bill(calls, book)
    files = dict(landing.files)
    openai = [charge for charge in bills.charges if charge.key.platform == "openai"]
    azure = [charge for charge in bills.charges if charge.key.platform == "azure"]
    files |= write_pages(customers.OPENAI_ACCOUNT, openai, MONTHS)
    files |= write_usage_pages(
        customers.OPENAI_ACCOUNT, [call for call in calls if call.app.platform == "openai"], MONTHS
    )
    adjustments = [
        adjustment_row(CREDIT.first_day, "Refund", CREDIT.billed_cost_effect),
        adjustment_row(TAX.first_day, "Tax", TAX.billed_cost_effect),
    ]
    files |= write_exports(customers.AZURE_ACCOUNT, azure, [*machine_rows(MONTHS), *adjustments], MONTHS)
    dispute_files, dispute_records = write_disputes(book)
    files |= dispute_files
    disturbances = tuple(
        sorted(
            [*bills.disturbances, CREDIT, TAX], key=lambda item: (item.billing_account_id, item.first_day, item.name)
        )
    )
    files[RECORD_OF_DISTURBANCES] = _record(seed, disturbances)
    for name, data in files.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return WorldSummary(
        events=len(calls),
        users=len({call.envelope["user_id"] for call in calls if "user_id" in call.envelope}),
        customers=len(customers.CUSTOMERS),
        usage_records=landing.records + dispute_records,
        files=len(files),
        bytes_written=sum(map(len, files.values())),
        retries=landing.retries,
        late=landing.late,
        snapshots=landing.snapshots,
        unusable=dict(landing.unusable),
        events_per_month=dict(Counter(f"{call.occurred_at:%Y-%m}" for call in calls)),
        disturbances=disturbances,
    )


def _record(seed: int, disturbances: tuple[Disturbance, ...]) -> bytes:
    def written(value: object) -> str:
        if isinstance(value, Decimal):
            return plain(value)
        if isinstance(value, date):
            return value.isoformat()
        raise TypeError(f"cannot write {value!r}")

    record = {"seed": seed, "disturbances": [asdict(item) for item in disturbances]}
    return simplejson.dumps(record, use_decimal=False, default=written, indent=2).encode() + b"\n"
