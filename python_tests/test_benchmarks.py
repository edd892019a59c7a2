"""Checks of the benchmark: bill, floor and books agree, and each day lands at the right time.

The tests do not check times.
"""

from __future__ import annotations

import io
import json
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from python_tests import workspace as tests
from python_tests.pipeline.books import Dbt
from tools.benchmarks import scenarios
from tools.benchmarks.bills import scenarios as bill_scenarios
from tools.benchmarks.bills.floor import BillFloor, Totals, measure_bill_floor
from tools.benchmarks.bills.generate import FORMATS, Bill, bill_path, write_bill
from tools.benchmarks.bills.growth import NodeGrowth, sort_growth
from tools.benchmarks.bills.scenarios import BillResults, check_totals, measure_bill
from tools.benchmarks.bills.table import bill_table, growth_table
from tools.benchmarks.floor import Floor, measure_floor
from tools.benchmarks.generate import files_of_day, write_benchmark_landing, write_daily_landing, write_mixed_landing
from tools.benchmarks.measure import CommandFailedError, Step, measure_step
from tools.benchmarks.payloads import KINDS
from tools.benchmarks.peers import Peer, measure_peers
from tools.benchmarks.prices import METERS, price_rows
from tools.benchmarks.run import SERVER_SETTINGS
from tools.benchmarks.scenarios import Increment, Results
from tools.benchmarks.table import result_table
from tools.benchmarks.workspace import DuckDb, Postgres, Run, Workspace
from tools.servers.postgres import PostgresServer

EVENTS = 700
#: Three hourly lines, or 72 daily ones, of 30 days.
BILL_ROWS = 2_160


def _lines(landing: Path) -> list[str]:
    return sorted(line for path in (landing / "usage").iterdir() for line in path.read_text().splitlines())


def _run(seconds: float, mebibytes: int = 100) -> Run:
    step = Step(seconds / 2, seconds, mebibytes * 2**20)
    return Run(step, step, {"model": seconds}, {"model": 7})


def test_floor_finds_what_the_bill_charges(tmp_path: Path) -> None:
    """The quantities of the cost page at list price equal the total of the floor exactly."""
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
    assert floor.peak_bytes > 0


def test_input_is_the_same_every_time(tmp_path: Path) -> None:
    """The files depend only on the arguments and contain every event once."""
    for name in ("first", "second"):
        write_benchmark_landing(tmp_path / name, EVENTS, users=40, days=3, files=2)
    first, second = (
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*.json*")}
        for name in ("first", "second")
    )
    assert first == second
    assert len({json.loads(line)["event_id"] for line in _lines(tmp_path / "first")}) == EVENTS


def test_days_hold_the_same_calls_and_bills(tmp_path: Path) -> None:
    """One file and one page per day contain the same month."""
    write_benchmark_landing(tmp_path / "month", EVENTS, users=40)
    write_daily_landing(tmp_path / "days", EVENTS, date(2026, 3, 1), days=31, users=40)
    assert _lines(tmp_path / "days") == _lines(tmp_path / "month")
    buckets: list[object] = []
    for path in sorted((tmp_path / "days" / "openai_costs").iterdir()):
        (bucket,) = json.loads(path.read_text())["data"]
        buckets.append(bucket)
    assert buckets == json.loads((tmp_path / "month" / "openai_costs" / "2026-03.json").read_text())["data"]
    for day in (date(2026, 3, 1), date(2026, 3, 31)):
        usage, _ = files_of_day(day)
        days = {json.loads(line)["occurred_at"][:10] for line in (tmp_path / "days" / usage).read_text().splitlines()}
        assert days == {str(day)}


def test_the_books_cost_what_the_floor_finds(tmp_path: Path, dbt: Dbt) -> None:
    """Through the real commands that are measured."""
    workspace = _workspace("full", tmp_path, dbt)
    write_benchmark_landing(workspace.landing, EVENTS, users=40)
    run = workspace.run()
    floor = measure_floor(workspace.landing, tmp_path / "floor.duckdb")
    assert workspace.total_cost() == f"{floor.total_cost:f}"
    assert workspace.size_bytes() > 0
    assert {"seed", "model", "test"} <= set(run.node_counts)
    assert set(run.node_counts) == set(run.node_seconds)


def test_all_of_the_mix_is_read_and_priced(tmp_path: Path, dbt: Dbt) -> None:
    """Every kind in equal parts, none refused and none without a price, so that the mix measures the full work."""
    workspace = _workspace("mix", tmp_path, dbt)
    write_mixed_landing(workspace.landing, EVENTS, users=40)
    workspace.run()
    with duckdb.connect(str(workspace.folder / "mix.duckdb"), read_only=True) as connection:
        found = connection.execute(
            "select platform, raw_model, pricing_status, count(*) from marts.fct_usage_events group by all"
        ).fetchall()
    assert sorted(found) == sorted((kind.platform, kind.model, "priced", EVENTS // len(KINDS)) for kind in KINDS)


def test_a_postgres_warehouse_is_measured_as_well(tmp_path: Path) -> None:
    """On a server with the settings of the benchmark."""
    with PostgresServer(settings=SERVER_SETTINGS) as server:
        engine = Postgres(server)
        settings = engine.create("full", tmp_path)
        assert settings["TOKENBOOKS_TARGET"] == "postgres"
        assert engine.server_pid == server.pid
        assert engine.size_bytes(settings) > 0


def test_peers_price_the_same_events(tmp_path: Path) -> None:
    """Their totals are close to the floor: they use their own prices and floats."""
    write_benchmark_landing(tmp_path, EVENTS, users=40, files=1)
    floor = measure_floor(tmp_path, tmp_path / "floor.duckdb")
    peers = measure_peers(tmp_path, EVENTS)
    assert [(peer.name, peer.events) for peer in peers] == [("litellm", EVENTS), ("genai-prices", EVENTS)]
    for peer in peers:
        assert 0.5 < peer.total_cost / float(floor.total_cost) < 2, peer


def test_the_last_day_lands_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The history before it is loaded and built first, then the day is added."""
    landed: list[Counter[str]] = []

    def look(workspace: Workspace) -> Run:
        landed.append(Counter(path.parent.name for path in workspace.landing.rglob("*.json*")))
        return _run(1)

    def here(work: Callable[..., object], *arguments: object) -> object:
        return work(*arguments)

    monkeypatch.setattr(Workspace, "run", look)
    monkeypatch.setattr(Workspace, "size_bytes", lambda _: 0)
    monkeypatch.setattr(Workspace, "total_cost", lambda self: "0")
    monkeypatch.setattr(scenarios, "apart", here)
    results = scenarios.measure_all(31, 365, ("history",), "duckdb", DuckDb(), tmp_path, lambda _: None)
    none: Counter[str] = Counter()
    per_day = [Counter(usage=days, openai_costs=days) for days in (30, 31, 364, 365)]
    assert landed == [none, none, *per_day]
    assert results.full is None and results.increment is None
    assert results.year is not None and results.year.events == 365
    assert not any(path.name == "landing" and any(path.iterdir()) for path in tmp_path.rglob("landing"))


@pytest.mark.parametrize("format_", FORMATS)
def test_a_bill_is_the_same_every_time(tmp_path: Path, format_: str) -> None:
    """The refreshed bill has one more day, and differs in the day that was open and in some lines of every day."""
    bill = Bill(format_, BILL_ROWS, share=10)
    for name in ("first", "second"):
        write_bill(tmp_path / name, bill)
    path = bill_path(bill)
    assert (tmp_path / "first" / path).read_bytes() == (tmp_path / "second" / path).read_bytes()
    write_bill(tmp_path / "first", bill, is_refreshed=True)
    first = measure_bill_floor(tmp_path / "first", bill, tmp_path / "first.duckdb")
    refreshed = measure_bill_floor(tmp_path / "first", bill, tmp_path / "refreshed.duckdb", is_refreshed=True)
    assert (first.rows, refreshed.rows) == (BILL_ROWS, bill.refreshed_rows)
    assert 0 < first.totals.our_charges < BILL_ROWS
    assert first.totals.our_cost < first.totals.total_cost
    assert first.peak_bytes > 0
    costs = "select usage_date, sum(billed_cost) from billed_days group by usage_date order by usage_date"
    days: list[dict[date, Decimal]] = []
    for database in ("first.duckdb", "refreshed.duckdb"):
        with duckdb.connect(str(tmp_path / database), read_only=True) as connection:
            days.append(dict(connection.execute(costs).fetchall()))
    assert set(days[1]) - set(days[0]) == {date(2026, 3, 31)}
    assert days[0][date(2026, 3, 30)] != days[1][date(2026, 3, 30)]


def test_all_charges_of_a_bill_may_be_ours(tmp_path: Path) -> None:
    """As the growth of nodes is measured."""
    bill = Bill("azure", BILL_ROWS, share=100)
    write_bill(tmp_path, bill)
    floor = measure_bill_floor(tmp_path, bill, tmp_path / "floor.duckdb")
    assert floor.totals.our_charges == BILL_ROWS
    assert floor.totals.our_cost == floor.totals.total_cost > 0


def test_the_books_bill_what_the_floors_find(tmp_path: Path, dbt: Dbt) -> None:
    """In every format, to the last digit: every charge of ours is mapped, and every other one is out of scope."""
    workspace = _workspace("bills", tmp_path, dbt)
    found: list[Totals] = []
    for format_ in FORMATS:
        bill = Bill(format_, BILL_ROWS, share=10)
        write_bill(workspace.landing, bill)
        found.append(measure_bill_floor(workspace.landing, bill, tmp_path / "floor.duckdb").totals)
    expected = Totals(
        sum(totals.our_charges for totals in found),
        sum((totals.our_quantity for totals in found), Decimal(0)),
        sum((totals.our_cost for totals in found), Decimal(0)),
        sum((totals.total_cost for totals in found), Decimal(0)),
    )
    run = workspace.run()
    assert "model fct_billed_charges" in run.nodes
    check_totals(workspace, expected)
    with pytest.raises(CommandFailedError, match="the floor has"):
        check_totals(workspace, replace(expected, total_cost=expected.total_cost + Decimal("0.000000000001")))


def test_the_refreshed_bill_lands_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both bills are compared with a floor of their own."""
    bill = Bill("focus", BILL_ROWS, share=10)
    landed: list[int] = []
    compared: list[Totals] = []

    def look(workspace: Workspace) -> Run:
        landed.append(len(list(workspace.landing.rglob("*.parquet"))))
        return _run(1)

    def here(work: Callable[..., object], *arguments: object) -> object:
        return work(*arguments)

    monkeypatch.setattr(Workspace, "run", look)
    monkeypatch.setattr(Workspace, "size_bytes", lambda _: 0)
    monkeypatch.setattr(bill_scenarios, "apart", here)
    monkeypatch.setattr(bill_scenarios, "check_totals", lambda _, totals: compared.append(totals))
    results = measure_bill(bill, DuckDb(), tmp_path, lambda _: None)
    assert landed == [1, 2]
    assert compared[0] == results.floor.totals
    assert compared[1].total_cost > compared[0].total_cost
    assert results.file_bytes > 0
    assert not list(tmp_path.rglob("*.parquet"))


def test_growth_is_per_tenfold() -> None:
    """Growth is between the two largest sizes. Nodes that grow too fast come first, and short ones are left out."""
    sizes = (10_000, 40_000, 4_000_000)
    linear = NodeGrowth("linear", sizes, (3.0, 4.0, 400.0))
    squared = NodeGrowth("squared", sizes, (0.001, 0.1, 1000.0))
    even = NodeGrowth("even", sizes, (1.0, 500.0, 500.0))
    short = NodeGrowth("short", sizes, (0.001, 0.001, 0.4))
    assert [node.per_tenfold for node in (linear, squared, even)] == pytest.approx([10, 100, 1])
    assert sort_growth([linear, short, squared, even]) == [squared, even, linear]


def test_a_failing_command_is_reported_with_its_output() -> None:
    """The message has the last lines of its output."""
    command = [sys.executable, "-c", "print('the reason'); raise SystemExit(3)"]
    with pytest.raises(CommandFailedError, match=r"ended with 3\nthe reason"):
        measure_step(command, {})


def test_memory_counts_the_processes_below() -> None:
    """The memory of a command includes the processes that it starts."""
    child = "import time; held = b'x' * 200_000_000; time.sleep(2)"
    command = [sys.executable, "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"]
    assert measure_step(command, {}).peak_bytes > 200_000_000


def test_the_table_shows_every_measure_with_its_goal() -> None:
    """Goals that are met and goals that are missed."""
    floor = Floor(2.0, 1_000, Decimal("12.500000000000"), 2**30)
    results = Results(1_000, "duckdb", floor, fixed=_run(20), start_up=_run(10), full=_run(30, 8_000))
    results.mix = _run(32)
    results.increment = Increment(31, 1_000, before=_run(29), added=_run(10.5))
    results.month = Increment(31, 100, before=_run(20), added=_run(10))
    results.year = Increment(365, 1_177, before=_run(25), added=_run(16))
    results.peers = [Peer("litellm", 100, 100.0, 1.0)]
    console = Console(width=120, file=io.StringIO(), record=True)
    console.print(result_table(results))
    text = " ".join(console.export_text().replace("│", " ").split())
    for expected in (
        "1,000 events on duckdb",
        "12.500000000000",
        "under 30 s: met",
        "5.00 at most 2: missed",
        "(mix - fixed) / (total - fixed) 1.20 at most 1.3: met",
        "under 6 GiB: missed",
        "5.0 % at most 10 %: met",
        "1.60 at most 1.5: missed",
        "33.3 at least 10: met",
        "7 nodes of kind model",
    ):
        assert expected in text


def test_the_tables_of_bills_show_every_measure_with_its_goal() -> None:
    """Goals that are met and goals that are missed."""
    floor = BillFloor(2.0, 1_000, Totals(40, Decimal(7), Decimal("1.5"), Decimal("12.500000000001")), 2**30)
    results = BillResults(Bill("azure", 1_000, 4), 2**20, floor, _run(60, 2_000), _run(13), 2**30)
    nodes = [NodeGrowth("test squared", (10, 100), (1.0, 100.0)), NodeGrowth("model even", (10, 100), (1.0, 10.0))]
    console = Console(width=120, file=io.StringIO(), record=True)
    console.print(bill_table(results, fixed=_run(20), start_up=_run(10), target="duckdb"))
    console.print(growth_table(nodes, "azure", "duckdb"))
    text = " ".join(console.export_text().replace("│", " ").split())
    for expected in (
        "azure, 1,000 rows, 4 % of the lines ours, on duckdb",
        "12.500000000001",
        "start-up: the same again 10.00 s",
        "load / floor 15.00 at most 8: missed",
        "(build - fixed) / floor 10.00 at most 4: missed",
        "under 1 GiB: missed",
        "of the first bill's 7.5 % at most 15 %: met",
        "100.0 1.00 s 100.00 s test squared",
        "10.0 1.00 s 10.00 s model even",
    ):
        assert expected in text


def _workspace(name: str, parent: Path, dbt: Dbt) -> Workspace:
    """A workspace of the benchmark with the parsed project."""
    workspace = Workspace(name, parent, DuckDb())
    warehouse = DuckDb().create(name, workspace.folder)
    dbt.spare_parsing(tests.Workspace(workspace.folder, warehouse))
    return workspace


def _line_item(meter: str) -> str:
    assert meter in METERS
    modality, _, kind = meter.partition("_")
    return f"{modality}, {kind.replace('_', ' ')}"
