"""The benchmark's input and floor: the bill, the landed usage and the hand-written script agree."""

import json
from decimal import Decimal
from pathlib import Path

from benchmarks.floor import measure_floor
from benchmarks.generate import write_benchmark_landing
from benchmarks.prices import METERS, price_rows

EVENTS = 700


def test_floor_finds_what_the_bill_charges(tmp_path: Path) -> None:
    """Quantities of the cost page at list price are the floor's total, to the last digit."""
    landing = tmp_path / "landing"
    write_benchmark_landing(landing, EVENTS, users=40, days=3, files=2)
    prices = {f"{model} {_line_item(meter)}": price for model, meter, price in price_rows()}
    page = json.loads((landing / "openai_costs" / "2026-03.json").read_text())
    results = [result for bucket in page["data"] for result in bucket["results"]]
    billed = sum((prices[result["line_item"]] * result["quantity"] for result in results), Decimal(0))
    floor = measure_floor(landing, tmp_path / "floor.duckdb")
    assert len(page["data"]) == 3
    assert floor.events == EVENTS
    assert floor.total_cost == billed


def test_input_is_the_same_every_time(tmp_path: Path) -> None:
    """The files follow from the arguments alone, and hold every event once."""
    for name in ("first", "second"):
        write_benchmark_landing(tmp_path / name, EVENTS, users=40, days=3, files=2)
    first, second = (
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*.json*")}
        for name in ("first", "second")
    )
    assert first == second
    lines = [line for path, data in first.items() if path.suffix == ".jsonl" for line in data.splitlines()]
    assert len({json.loads(line)["event_id"] for line in lines}) == EVENTS


def _line_item(meter: str) -> str:
    assert meter in METERS
    modality, _, kind = meter.partition("_")
    return f"{modality}, {kind.replace('_', ' ')}"
