"""The demo world: the same bytes for the same seed, and bills that follow from the usage, except for disturbances."""

import csv
import gzip
import io
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tools.simulator.amounts import plain
from tools.simulator.disturbances import UNMAPPED_METER_NAME
from tools.simulator.meter_names import AZURE_BLOCKS, AZURE_METERS, openai_line_item
from tools.simulator.prices import PriceBook
from tools.simulator.world import WorldSummary, write_demo_world

Line = tuple[str, date, str]  # billing account, day, meter in the provider's spelling
Totals = dict[Line, tuple[Decimal, Decimal]]  # quantity in single units, cost in USD

EXPECTED_DISTURBANCES = {
    "price_change_not_in_book",
    "unobserved_responses",
    "cache_discount_not_granted",
    "duplicate_billing",
    "provider_double_meter",
    "missing_bill_days",
    "missing_usage",
    "unmapped_meter",
    "unpriced_model",
    "late_usage",
    "credit",
    "tax",
}
DECIMALS = {"parse_float": Decimal, "parse_int": Decimal}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, WorldSummary]:
    """Write the world once for all tests."""
    out = tmp_path_factory.mktemp("landing")
    return out, write_demo_world(out)


@pytest.fixture(scope="module")
def landed(world: tuple[Path, WorldSummary]) -> list[dict]:
    """Return the usage lines that are JSON, in delivery order."""
    return [json.loads(line) for line in _usage_lines(world[0]) if _is_json(line)]


@pytest.fixture(scope="module")
def expected(landed: list[dict]) -> Totals:
    """Return the cost of the landed usage at list price."""
    return _charges_of_usage(landed, PriceBook.read())


@pytest.fixture(scope="module")
def billed(world: tuple[Path, WorldSummary]) -> Totals:
    """Return the charges of the newest deliveries of the bills."""
    return {**_openai_bill(world[0]), **_azure_bill(world[0])}


def test_same_seed_writes_same_bytes(world: tuple[Path, WorldSummary], tmp_path: Path) -> None:
    """Names and contents depend only on the seed."""
    out, summary = world
    again = write_demo_world(tmp_path)
    assert again == summary
    assert _contents(out) == _contents(tmp_path)


def test_another_seed_writes_another_world(world: tuple[Path, WorldSummary], tmp_path: Path) -> None:
    """The seed matters."""
    write_demo_world(tmp_path, seed=7)
    assert _contents(world[0]) != _contents(tmp_path)


def test_counts_are_those_of_the_files(world: tuple[Path, WorldSummary]) -> None:
    """The summary counts the files on disk."""
    out, summary = world
    assert summary.files == len(_contents(out))
    assert summary.usage_records == sum(1 for _ in _usage_lines(out))
    assert summary.users == 40
    assert 25_000 <= summary.events <= 40_000
    months = summary.events_per_month
    assert months["2026-03"] > months["2026-02"] > months["2026-01"]


def test_envelopes_follow_the_contract(landed: list[dict]) -> None:
    """They have the required fields, except for the three lines that lack them on purpose."""
    refused = 0
    for envelope in landed:
        assert isinstance(envelope["payload"], dict)
        written = envelope.get("occurred_at")
        if not written or "platform" not in envelope or datetime.fromisoformat(written).tzinfo is None:
            refused += 1
            continue
        assert envelope["platform"] in ("openai", "azure")
        assert envelope["billing_account_id"]
        if "reported_cost" in envelope:
            assert envelope["reported_currency"] == "USD"
    assert refused == 3
    assert any("user_id" not in envelope for envelope in landed)


def test_both_serialisations_and_every_api_are_present(landed: list[dict]) -> None:
    """Wire and .NET events, chat, responses and transcription bodies all occur."""
    kinds = {
        payload.get("type") or payload.get("Type") or payload.get("object") or payload["usage"]["type"]
        for payload in (envelope["payload"] for envelope in landed)
    }
    completed = "conversation.item.input_audio_transcription.completed"
    assert kinds == {"response.done", completed, "chat.completion", "response", "tokens", "duration"}
    durations = {
        envelope["payload"]["Usage"]["Duration"]
        for envelope in landed
        if "Duration" in envelope["payload"].get("Usage", {})
    }
    assert "00:00:11" in durations
    assert "00:00:00" in durations


def test_final_body_follows_its_snapshot(landed: list[dict]) -> None:
    """Streamed responses land twice. One of them lands on both sides of a month end."""
    bodies: dict[str, list[dict]] = defaultdict(list)
    for envelope in landed:
        if envelope["payload"].get("object") == "response":
            bodies[envelope["payload"]["id"]].append(envelope)
    streamed = [group for group in bodies.values() if {e["payload"]["status"] for e in group} > {"in_progress"}]
    assert streamed
    across_months = [group for group in streamed if len({e["occurred_at"][:7] for e in group}) == 2]
    assert len(across_months) == 1


def test_every_disturbance_is_on_record(world: tuple[Path, WorldSummary]) -> None:
    """Each disturbance is in the summary and in the file beside the landing sources."""
    out, summary = world
    assert {item.name for item in summary.disturbances} == EXPECTED_DISTURBANCES
    record = json.loads((out / "_disturbances.json").read_text())
    assert [item["name"] for item in record["disturbances"]] == [item.name for item in summary.disturbances]
    assert [item["billed_cost_effect"] for item in record["disturbances"]] == [
        plain(item.billed_cost_effect) for item in summary.disturbances
    ]


def test_bills_follow_from_usage_outside_the_disturbances(
    world: tuple[Path, WorldSummary], expected: Totals, billed: Totals
) -> None:
    """The price of the landed usage gives exactly every bill line that no disturbance changed."""
    _, summary = world
    differing = {line for line in expected.keys() | billed.keys() if expected.get(line) != billed.get(line)}
    unexplained = {line for line in differing if not _is_disturbed(line, summary)}
    assert unexplained == set()
    assert len(differing) < len(expected) / 4


def test_effects_add_up_to_the_difference(world: tuple[Path, WorldSummary], expected: Totals, billed: Totals) -> None:
    """The recorded effects are the whole difference between bill and usage."""
    _, summary = world
    for account in ("org-demo", "sub-demo"):
        difference = _total(billed, account) - _total(expected, account)
        effects = [item.billed_cost_effect for item in summary.disturbances if item.billing_account_id == account]
        assert difference == sum(effects)


def test_disputes_are_verbatim(world: tuple[Path, WorldSummary], expected: Totals, billed: Totals) -> None:
    """Both disputes give their published figures."""
    out, _ = world
    assert _total(expected, "dispute-a") == Decimal("0.0237288")
    assert _total(expected, "dispute-b") == Decimal("0.00919684")
    assert _total(billed, "dispute-b") == Decimal("0.0196686")
    page = json.loads(next((out / "openai_costs" / "dispute-a").rglob("*.json")).read_text(), **DECIMALS)
    results = [result for bucket in page["data"] for result in bucket["results"]]
    assert [result["amount"]["value"] for result in results] == [Decimal(x) for x in ("0.5", "0.12", "0.41")]
    assert {result["line_item"] for result in results} == {None}
    reported: dict[str, Decimal] = defaultdict(Decimal)
    for line in _usage_lines(out):
        if '"dispute-a"' in line:
            envelope = json.loads(line, **DECIMALS)
            reported[envelope["occurred_at"][:10]] += envelope["reported_cost"]
    assert reported == {"2025-01-25": Decimal("1.23"), "2025-01-26": Decimal("0.19"), "2025-01-27": Decimal("0.86")}


def _contents(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def _usage_lines(root: Path) -> Iterator[str]:
    for path in sorted((root / "usage").rglob("*.jsonl*")):
        data = path.read_bytes()
        yield from (gzip.decompress(data) if path.suffix == ".gz" else data).decode().splitlines()


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except json.JSONDecodeError:
        return False
    return True


def _charges_of_usage(landed: list[dict], prices: PriceBook) -> Totals:
    """Price the landed usage again: one event per id, with the fullest body and the first timestamp."""
    events: dict[tuple[str, str], tuple[datetime, int, dict, dict[str, int]]] = {}
    for envelope in landed:
        meters = _meters(envelope["payload"])
        written = envelope.get("occurred_at", "")
        if meters is None or "platform" not in envelope or not written:
            continue
        occurred_at = datetime.fromisoformat(written)
        if occurred_at.tzinfo is None:
            continue
        key = (envelope["platform"], _identity(envelope))
        seen = events.get(key)
        size = sum(meters.values())
        first = min(occurred_at, seen[0]) if seen else occurred_at
        if seen and seen[1] >= size:
            size, envelope, meters = seen[1], seen[2], seen[3]
        events[key] = (first, size, envelope, meters)
    totals: Totals = {}
    for occurred_at, _, envelope, meters in events.values():
        day = occurred_at.astimezone(UTC).date()
        platform, account = envelope["platform"], envelope["billing_account_id"]
        model = envelope["payload"].get("model", envelope["model"])
        if model == "gpt-realtime-next-preview":
            continue
        tier = envelope["payload"].get("service_tier", envelope.get("service_tier", "standard"))
        tier = {"default": "standard"}.get(tier, tier)
        scope = envelope.get("deployment_scope", "")
        for meter, quantity in meters.items():
            if quantity:
                name = (
                    AZURE_METERS[model, scope, meter].name
                    if platform == "azure"
                    else openai_line_item(model, tier, meter, prefixed=False)
                )
                cost = prices.unit_price(platform, model, meter, tier, scope, day) * quantity
                _add(totals, (account, day, name.lower()), Decimal(quantity), cost)
    return totals


def _identity(envelope: dict) -> str:
    payload = envelope["payload"]
    response = payload.get("response") or payload.get("Response") or {}
    item = payload.get("item_id") or payload.get("ItemId")
    identifiers = (
        envelope.get("event_id"),
        response.get("id"),
        response.get("Id"),
        payload.get("id"),
        item and f"item {item}",
    )
    return next(identifier for identifier in identifiers if identifier)


def _meters(payload: dict) -> dict[str, int] | None:
    """Return the disjoint meters of a payload; empty if the usage is absent or impossible."""
    response = payload.get("response") or payload.get("Response") or payload
    usage = response.get("usage") or response.get("Usage")
    if not usage:
        return None
    if "Duration" in usage:
        hours, minutes, seconds = (int(part) for part in usage["Duration"].split(":"))
        return {"transcription_seconds": 3600 * hours + 60 * minutes + seconds}
    if "seconds" in usage:
        return {"transcription_seconds": usage["seconds"]}
    if "prompt_tokens" in usage:
        cached = (usage["prompt_tokens_details"] or {}).get("cached_tokens", 0)
        meters = {"text_input": usage["prompt_tokens"] - cached, "text_output": usage["completion_tokens"]}
        return {**meters, "text_cached_input": cached}
    if "input_tokens_details" in usage:
        cached = usage["input_tokens_details"]["cached_tokens"]
        meters = {"text_input": usage["input_tokens"] - cached, "text_output": usage["output_tokens"]}
        return {**meters, "text_cached_input": cached}
    into = usage.get("input_token_details") or _snake(usage["InputTokenDetails"])
    if "output_token_details" not in usage and "OutputTokenDetails" not in usage:
        output = usage["output_tokens"] if "output_tokens" in usage else usage["OutputTokenCount"]
        return {"audio_input": into["audio_tokens"], "text_input": into["text_tokens"], "text_output": output}
    out_of = usage.get("output_token_details") or _snake(usage["OutputTokenDetails"])
    cached_parts = into["cached_tokens_details"]
    meters = {
        "text_input": into["text_tokens"] - cached_parts["text_tokens"],
        "text_cached_input": cached_parts["text_tokens"],
        "text_output": out_of["text_tokens"],
        "audio_input": into["audio_tokens"] - cached_parts["audio_tokens"],
        "audio_cached_input": cached_parts["audio_tokens"],
        "audio_output": out_of["audio_tokens"],
    }
    is_possible = min(meters.values()) >= 0 and usage.get("output_tokens", 0) >= 0
    return meters if is_possible else None


def _snake(details: dict) -> dict:
    names = {"TextTokenCount": "text_tokens", "AudioTokenCount": "audio_tokens", "CachedTokenCount": "cached_tokens"}
    snake = {names[name]: value for name, value in details.items() if name in names}
    if "CachedTokenDetails" in details:
        snake["cached_tokens_details"] = _snake(details["CachedTokenDetails"])
    return snake


def _openai_bill(root: Path) -> Totals:
    """Read the cost pages in delivery order. A bucket that was fetched again replaces the older one."""
    buckets: dict[date, list[dict]] = {}
    for path in sorted((root / "openai_costs" / "org-demo").rglob("*.json")):
        page = json.loads(path.read_text(), **DECIMALS)
        assert page["has_more"] == (page["next_page"] is not None)
        for bucket in page["data"]:
            buckets[datetime.fromtimestamp(int(bucket["start_time"]), UTC).date()] = bucket["results"]
    totals: Totals = {}
    for day, results in buckets.items():
        for result in results:
            name = result["line_item"].removeprefix("realtime api | ")
            _add(totals, ("org-demo", day, name), result["quantity"], result["amount"]["value"])
    return totals


def _azure_bill(root: Path) -> Totals:
    """Read the newest export of each month, by header name in any case."""
    newest: dict[tuple[str, str], list[dict[str, str]]] = {}
    for folder in sorted(path for path in (root / "azure_cost").glob("*/*")):
        rows: list[dict[str, str]] = []
        for path in sorted(folder.iterdir()):
            data = path.read_bytes()
            text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
            for row in csv.DictReader(io.StringIO(text, newline="")):
                rows.append({name.lower(): value for name, value in row.items()})
        newest[folder.parent.name, _day(rows[0]["date"]).strftime("%Y-%m")] = rows
    totals: Totals = {}
    for (account, _), rows in newest.items():
        for row in rows:
            if row["metercategory"] != "Foundry Models":
                continue
            quantity = Decimal(row["quantity"]) * AZURE_BLOCKS.get(row["unitofmeasure"], 1)
            cost = Decimal(row.get("cost") or row.get("costinbillingcurrency") or "0")
            name = row["metername"].lower() or row["chargetype"]
            _add(totals, (account, _day(row["date"]), name), quantity, cost)
    return totals


def _day(written: str) -> date:
    return datetime.strptime(written, "%m/%d/%Y").date() if "/" in written else date.fromisoformat(written)


def _add(totals: Totals, line: Line, quantity: Decimal, cost: Decimal) -> None:
    known_quantity, known_cost = totals.get(line, (Decimal(0), Decimal(0)))
    totals[line] = (known_quantity + quantity, known_cost + cost)


def _total(totals: Totals, account: str) -> Decimal:
    return sum((cost for line, (_, cost) in totals.items() if line[0] == account), Decimal(0))


def _is_disturbed(line: Line, summary: WorldSummary) -> bool:
    account, day, name = line
    if account.startswith("dispute-"):
        return True
    for item in summary.disturbances:
        # Usage that was dated late appears on the next day.
        last_ordinal = item.last_day.toordinal() + (item.name == "late_usage")
        if item.billing_account_id != account or not item.first_day.toordinal() <= day.toordinal() <= last_ordinal:
            continue
        if item.name in ("credit", "tax"):
            if name == {"credit": "Refund", "tax": "Tax"}[item.name]:
                return True
        elif not item.model or name in _names_of(item.platform, item.model) or name == UNMAPPED_METER_NAME.lower():
            return True
    return False


def _names_of(platform: str, model: str) -> set[str]:
    if platform == "azure":
        return {meter.name.lower() for (of, _, _), meter in AZURE_METERS.items() if of == model}
    return {
        openai_line_item(model, tier, meter, prefixed=False)
        for tier in ("standard", "priority", "batch")
        for meter in ("text_input", "text_cached_input", "text_output")
    } | {
        f"{model} {modality}, {direction}"
        for modality in ("text", "audio")
        for direction in ("input", "cached input", "output")
    }
