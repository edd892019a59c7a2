"""Landing files of the tests: usage envelopes, OpenAI cost pages and Azure exports, written together."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import simplejson

from python_tests.workspace import Workspace
from tools.simulator.amounts import divide, plain
from tools.simulator.calls import JsonObject
from tools.simulator.openai_bills import cost_bucket, cost_page, cost_result

#: A time after every event and charge of the tests, so that all bills are final and complete.
_DELIVERED = "2026-10-01T02-00-00Z"

_EXPORT_COLUMNS = (
    "SubscriptionId",
    "date",
    "meterCategory",
    "meterName",
    "unitOfMeasure",
    "quantity",
    "chargeType",
    "costInBillingCurrency",
    "billingCurrency",
)
_BLOCKS = {"1M": 1_000_000, "1K": 1_000, "1": 1, "1 Hour": 1}


@dataclass
class Deliveries:
    """The envelopes and charges that will land.

    Attributes:
        envelopes: usage envelopes. Text is written as a whole line.
    """

    envelopes: list[JsonObject | str] = field(default_factory=list)
    _buckets: dict[str, dict[date, list[JsonObject]]] = field(default_factory=lambda: defaultdict(dict))
    _exports: dict[str, list[dict[str, str]]] = field(default_factory=lambda: defaultdict(list))

    def call(
        self, account: str, event_id: str | None, payload: object, at: str = "2026-03-15T12:00:00Z", **fields: object
    ) -> None:
        """Add a call of an OpenAI account by the user of the same name. Fields override those of the envelope."""
        envelope = {
            "event_id": event_id,
            "occurred_at": at,
            "platform": "openai",
            "billing_account_id": account,
            "user_id": account,
            **fields,
            "payload": payload,
        }
        self.envelopes.append({name: value for name, value in envelope.items() if value is not None})

    def openai_charge(
        self, account: str, day: date, cost: Decimal, line_item: str | None, quantity: int | None = None
    ) -> None:
        """Add a result to the cost bucket of a day."""
        unit = None if quantity is None else "tokens"
        result = cost_result(cost, line_item, None if quantity is None else Decimal(quantity), unit)
        self._buckets[account].setdefault(day, []).append(result)

    def azure_charge(
        self,
        account: str,
        day: date,
        cost: Decimal,
        meter_name: str,
        quantity: Decimal | int,
        unit_of_measure: str = "1M",
        category: str = "Foundry Models",
    ) -> None:
        """Add a row to an export. The quantity is given in single units and written in units of measure."""
        self._exports[account].append(
            {
                "SubscriptionId": account,
                "date": day.isoformat(),
                "meterCategory": category,
                "meterName": meter_name,
                "unitOfMeasure": unit_of_measure,
                "quantity": plain(divide(quantity, _BLOCKS[unit_of_measure])),
                "chargeType": "Usage",
                "costInBillingCurrency": plain(cost),
                "billingCurrency": "USD",
            }
        )

    def land(self, workspace: Workspace) -> None:
        """Write one usage file, and one bill for each account."""
        lines = (line if isinstance(line, str) else to_json(line) for line in self.envelopes)
        workspace.land(f"usage/{_DELIVERED}/calls.jsonl", "".join(f"{line}\n" for line in lines))
        for account, buckets in self._buckets.items():
            page = cost_page([cost_bucket(day, results) for day, results in sorted(buckets.items())])
            workspace.land(f"openai_costs/{account}/{_DELIVERED}/page-1.json", page)
        for account, rows in self._exports.items():
            workspace.land(f"azure_cost/{account}/{_DELIVERED}/part_0.csv", export(rows))


def to_json(value: object) -> str:
    """JSON on one line. Decimals keep every digit."""
    return simplejson.dumps(value, use_decimal=True, separators=(",", ":"))


def export(rows: list[dict[str, str]]) -> str:
    """An Azure export of a customer agreement with the relevant columns."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, _EXPORT_COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()
