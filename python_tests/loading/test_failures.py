"""A failure that a user can cause ends in one line. The next load completes an interrupted one."""

from __future__ import annotations

import errno
import gzip
import time
from pathlib import Path

import adbc_driver_manager
import duckdb
import pytest
from adbc_driver_manager import AdbcStatusCode
from dlt.load.exceptions import LoadClientJobRetry

from python_tests.loading.samples import azure_export, costs_page, envelopes
from python_tests.workspace import Workspace
from tokenbooks.errors import UserError
from tokenbooks.loading.load import load_sources
from tokenbooks.loading.open import open_raw_layer
from tokenbooks.settings import Settings
from tokenbooks.warehouse.base import Row
from tokenbooks.warehouse.lock import open_duckdb
from tools.servers.postgres import PostgresServer

_CONTENTS = {
    "usage": "delivery_id, record_number, record",
    "openai_costs": "delivery_id, record_number, record",
    "azure_cost": "delivery_id, record_number, record",
    "deliveries": (
        "delivery_id, source, coalesce(billing_account_id, ''), file, delivery_set, sha256, records, rejected,"
        " delivered_at"
    ),
    "rejected_records": "delivery_id, source, file, record_number, reason, detail, record",
}
_ROWS = {"usage": 50_002, "openai_costs": 2, "azure_cost": 1, "deliveries": 8, "rejected_records": 9}

_SKIPPED = {"usage": 6, "openai_costs": 1, "azure_cost": 1}


def _contents(workspace: Workspace) -> dict[str, list[tuple[object, ...]]]:
    return {name: sorted(workspace.query(f"select {columns} from raw.{name}")) for name, columns in _CONTENTS.items()}


def _land(workspace: Workspace) -> None:
    for day in range(1, 6):
        workspace.land(f"usage/2026-03-{day:02}.jsonl", f"nonsense {day}\n{envelopes(10_000, day * 10_000)}")
    odd = b'{"a": "\\u00e9 \\ud83d\\ude00"}\n{"a": NaN}\n{"a": "\\u0000"}\n\x01\n\0\n{"a": 1}\n'
    workspace.land("usage/2026-03-06.jsonl", odd)
    workspace.land("openai_costs/org/2026-04-01.json", costs_page("1.5", ""))
    workspace.land("azure_cost/sub/20260401.csv", azure_export())


def _skipped(workspace: Workspace) -> dict[str, int]:
    """The number of files that a further load finds already loaded. It may not find other files."""
    loaded = load_sources([], Settings.from_environment(workspace.environment)).sources
    assert not any(counts.deliveries for counts in loaded)
    return {counts.source: counts.skipped for counts in loaded if counts.skipped}


class _Lake(Workspace):
    """The raw layer of Spark, which consists of files and needs no cluster."""

    @classmethod
    def beside(cls, workspace: Workspace) -> _Lake:
        """With the landing zone of another workspace."""
        settings = {"TOKENBOOKS_TARGET": "spark", "TOKENBOOKS_SPARK_RAW": str(workspace.folder / "lake")}
        return cls(workspace.folder, settings)

    def query(self, sql: str) -> list[Row]:
        """The rows of a query on the raw tables."""
        with open_raw_layer(Settings.from_environment(self.environment), is_loading=False) as lake:
            return lake.rows(sql)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[object, ...]]]:
    """The raw tables in DuckDB after one undisturbed load."""
    workspace = Workspace(tmp_path_factory.mktemp("undisturbed"))
    _land(workspace)
    workspace.load()
    contents = _contents(workspace)
    assert {name: len(rows) for name, rows in contents.items()} == _ROWS
    return contents


def _one_line(text: str) -> str:
    (line,) = text.strip().splitlines()
    return line


def test_an_unknown_source(workspace: Workspace) -> None:
    """Exit code 2, and a list of the sources."""
    assert "unknown source: nonsense; there are: usage" in _one_line(workspace.load("nonsense", code=2).err)


def test_no_landing_folder(workspace: Workspace) -> None:
    """Exit code 3, and the setting to change."""
    workspace.landing.rmdir()
    assert "there is no landing folder" in _one_line(workspace.load(code=3).err)


def test_an_unreachable_server(workspace: Workspace) -> None:
    """Exit code 3, and the address of the server."""
    settings = {"TOKENBOOKS_TARGET": "postgres", "TOKENBOOKS_PG_PORT": "1"}
    line = _one_line(Workspace(workspace.folder, settings).load(code=3).err)
    assert "cannot reach PostgreSQL database tokenbooks on 127.0.0.1:1" in line


def test_a_database_in_use(workspace: Workspace) -> None:
    """Exit code 3, and the process that has it open."""
    with duckdb.connect(str(workspace.duckdb_path)):
        assert "is in use by" in _one_line(workspace.load(code=3).err)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("TOKENBOOKS_TARGET", "oracle", "TOKENBOOKS_TARGET is 'oracle'"),
        ("TOKENBOOKS_PG_PORT", "x", "TOKENBOOKS_PG_PORT is 'x'"),
        (
            "TOKENBOOKS_LANDING",
            "nonsense://x",
            "cannot open the landing zone nonsense://x: .*; check TOKENBOOKS_LANDING",
        ),
    ],
)
def test_settings_that_cannot_work(workspace: Workspace, name: str, value: str, message: str) -> None:
    """The message names the variable or the place."""
    with pytest.raises(UserError, match=message):
        load_sources([], Settings.from_environment({**workspace.environment, name: value}))


def test_a_file_that_is_not_a_database(workspace: Workspace) -> None:
    """It is not overwritten."""
    workspace.duckdb_path.write_text("nonsense" * 10_000)
    with pytest.raises(UserError, match="cannot open"):
        load_sources([], Settings.from_environment(workspace.environment))
    assert workspace.duckdb_path.read_text() == "nonsense" * 10_000


def test_a_full_disk(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line states it, and the next load completes the interrupted one."""
    workspace.land("usage/a.jsonl", envelopes(3))
    settings = Settings.from_environment(workspace.environment)

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr("tokenbooks.loading.staging.StagedTable.close", fail)
        with pytest.raises(UserError, match="the disk is full"):
            load_sources([], settings)
    assert load_sources([], settings).sources[0].records == 3


def test_a_server_that_ends_while_a_table_is_copied(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """The driver that copies tables tells dlt, and dlt keeps that beside its own error. One line states it."""
    workspace.land("usage/a.jsonl", envelopes(3))
    lost = adbc_driver_manager.OperationalError(
        "IO: server closed the connection unexpectedly\nbefore", status_code=AdbcStatusCode.IO
    )

    def fail(*_: object) -> None:
        raise RuntimeError("the step failed") from LoadClientJobRetry("1", "deliveries", 1, 1, str(lost), lost)

    monkeypatch.setattr("tokenbooks.loading.dlt_pipeline.RawPipeline.append", fail)
    message = "^PostgreSQL stopped the load: IO: server closed the connection unexpectedly; fix that and load again$"
    with pytest.raises(UserError, match=message):
        load_sources([], Settings.from_environment(workspace.environment))


@pytest.mark.parametrize("target", ["duckdb", "postgres", "spark"])
def test_a_killed_load_is_completed_by_the_next(
    workspace: Workspace,
    target: str,
    undisturbed: dict[str, list[tuple[object, ...]]],
    request: pytest.FixtureRequest,
) -> None:
    """Killed at any moment: no record is doubled or lost."""
    if target == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres")
        workspace = Workspace(workspace.folder, server.create_database("killed"))
    if target == "spark":
        workspace = _Lake.beside(workspace)
    _land(workspace)
    kills = 0
    for delay in (0.0, 0.15, 0.3):
        process = workspace.start_load("--no-checks")
        # The time starts when the first records are staged, because the imports before take longer than the load.
        while process.poll() is None and not any((workspace.folder / "state").rglob("usage_*.parquet")):
            time.sleep(0.005)
        time.sleep(delay)
        process.kill()
        process.communicate()
        kills += process.returncode != 0
    assert kills
    workspace.load()
    if target != "spark":
        assert workspace.query("select count(*) from raw.unfinished_loads") == [(0,)]
    assert _contents(workspace) == undisturbed


def test_records_without_a_ledger_row_are_removed(
    workspace: Workspace, undisturbed: dict[str, list[tuple[object, ...]]]
) -> None:
    """They are the leftovers of a load that was interrupted before it wrote its ledger rows."""
    _land(workspace)
    settings = Settings.from_environment(workspace.environment)
    load_sources([], settings)
    with duckdb.connect(str(workspace.duckdb_path)) as connection:
        connection.execute("insert into raw.unfinished_loads select max(loaded_at) from raw.deliveries")
        connection.execute("delete from raw.deliveries where file like '%-02.jsonl' or source = 'azure_cost'")
    load_sources([], settings)
    assert _contents(workspace) == undisturbed


def test_postgres_holds_what_duckdb_holds(
    workspace: Workspace, postgres: PostgresServer, undisturbed: dict[str, list[tuple[object, ...]]]
) -> None:
    """The same text, in columns of the same types."""
    _land(workspace)
    on_postgres = Workspace(workspace.folder, postgres.create_database("same"))
    done = on_postgres.load(checks=True)
    assert "raw.deliveries  at most 1 record in 100 is rejected" in done.out
    assert "raw.usage" not in done.out
    assert _contents(on_postgres) == undisturbed
    load_sources([], Settings.from_environment(workspace.environment))
    types = (
        "select table_name, column_name, replace(replace(lower(data_type), 'character varying', 'varchar'),"
        " ' without time zone', '') from information_schema.columns"
        " where table_schema = 'raw' and table_name not like '%dlt%'"
    )
    assert sorted(on_postgres.query(types)) == sorted(workspace.query(types))
    assert _skipped(on_postgres) == _SKIPPED
    assert _contents(on_postgres) == undisturbed


def test_two_loads_into_one_server_do_not_mix(workspace: Workspace, postgres: PostgresServer) -> None:
    """The message of the second names the first and advises to wait."""
    settings = Settings.from_environment({**workspace.environment, **postgres.create_database("busy")})
    refusal = r"is being written by tokenbooks load, process \d+ .*wait until it has finished"
    with open_raw_layer(settings), pytest.raises(UserError, match=refusal):
        load_sources([], settings)


def test_loads_into_two_warehouses_do_not_interfere(workspace: Workspace) -> None:
    """They run from one working directory at the same time."""
    for day in range(1, 4):
        workspace.land(f"usage/2026-03-{day:02}.jsonl", envelopes(10_000, day * 10_000))
    other = Workspace(workspace.folder, {"TOKENBOOKS_DUCKDB": str(workspace.folder / "other.duckdb")})
    processes = [place.start_load("--no-checks") for place in (workspace, other)]
    for process in processes:
        _, error = process.communicate(timeout=300)
        assert process.returncode == 0, error
    assert _contents(workspace) == _contents(other)


def test_a_failed_creation_leaves_no_warehouse(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failed creation does not leave a file that DuckDB can never open."""
    connect = duckdb.connect

    def fail(path: str, **options: object) -> None:
        Path(path).write_bytes(b"half a header")
        raise duckdb.IOException("IO Error: Could not write file: No space left on device")

    with monkeypatch.context() as full:
        full.setattr(duckdb, "connect", fail)
        with pytest.raises(UserError, match="No space left"):
            open_duckdb(workspace.duckdb_path)
    assert duckdb.connect is connect
    assert not list(workspace.folder.glob("*duckdb*"))
    open_duckdb(workspace.duckdb_path).close()


def test_a_lake_holds_what_duckdb_holds(workspace: Workspace, undisturbed: dict[str, list[tuple[object, ...]]]) -> None:
    """The same text, in folders by load day. Loading again changes nothing."""
    _land(workspace)
    lake = _Lake.beside(workspace)
    done = lake.load(checks=True)
    assert "raw.deliveries  at most 1 record in 100 is rejected" in done.out
    assert _contents(lake) == undisturbed
    assert _skipped(lake) == _SKIPPED
    assert _contents(lake) == undisturbed
    folders = {path.parent.relative_to(lake.folder / "lake") for path in (lake.folder / "lake").rglob("*.parquet")}
    assert {folder.parts[:2] for folder in folders} == {("raw", name) for name in _CONTENTS}
    assert all(folder.parts[2].startswith("loaded_date=20") for folder in folders)


@pytest.mark.parametrize("is_cut_off", [False, True])
def test_files_without_a_ledger_file_are_removed(
    workspace: Workspace, undisturbed: dict[str, list[tuple[object, ...]]], is_cut_off: bool
) -> None:
    """Also files whose ledger file was incomplete when the load was interrupted."""
    lake = _Lake.beside(workspace)
    workspace.land("usage/first.jsonl", envelopes(3))
    lake.load()
    _land(workspace)
    lake.load()
    (ledger,) = sorted((lake.folder / "lake" / "raw" / "deliveries").rglob("*.parquet"))[1:]
    package = ledger.name.partition(".")[0]
    (lake.folder / "lake" / "_unfinished_loads" / package).touch()
    if is_cut_off:
        ledger.write_bytes(ledger.read_bytes()[:100])
    else:
        ledger.unlink()
    (workspace.landing / "usage" / "first.jsonl").unlink()
    settings = Settings.from_environment(lake.environment)
    assert load_sources([], settings).sources[0].records == _ROWS["usage"]
    found = _contents(lake)
    assert {name: len(rows) for name, rows in found.items()} == {
        **_ROWS,
        "usage": _ROWS["usage"] + 3,
        "deliveries": _ROWS["deliveries"] + 1,
    }
    assert all(set(undisturbed[name]) <= set(rows) for name, rows in found.items())
    assert not list((lake.folder / "lake" / "_unfinished_loads").iterdir())


def test_an_unreadable_file_has_one_entry_in_a_lake(workspace: Workspace) -> None:
    """The entry of an earlier load is removed when the file is tried again. Other rejections stay."""
    lake = _Lake.beside(workspace)
    workspace.land("usage/a.jsonl", f"nonsense\n{envelopes(2)}")
    (workspace.landing / "usage" / "b.jsonl").symlink_to("nowhere")
    reasons = "select reason, count(*) from raw.rejected_records group by reason order by reason"
    for _ in range(2):
        lake.load(code=1)
        assert lake.query(reasons) == [("not_json", 1), ("unreadable_file", 1)]
    (workspace.landing / "usage" / "b.jsonl").unlink()
    lake.load()
    assert lake.query(reasons) == [("not_json", 1)]


def test_a_file_refused_half_way_leaves_no_records_in_a_lake(workspace: Workspace) -> None:
    """Its records were staged before the damage at its end was found."""
    lake = _Lake.beside(workspace)
    damaged = bytearray(gzip.compress(envelopes(50_000).encode()))
    damaged[-6] ^= 0xFF
    workspace.land("usage/a.jsonl.gz", bytes(damaged))
    workspace.land("usage/b.jsonl", envelopes(2))
    lake.load()
    assert lake.query("select records from raw.deliveries order by records") == [(0,), (2,)]
    assert lake.query("select count(*) from raw.usage") == [(2,)]


def test_two_loads_into_one_lake_do_not_mix(workspace: Workspace) -> None:
    """The message of the second advises to wait."""
    settings = Settings.from_environment(_Lake.beside(workspace).environment)
    with open_raw_layer(settings), pytest.raises(UserError, match="another load is writing"):
        load_sources([], settings)


@pytest.mark.parametrize("place", ["", "lake", "nonsense://x"])
def test_a_lake_that_cannot_work(workspace: Workspace, place: str) -> None:
    """A relative folder would be a different folder for each executor."""
    environment = {**workspace.environment, "TOKENBOOKS_TARGET": "spark", "TOKENBOOKS_SPARK_RAW": place}
    with pytest.raises(UserError, match=r"TOKENBOOKS_SPARK_RAW is|cannot open the raw layer"):
        load_sources([], Settings.from_environment(environment))
