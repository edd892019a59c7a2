"""Random histories: a small world of usage, bills and price corrections, in random deliveries and runs.

One number determines a history. The world contains many collisions: the same call in several files and snapshots, on
two days, under two names; days of a bill fetched again; prices, aliases and mappings corrected in between.
"""

from __future__ import annotations

import csv
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import yaml

from python_tests.pipeline.landing import export, to_json
from tokenbooks.transformation.project import PROJECT_DIR
from tools.simulator.amounts import plain
from tools.simulator.calls import JsonObject
from tools.simulator.openai_bills import cost_bucket, cost_page, cost_result
from tools.simulator.payloads import VoiceUsage, realtime_usage

#: Two days before and two days after the end of a month.
_DAYS = [date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 2)]
_MODELS = ["gpt-4o-mini-realtime-preview-2024-12-17", "gpt-realtime", "our-model", "nobody-knows-it"]
_CALLS = 40
#: Models whose prices stay in the copy of the seeds. Loading all prices takes longer than everything else.
_PRICED = {*_MODELS, "gpt-4o", "whisper-1", "claude-sonnet-4-5", "claude-opus-4-6", "*"}
_PRICE_LISTS = ("openai", "azure", "anthropic")

Correction = Callable[["Seeds"], None]


@dataclass(frozen=True)
class File:
    """One file that will land."""

    path: str
    content: bytes


@dataclass
class History:
    """The files and corrections, and the runs that they are divided into.

    Attributes:
        files: all files, in no particular order.
        corrections: all corrections of the seeds, in order.
        runs: for each run, the files that land before it and the number of corrections made by then.
    """

    files: list[File]
    corrections: list[Correction]
    runs: list[tuple[list[File], int]] = field(default_factory=list)


class Seeds:
    """A copy of the dbt project with its own seeds. Everything else is linked."""

    def __init__(self, folder: Path, has_all_prices: bool = False) -> None:
        """Make the copy. By default it has the prices of only a few models."""
        self.project = folder
        folder.mkdir()
        for name in ("models", "macros", "tests", "selectors.yml", "dbt_project.yml", "profiles.yml.example"):
            (folder / name).symlink_to(PROJECT_DIR / name)
        shutil.copytree(PROJECT_DIR / "seeds", folder / "seeds")
        if has_all_prices:
            return
        for path in (folder / "seeds" / "pricing").glob("*__list_prices.csv"):
            is_used = path.name.split("__")[0] in _PRICE_LISTS
            self._rewrite(path, lambda row, used=is_used: row if used and row["model"] in _PRICED else None)

    def configure(self, **variables: object) -> None:
        """Set variables of the project."""
        path = self.project / "dbt_project.yml"
        project = yaml.safe_load(path.read_text())
        project["vars"].update(variables)
        path.unlink()
        path.write_text(yaml.safe_dump(project, sort_keys=False))

    def price(self, platform: str, model: str, meter: str, **changes: str) -> None:
        """Change the columns of every list price of a meter."""
        self._rewrite(
            self._pricing(f"{platform}__list_prices"),
            lambda row: {**row, **changes} if (row["model"], row["meter"]) == (model, meter) else row,
        )

    def successor(self, platform: str, model: str, meter: str, **changes: str) -> None:
        """Add a price that follows the current one. It becomes known at its start unless stated otherwise."""
        path = self._pricing(f"{platform}__list_prices")
        header, rows = _read(path)
        row = next(row for row in rows if (row["model"], row["meter"]) == (model, meter))
        _write(path, header, [*rows, {**row, "known_at": changes["valid_from"], **changes}])

    def add(self, seed: str, **values: str) -> None:
        """Add a row to a seed."""
        (path,) = (self.project / "seeds").rglob(f"{seed}.csv")
        header, rows = _read(path)
        _write(path, header, [*rows, {**dict.fromkeys(header, ""), **values}])

    def remove(self, seed: str, **values: str) -> None:
        """Remove the rows of a seed that have these values."""
        (path,) = (self.project / "seeds").rglob(f"{seed}.csv")
        self._rewrite(path, lambda row: None if values.items() <= row.items() else row)

    def _pricing(self, name: str) -> Path:
        return self.project / "seeds" / "pricing" / f"{name}.csv"

    @staticmethod
    def _rewrite(path: Path, change: Callable[[dict[str, str]], dict[str, str] | None]) -> None:
        header, rows = _read(path)
        _write(path, header, [changed for row in rows if (changed := change(row)) is not None])


def random_history(seed: int) -> History:
    """The history that a number determines."""
    chance = random.Random(seed)
    files = _usage_files(chance) + _gateway_files(chance) + _openai_bills(chance) + _azure_bills(chance)
    history = History(files, _corrections(chance))
    waiting = history.files[:]
    chance.shuffle(waiting)
    runs = chance.randint(3, 5)
    cuts = sorted(chance.randint(0, len(waiting)) for _ in range(runs - 1))
    made = sorted(chance.randint(0, len(history.corrections)) for _ in range(runs - 1))
    for start, end, corrections in zip(
        [0, *cuts], [*cuts, len(waiting)], [*made, len(history.corrections)], strict=True
    ):
        repeated = chance.sample(waiting[:start], min(start, chance.randint(0, 2)))
        again = [File(_other_name(file.path), file.content) for file in repeated]
        history.runs.append((waiting[start:end] + again, corrections))
    return history


def _other_name(path: str) -> str:
    folder, _, name = path.rpartition("/")
    return f"{folder}/again-{name}"


def _usage_files(chance: random.Random) -> list[File]:
    """Files of a few lines. A call can be in several files: open and final, earlier and later, or malformed."""
    lines: list[str] = []
    for number in range(_CALLS):
        day, model = chance.choice(_DAYS), chance.choice(_MODELS)
        envelope = _envelope(chance, number, day, model)
        lines.append(to_json(envelope))
        if chance.random() < 0.3:  # the same call again: same bytes, a larger or smaller snapshot, or another day
            other = chance.choice(
                [
                    envelope,
                    _envelope(chance, number, day, model),
                    _envelope(chance, number, chance.choice(_DAYS), chance.choice(_MODELS)),
                ]
            )
            lines.append(to_json(other))
        if chance.random() < 0.1:
            lines.append(chance.choice(["{", "[]", to_json({**envelope, "platform": "moon"}), to_json({"a": number})]))
    chance.shuffle(lines)
    files: list[File] = []
    while lines:
        size = chance.randint(3, 15)
        content = "".join(f"{line}\n" for line in lines[:size]).encode()
        lines = lines[size:]
        files.append(File(f"usage/{_stamp(chance)}/calls-{len(files)}.jsonl", content))
    return files


def _envelope(chance: random.Random, number: int, day: date, model: str) -> JsonObject:
    at = datetime(day.year, day.month, day.day, chance.choice([0, 11, 23]), chance.choice([0, 59]), tzinfo=UTC)
    text, audio = chance.randint(1, 500), chance.randint(0, 300)
    usage = VoiceUsage(text, audio, chance.randint(0, text), chance.randint(0, audio), chance.randint(0, 90), 7)
    payload: JsonObject = {
        "type": "response.done",
        "response": {
            "id": f"resp_{number}",
            "status": chance.choice(["completed", "completed", "in_progress"]),
            "usage": realtime_usage(usage, image_counts=False),
        },
    }
    if number % 7 == 0:
        payload = {"type": "conversation.item.input_audio_transcription.completed", "item_id": f"item_{number}"}
        payload["usage"] = {"type": "duration", "seconds": chance.choice([0, 7, 90.5])}
        model = "whisper-1"
    elif number % 7 == 1:  # a modality without its total
        payload = {"usage": {"input_tokens": 5, "output_tokens": 1, "total_tokens": chance.choice([6, 7])}}
    elif (
        number % 7 == 2
    ):  # tools and runs of other models are events beside their answer; one copy has more of them than another
        payload, model = _answer_with_tools(chance), "gpt-4o"
    is_claude = number % 7 == 3
    if is_claude:
        payload, model = _message_with_iterations(chance), "claude-sonnet-4-5"
    return {
        "event_id": f"call-{number}",
        "occurred_at": at.isoformat().replace("+00:00", "Z"),
        "platform": "anthropic" if is_claude else "azure" if number % 5 == 0 else "openai",
        "billing_account_id": "sub-1" if number % 5 == 0 else "org-1",
        "model": model,
        "payload": payload,
        **({"user_id": f"user-{number % 3}", "account_id": f"customer-{number % 2}"} if number % 4 else {}),
        **({"observed_by": "client"} if number % 11 == 0 else {}),
        **({"reported_cost": "0.0125", "reported_currency": chance.choice(["usd", "EUR"])} if number % 6 == 0 else {}),
    }


def _answer_with_tools(chance: random.Random) -> JsonObject:
    tools = chance.choices(["web_search_call", "file_search_call", "message"], k=chance.randint(0, 3))
    usage = {"input_tokens": 10, "output_tokens": 5, "total_tokens": 15}
    return {"object": "response", "output": [{"type": tool} for tool in tools], "usage": usage}


def _message_with_iterations(chance: random.Random) -> JsonObject:
    extra = [
        {"type": "compaction", "input_tokens": 7, "output_tokens": 1},
        {"type": "advisor_message", "model": "claude-opus-4-6", "input_tokens": 9, "output_tokens": 2},
    ][: chance.randint(0, 2)]
    usage = {"input_tokens": 100, "output_tokens": chance.choice([5, 50]), "cache_read_input_tokens": 3}
    searches = {"web_search_requests": chance.choice([0, 2])}
    return {"type": "message", "usage": {**usage, "server_tool_use": searches, "iterations": extra}}


def _gateway_files(chance: random.Random) -> list[File]:
    """LiteLLM's records of some calls. One of the calls also landed as an envelope."""
    rows = [
        {
            "request_id": f"call-{number}",
            "startTime": f"{chance.choice(_DAYS)} 11:00:00.000",
            "model": "gpt-4o",
            "custom_llm_provider": "openai",
            "end_user": f"user-{number % 3}",
            "prompt_tokens": chance.choice([10, 900]),
            "completion_tokens": 5,
            "total_tokens": None,
            "spend": 0.01,
            "cache_hit": chance.choice(["False", "False", "True"]),
        }
        for number in (2, 9, 901, 902)
    ]
    for row in rows:
        row["total_tokens"] = row["prompt_tokens"] + row["completion_tokens"]
    return [File(f"litellm/{_stamp(chance)}.jsonl", "".join(to_json(row) + "\n" for row in rows).encode())]


def _openai_bills(chance: random.Random) -> list[File]:
    """Days fetched again with other amounts. Some days are in one page; some results have no line item."""
    files = []
    for number in range(chance.randint(2, 4)):
        days = sorted(chance.sample(_DAYS, chance.randint(1, len(_DAYS))))
        buckets = []
        for day in days:
            results = [
                cost_result(
                    Decimal(chance.randint(1, 900)) / 10_000, item, Decimal(chance.randint(1, 90_000)), "tokens"
                )
                for item in ("gpt-realtime text, input", "our-model, output", "some new thing")
                if chance.random() < 0.8
            ]
            if chance.random() < 0.2:
                results.append(cost_result(Decimal("0.5"), None, None, None))
            buckets.append(cost_bucket(day, results))
        files.append(File(f"openai_costs/org-1/{_stamp(chance)}/page-{number}.json", cost_page(buckets)))
    return files


def _azure_bills(chance: random.Random) -> list[File]:
    """Month-to-date exports, each with all days so far. One may lack a row that an earlier one had."""
    files = []
    for number in range(chance.randint(1, 3)):
        last = chance.choice(_DAYS)
        rows = [
            {
                "SubscriptionId": "sub-1",
                "date": day.isoformat(),
                "meterCategory": "Foundry Models",
                "meterName": meter,
                "unitOfMeasure": "1M",
                "quantity": plain(Decimal(chance.randint(1, 900)) / 1_000_000),
                "chargeType": chance.choice(["Usage", "Usage", "Tax"]),
                "costInBillingCurrency": plain(Decimal(chance.randint(-50, 900)) / 10_000),
                "billingCurrency": "USD",
            }
            for day in _DAYS
            if day <= last
            for meter in ("gpt4omini-rt-txt1217 Outp glbl Tokens", "gpt4omini-rt-aud1217 Inp glbl Tokens", "Odd Tokens")
            if chance.random() < 0.8
        ]
        files.append(File(f"azure_cost/sub-1/{_stamp(chance)}/part_{number}.csv", export(rows).encode()))
    return files


def _stamp(chance: random.Random) -> str:
    moment = datetime(2026, 3, 3, tzinfo=UTC) + timedelta(minutes=chance.randint(0, 40_000))
    return moment.strftime("%Y-%m-%dT%H-%M-%SZ")


def _corrections(chance: random.Random) -> list[Correction]:
    """Corrections of prices, names and meters, in random order. Some do not affect any usage."""
    made: list[Correction] = [
        lambda seeds: seeds.price("openai", "gpt-realtime", "text_input", unit_price="4.5"),
        lambda seeds: seeds.price("openai", "gpt-realtime", "audio_output", valid_from="2026-03-01 00:00:00"),
        lambda seeds: seeds.successor(
            "openai", "gpt-realtime", "text_output", unit_price="17", valid_from="2026-02-28 11:30:00"
        ),
        lambda seeds: seeds.successor(
            "openai", "gpt-realtime", "audio_input", unit_price="30", valid_from="2026-08-01 00:00:00"
        ),
        lambda seeds: seeds.price("openai", "whisper-1", "transcription_seconds", unit_price="0.007"),
        lambda seeds: seeds.add(
            "model_aliases",
            platform="openai",
            raw_model="our-model",
            model="gpt-4o",
            note="ours",
            valid_from="2026-02-28 00:00:00",
        ),
        lambda seeds: seeds.add("model_aliases", platform="azure", raw_model="our-model", model="gpt-4o", note="ours"),
        lambda seeds: seeds.add(
            "contracted_prices",
            billing_account_id="org-1",
            provider="openai",
            platform="openai",
            model="gpt-realtime",
            meter="text_cached_input",
            service_tier="standard",
            context_from_tokens="0",
            unit_quantity="1000000",
            unit_price="0.1",
            currency="USD",
            valid_from="2026-03-01 12:00:00",
            known_at="2026-03-01 00:00:00",
            source="a contract",
            confidence="high",
        ),
        lambda seeds: seeds.remove("billing_meter_words", source="azure", word="aud"),
        lambda seeds: seeds.add(
            "billing_meter_exact",
            source="openai",
            meter_name="some new thing",
            model="gpt-realtime",
            meter="text_output",
            deployment_scope="",
            service_tier="standard",
        ),
    ]
    chance.shuffle(made)
    return made[: chance.randint(2, len(made))]


def _read(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    with path.open(newline="") as file:
        reader = csv.DictReader(file)
        return list(reader.fieldnames or ()), list(reader)


def _write(path: Path, header: list[str], rows: list[dict[str, str]]) -> None:
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
