"""Spark and DuckDB give exactly the same marts, on a cluster, loaded and built as a user would."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pyarrow
import pyarrow.compute
import pyarrow.parquet
import pytest

from python_tests.histories.histories import Seeds
from python_tests.pipeline.bills import land_comparisons
from python_tests.pipeline.books import Books, Dbt, assert_same_marts
from python_tests.pipeline.cases import land_repeats
from python_tests.pipeline.counts import land_counts
from python_tests.pipeline.landing import Deliveries
from python_tests.shared_books import Landed
from python_tests.workspace import Workspace
from tokenbooks.transformation.commands import describe_failures
from tokenbooks.transformation.project import PROJECT_DIR

_DAY = timedelta(days=1)
_NO_TESTS = ("--resource-type", "seed", "--resource-type", "model")
_MARTS = ("+fct_usage_events", "+fct_usage_costs", "+fct_unpriced_usage", "+fct_invoice_lines")
#: The relations that another build changes. Views do not change.
_CHANGING = [f"{mart},config.materialized:{kind}" for mart in _MARTS for kind in ("incremental", "table")]
_KEPT = {"openai", "azure", "envelopes"}
#: A selection without the models of other providers and gateways.
_NO_OTHERS = (
    "--exclude",
    *(
        f"path:{place.relative_to(PROJECT_DIR)}"
        for place in (PROJECT_DIR / "models" / "staging").glob("*/*")
        if place.name not in _KEPT
    ),
    *(
        place.stem
        for place in (PROJECT_DIR / "seeds" / "pricing").glob("*__list_prices.csv")
        if place.stem.split("__")[0] not in _KEPT
    ),
    "price_audit_verdicts",
)
#: One in this many calls of the first load is repeated in the second load.
_REPEATED = 20


def test_marts_of_a_small_landing_are_the_same(on_spark: Workspace, tmp_path: Path) -> None:
    """Odd, repeated and disputed records in two loads on two days, each built, with a price corrected in between.

    The marts of usage, costs and invoices are equal as text to those of one clean build on DuckDB. All records are of
    OpenAI and Azure, so that the test is fast. `make test-spark` tests other providers, gateways and bills.
    """
    first, second = Deliveries(), Deliveries()
    for land in (land_counts, land_repeats):
        land(first)
    land_comparisons(second)
    second.envelopes += first.envelopes[::_REPEATED]
    seeds = Seeds(tmp_path / "project")
    seeds.configure(
        usage_providers={"openai": ["openai", "azure"]},
        usage_gateways=[],
        price_lists=["azure", "openai"],
        bill_sources=["openai", "azure"],
        usage_report_sources=["openai"],
    )
    (tmp_path / "dbt").mkdir()
    dbt = Dbt(tmp_path / "dbt", seeds.project)
    lived, clean = on_spark, Workspace(tmp_path / "duckdb")
    for workspace in (lived, clean):
        workspace.landing.mkdir(parents=True)
    first.land(lived)
    lived.load()
    _move_to_yesterday(lived.folder / "lake")
    _build(dbt, lived, "build", "--select", *_MARTS, *_NO_TESTS, *_NO_OTHERS)
    seeds.price("openai", "gpt-4o", "text_input", unit_price="2.25")
    second.land(lived)
    lived.load()
    _build(dbt, lived, "build", "--select", "openai__list_prices", *_CHANGING, *_NO_TESTS)
    for delivery in (first, second):
        delivery.land(clean)
        clean.load()
    dbt.succeed(clean, "build", "--select", *_MARTS, *_NO_TESTS, *_NO_OTHERS)
    found, expected = Books(lived, dbt), Books(clean, dbt)
    assert_same_marts(found, expected)
    assert found.value("select count(distinct found_date) from intermediate.int_usage_records_repeated") == 2


@pytest.mark.spark
def test_marts_of_everything_are_the_same(landed: Landed, books: Books, dbt: Dbt, on_spark: Workspace) -> None:
    """The demo world and every case, with every data test, and then every unit test."""
    on_spark.landing.symlink_to(landed.workspace.landing)
    assert_same_marts(Books(on_spark, dbt).build(), books)
    # The unit tests set `as_of` themselves where they need it.
    tests = dbt.invoke(on_spark, "test", "--select", "test_type:unit", as_of=None)["results"]
    statuses = {test["unique_id"]: test["status"] for test in tests if test["unique_id"].startswith("unit_test.")}
    assert len(statuses) >= 40
    assert not {name: status for name, status in statuses.items() if status != "pass"}


def _build(dbt: Dbt, workspace: Workspace, *arguments: str) -> None:
    """Run a command in which no node may fail. Repeat it if the server could not end a session.

    The jars of Spark 4.3.0 lack a class of Hive that is sometimes needed when a session ends. dbt then reports that the
    model of that session failed.
    """
    results = dbt.invoke(workspace, *arguments)
    if any("LlapSigner" in (result["message"] or "") for result in results["results"]):
        results = dbt.invoke(workspace, *arguments)
    assert not (failures := describe_failures(results)), failures


def _move_to_yesterday(lake: Path) -> None:
    """Change everything in a lake as if it were loaded a day earlier, so that the next load is on another day."""
    for path in (lake / "raw").glob("*/loaded_date=*/*.parquet"):
        table = pyarrow.parquet.read_table(path, partitioning=None)
        place = table.schema.get_field_index("loaded_at")
        field = table.schema.field(place)
        earlier = pyarrow.compute.subtract(table.column(place), pyarrow.scalar(_DAY))
        loaded_on = date.fromisoformat(path.parent.name.partition("=")[2]) - _DAY
        moved = path.parents[1] / f"loaded_date={loaded_on}" / path.name
        moved.parent.mkdir(exist_ok=True)
        pyarrow.parquet.write_table(table.set_column(place, field, earlier.cast(field.type)), moved)
        path.unlink()
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
