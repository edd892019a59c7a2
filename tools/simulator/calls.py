"""The true facts of a call in the demo world: who made it, when, and what it used."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

JsonObject = dict[str, object]


@dataclass(frozen=True)
class App:
    """One product of a customer: the model that it calls, the platform, and the account."""

    account_id: str
    kind: str  # voice, chat, responses, dictation or batch
    platform: str
    billing_account_id: str
    model: str
    project_id: str
    deployment: str = ""
    deployment_scope: str = ""
    region: str = ""
    transcription_model: str = ""
    dialect: str = "wire"  # wire is the provider's own JSON, dotnet the serialised SDK object
    reports_cost: bool = False


class MeterKey(NamedTuple):
    """The grain at which a provider bills: one meter of one model on one day, per resource."""

    platform: str
    billing_account_id: str
    day: date
    model: str
    service_tier: str
    deployment_scope: str
    resource: str
    meter: str


@dataclass(frozen=True)
class Call:
    """One billable call: its true quantities by disjoint meter and the envelope that reports it."""

    app: App
    model: str
    service_tier: str
    occurred_at: datetime
    quantities: Mapping[str, int]
    envelope: JsonObject
    is_priced: bool = True

    def meter_keys(self) -> dict[MeterKey, int]:
        """Return the billed quantity per meter. Meters that were not used are absent."""
        resource = self.app.account_id if self.app.platform == "azure" else ""
        return {
            MeterKey(
                self.app.platform,
                self.app.billing_account_id,
                self.occurred_at.date(),
                self.model,
                self.service_tier,
                self.app.deployment_scope,
                resource,
                meter,
            ): quantity
            for meter, quantity in self.quantities.items()
            if quantity
        }


@dataclass(frozen=True)
class Charge:
    """One line of a provider's bill. `label` replaces the provider's usual name for the meter."""

    key: MeterKey
    quantity: Decimal
    unit_price: Decimal
    cost: Decimal
    label: str = ""
