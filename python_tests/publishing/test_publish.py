"""Published marts, shared files of versions, and refusals, with hand-made marts."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from python_tests.publishing.warehouses import HandMadeWarehouse
from tokenbooks.errors import UserError
from tokenbooks.publishing import publish
from tokenbooks.publishing.folder import PublishedFolder
from tokenbooks.publishing.publish import DATABASE

_DAY = "2026-01-05.parquet"


@pytest.fixture
def warehouse(tmp_path: Path) -> HandMadeWarehouse:
    """Ten days of events. The first day has no date."""
    return HandMadeWarehouse(tmp_path).create()


def test_marts_on_spark_are_not_published(warehouse: HandMadeWarehouse) -> None:
    """A DuckDB file of an earlier target is not published in their place."""
    with pytest.raises(UserError, match="nothing can be published from Spark"):
        publish.publish_marts(replace(warehouse.settings, target="spark"))
    assert PublishedFolder(warehouse.settings.published_dir).current() is None


def test_both_formats_hold_every_row(warehouse: HandMadeWarehouse) -> None:
    """Large marts are one file per date behind a view, small ones are tables. Types are kept."""
    publication = warehouse.publish()
    assert publication.is_new and publication.written == 21
    with duckdb.connect(str(warehouse.settings.duckdb_path), read_only=True) as connection:
        for mart in ("fct_usage_events", "fct_usage_costs", "dim_users"):
            everything = f"from marts.{mart} order by all"
            expected = connection.execute(everything).fetchall()
            assert warehouse.read(everything) == expected
            files = str(warehouse.current / "marts" / mart / "*.parquet")
            assert connection.execute(f"from '{files}' order by all").fetchall() == expected
            assert publication.manifest.marts[mart].rows == len(expected)
            assert warehouse.read(f"describe marts.{mart}") == connection.execute(f"describe marts.{mart}").fetchall()
    kinds = warehouse.read("select table_name, table_type from information_schema.tables where table_schema = 'marts'")
    assert dict(kinds) == {"fct_usage_events": "VIEW", "fct_usage_costs": "VIEW", "dim_users": "BASE TABLE"}
    assert set(warehouse.inodes("dim_users")) == {"all.parquet"}
    assert {"null.parquet", "2026-01-02.parquet", _DAY} <= set(warehouse.inodes("fct_usage_costs"))


def test_a_version_describes_itself(warehouse: HandMadeWarehouse) -> None:
    """The DuckDB file and the file beside the Parquet files agree."""
    manifest = warehouse.publish().manifest
    found = json.loads((warehouse.current / "version.json").read_text())
    assert warehouse.current.name == manifest.version == found["version"]
    ((version, invocation),) = warehouse.read("select version, invocation_id from published_version")
    assert (version, invocation) == (manifest.version, found["build"]["invocation_id"])
    rows = dict(warehouse.read("select mart, row_count from published_marts"))
    assert rows == {"fct_usage_events": 1_000, "fct_usage_costs": 2_000, "dim_users": 1}


def test_a_version_is_read_only(warehouse: HandMadeWarehouse) -> None:
    """Older versions of DuckDB can read the file too, and it has no log beside it."""
    warehouse.publish()
    files = [path for path in warehouse.current.rglob("*") if path.is_file()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o444}
    assert {path.name for path in warehouse.current.iterdir()} == {DATABASE, "marts", "version.json"}
    [(tags,)] = warehouse.read("select tags from duckdb_databases() where database_name = 'tokenbooks'")
    assert "v1.2.0" in str(tags)


def test_unchanged_days_are_shared(warehouse: HandMadeWarehouse) -> None:
    """An unchanged day is the same file on disk. A day with a change in the last digit of an amount is another file."""
    warehouse.publish()
    before = warehouse.inodes("fct_usage_costs")
    warehouse.build(
        "update intermediate.events set calculated_cost = calculated_cost + 0.000000000001"
        " where usage_event_id = 'event_450'",
        "insert into intermediate.events values ('event_new', date '2026-02-01', 1)",
        "delete from intermediate.events where usage_date = date '2026-01-02'",
    )
    publication = warehouse.publish()
    after = warehouse.inodes("fct_usage_costs")
    assert after.keys() - before.keys() == {"2026-02-01.parquet"}
    assert before.keys() - after.keys() == {"2026-01-02.parquet"}
    assert {name for name in before.keys() & after.keys() if before[name] != after[name]} == {_DAY}
    assert (publication.linked, publication.written) == (2 * 8, 2 * 2 + 1)
    expected = 2 * (Decimal(sum(range(100)) + sum(range(200, 1_000)) + 1) + Decimal("0.000000000001"))
    found = warehouse.read("select count(*), sum(calculated_cost) from marts.fct_usage_costs")
    assert found == [(1_802, expected)]


def test_rows_that_swap_values_are_a_change(warehouse: HandMadeWarehouse) -> None:
    """Counts and sums are the same, but the rows differ."""
    warehouse.publish()
    before = warehouse.inodes("fct_usage_events")
    warehouse.build(
        "update intermediate.events set calculated_cost = 851 - calculated_cost"
        " where usage_event_id in ('event_425', 'event_426')"
    )
    warehouse.publish()
    assert {name for name, inode in warehouse.inodes("fct_usage_events").items() if before[name] != inode} == {_DAY}


def test_another_type_is_a_change(warehouse: HandMadeWarehouse) -> None:
    """Even if all values are equal."""
    warehouse.publish()
    before = warehouse.inodes("fct_usage_events")
    warehouse.build("alter table intermediate.events alter calculated_cost type decimal(38, 10)", *_views_again())
    warehouse.publish()
    after = warehouse.inodes("fct_usage_events")
    assert all(before[name] != after[name] for name in before)


def test_a_shared_file_that_is_gone_is_written_again(warehouse: HandMadeWarehouse) -> None:
    """Even if the whole previous version cannot be read."""
    warehouse.publish()
    (warehouse.current / "marts" / "fct_usage_events" / _DAY).unlink()
    warehouse.build().publish()
    assert warehouse.read("select count(*) from marts.fct_usage_events") == [(1_000,)]
    description = warehouse.current / "version.json"
    description.chmod(0o644)
    description.write_text("{")
    assert warehouse.build().publish().linked == 0
    assert warehouse.read("select count(*) from marts.fct_usage_events") == [(1_000,)]


def test_a_mart_may_grow_and_shrink_over_the_threshold(warehouse: HandMadeWarehouse) -> None:
    """A table becomes a view over files, and then a table again."""
    for threshold, files in ((5_000, 1), (500, 10), (5_000, 1)):
        warehouse.build().publish(threshold)
        assert len(warehouse.inodes("fct_usage_events")) == files
        assert warehouse.read("select count(*) from marts.fct_usage_events") == [(1_000,)]


def test_a_build_is_published_once(warehouse: HandMadeWarehouse) -> None:
    """Publishing again does nothing."""
    first = warehouse.publish()
    again = warehouse.publish()
    assert not again.is_new and again.folder == first.folder


def test_a_mart_of_an_earlier_build_is_left_out(warehouse: HandMadeWarehouse) -> None:
    """For example, a mart that was renamed."""
    warehouse.run("create table marts.fct_old as select 1 as a")
    assert "fct_old" not in warehouse.publish().manifest.marts


@pytest.mark.parametrize(
    ("spoil", "because"),
    [
        (lambda warehouse: warehouse.build(failures=1), "of the last build failed"),
        (lambda warehouse: warehouse.build(ends=False), "has not ended"),
        (lambda warehouse: warehouse.run("insert into raw.deliveries values ('2026-01-03')"), "something was loaded"),
        (
            lambda warehouse: warehouse.build().run("drop table marts.dim_users"),
            "the warehouse lacks dim_users of the last build",
        ),
        (lambda warehouse: warehouse.build().run("drop table operations.builds"), "no build is on record"),
    ],
)
def test_marts_of_several_builds_are_refused(warehouse: HandMadeWarehouse, spoil: object, because: str) -> None:
    """The current version stays, without leftovers beside it."""
    version = warehouse.publish().folder
    assert callable(spoil)
    spoil(warehouse)
    with pytest.raises(UserError, match=because):
        warehouse.publish()
    assert warehouse.current == version
    assert list(version.parent.iterdir()) == [version]


def test_a_warehouse_in_use_is_refused(warehouse: HandMadeWarehouse) -> None:
    """The message names the program that has it open."""
    hold = f"import duckdb, time; held = duckdb.connect({str(warehouse.settings.duckdb_path)!r}); print(1, flush=True)"
    holder = subprocess.Popen([sys.executable, "-c", f"{hold}; time.sleep(60)"], stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None and holder.stdout.readline()
        with pytest.raises(UserError, match=rf"is in use by .* \(process {holder.pid}\)"):
            warehouse.publish()
    finally:
        holder.kill()
        holder.wait()


def test_a_missing_warehouse_is_refused(tmp_path: Path) -> None:
    """The warehouse is not created."""
    with pytest.raises(UserError, match=r"nothing to publish: .*books\.duckdb does not exist"):
        HandMadeWarehouse(tmp_path).publish()
    assert not (tmp_path / "books.duckdb").exists()


def test_one_publication_at_a_time(warehouse: HandMadeWarehouse) -> None:
    """The second is refused at once."""
    with (
        PublishedFolder(warehouse.settings.published_dir).being_written(),
        pytest.raises(UserError, match="another publication is writing to"),
    ):
        warehouse.publish()


def test_debris_is_removed(warehouse: HandMadeWarehouse) -> None:
    """A version that was started but not completed, and a link that was not moved into place."""
    version = warehouse.publish().folder
    debris = version.with_name("2026-01-01T00-00-00.000000Z")
    shutil.copytree(version, debris)
    (debris / "version.json").unlink()
    (version.parents[1] / ".current").symlink_to("nowhere")
    warehouse.build().publish()
    assert not debris.exists()
    assert version.exists()


def test_old_versions_are_removed_after_a_while(warehouse: HandMadeWarehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some always stay. Others stay as long as a reader may have them open."""
    for _ in range(5):
        warehouse.build().publish()
    versions = warehouse.current.parent
    assert len(list(versions.iterdir())) == 5
    monkeypatch.setattr(publish, "GRACE", timedelta(0))
    warehouse.build().publish()
    left = sorted(versions.iterdir())
    assert len(left) == publish.KEEP_VERSIONS
    assert left[-1] == warehouse.current
    assert warehouse.read("select count(*) from marts.fct_usage_costs") == [(2_000,)]


def test_an_open_version_stays_readable_after_it_is_removed(
    warehouse: HandMadeWarehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The data in the DuckDB file itself stays readable, because the system keeps an open file."""
    warehouse.publish()
    monkeypatch.setattr(publish, "GRACE", timedelta(0))
    with duckdb.connect(str(warehouse.current / DATABASE), read_only=True) as reader:
        for _ in range(5):
            warehouse.build().publish()
        assert reader.execute("select events from marts.dim_users").fetchall() == [(1_000,)]


def test_versions_are_in_order_also_after_the_clock_was_set_back(warehouse: HandMadeWarehouse) -> None:
    """A new version is later than all earlier ones."""
    version = warehouse.publish().folder
    future = version.with_name("2999-01-01T00-00-00.000000Z")
    shutil.copytree(version, future)
    assert warehouse.build().publish().folder > future


def _views_again() -> list[str]:
    """Create the views again, as dbt does, because DuckDB keeps the types of a view's columns."""
    return [
        "create or replace view marts.fct_usage_events as select * from intermediate.events",
        "create or replace view marts.fct_usage_costs as"
        " select usage_event_id, 'text_input' as meter, calculated_cost, usage_date from intermediate.events",
    ]
