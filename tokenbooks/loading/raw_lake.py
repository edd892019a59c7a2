"""The raw layer of Spark: Parquet files in a folder or bucket. Each table is a folder, partitioned by load day.

    <TOKENBOOKS_SPARK_RAW>/raw/usage/loaded_date=2026-03-01/20260301T120000123456Z.<file>.parquet

dlt writes the files without a cluster. The name of a file begins with the instant of its load package, so that the
leftovers of an interrupted package are found by name. To remove rows, the layer replaces the files that hold them.
"""

from __future__ import annotations

import fcntl
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as pds
import pyarrow.fs as pfs
import pyarrow.parquet as pq

from tokenbooks.errors import UserError
from tokenbooks.loading import paths
from tokenbooks.loading.raw_layer import SCHEMA, RawLayer
from tokenbooks.loading.records import RETRIED
from tokenbooks.loading.tables import TABLES
from tokenbooks.warehouse.base import Row

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import pendulum

_JOURNAL = "_unfinished_loads"
_LOCK = "_lock"
_PACKAGE = "%Y%m%dT%H%M%S%fZ"
_LAYOUT = "{table_name}/loaded_date={YYYY}-{MM}-{DD}/{package}.{file_id}.{ext}"


class RawLake(RawLayer):
    """The raw tables as files. Only a local folder can enforce that one process writes at a time."""

    load_workers = 4
    compression = "zstd"  # kept as they are written, unlike files on their way to a database

    def __init__(self, location: str, *, is_loading: bool) -> None:
        """Open the folder or bucket, which need not exist yet.

        Raises:
            UserError: it cannot be used, or another process is loading into it.
        """
        import fsspec

        try:
            self._fs, root = fsspec.core.url_to_fs(location)
        except (ImportError, ValueError) as error:
            raise UserError(f"cannot open the raw layer {location}: {error}; check TOKENBOOKS_SPARK_RAW") from error
        self._root = root.rstrip("/")
        self._package = datetime.now(UTC).replace(tzinfo=None)
        self._queries: duckdb.DuckDBPyConnection | None = None
        self._lock: io.TextIOWrapper | None = None
        if is_loading and self._is_local:
            self._lock = self._locked(Path(self._root))

    @property
    def _is_local(self) -> bool:
        return "file" in (self._fs.protocol if isinstance(self._fs.protocol, tuple) else (self._fs.protocol,))

    def destination(self) -> Any:
        """dlt's filesystem destination, which names files by day and package."""
        import dlt

        return dlt.destinations.filesystem(
            bucket_url=self._fs.unstrip_protocol(self._root),
            layout=_LAYOUT,
            extra_placeholders={"package": lambda *_: _name_of(self._package)},
            current_datetime=self._loaded_at,
        )

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """The rows of a query on the raw tables."""
        return self._connection.execute(sql, list(parameters)).fetchall()

    def frame(self, sql: str, parameters: Sequence[object] = ()) -> pd.DataFrame:
        """The rows of a query on the raw tables, as a data frame."""
        return self._connection.execute(sql, list(parameters)).df()

    def json_text(self, column: str, *path: str) -> str:
        """SQL for the text inside a JSON column, for DuckDB, which answers the queries."""
        return f"json_extract_string({column}, '$.{'.'.join(path)}')"

    def close(self) -> None:
        """Close the queries and release the lock."""
        if self._queries is not None:
            self._queries.close()
        if self._lock is not None:
            self._lock.close()

    def create_indexes(self, tables: Sequence[str]) -> None:
        """Do nothing: one folder per day serves the same purpose."""

    def create_journal(self) -> None:
        """Create the folder of packages that were started and are not recorded as complete."""
        self._fs.makedirs(self._path(_JOURNAL), exist_ok=True)

    def begin_package(self, loaded_at: datetime) -> None:
        """Record that files of this package may exist without a ledger file from now on."""
        self._package = loaded_at
        self._fs.pipe_file(self._path(_JOURNAL, _name_of(loaded_at)), b"")

    def finish_package(self, loaded_at: datetime) -> None:
        """Record that the ledger accounts for all files of the package."""
        self._fs.rm_file(self._path(_JOURNAL, _name_of(loaded_at)))
        if self._queries is not None:  # its views list the files of earlier packages
            self._queries.close()
            self._queries = None

    def remove_leftovers(self, tables: Sequence[str]) -> None:
        """Delete the files of packages without a complete ledger file."""
        for marker in self._list(self._path(_JOURNAL)):
            package = marker.rpartition("/")[2]
            ledger = self._files("deliveries", package)
            if not ledger or not all(map(self._is_complete, ledger)):
                for table in [*tables, "deliveries"]:
                    for path in self._files(table, package):
                        self._fs.rm_file(path)
            self._fs.rm_file(marker)

    def remove_deliveries(self, tables: Sequence[str], delivery_ids: Sequence[str]) -> None:
        """Delete the records of this package's deliveries that proved unusable."""
        if not delivery_ids:
            return
        unwanted = pc.field("delivery_id").isin(list(delivery_ids))
        for table in tables:
            self._remove_rows(self._files(table, _name_of(self._package)), table, unwanted)

    def forget_retried(self, sources: Sequence[str]) -> None:
        """Delete the entries about unreadable and waiting files of the sources: the load tries these files again."""
        unwanted = pc.field("reason").isin(RETRIED) & pc.field("source").isin(list(sources))
        self._remove_rows(self._files("rejected_records"), "rejected_records", unwanted)

    def known_deliveries(self) -> set[str]:
        """The ids in the ledger, and the ids that its bills would have today; see `RawLayer`."""
        columns = ["delivery_id", "source", "billing_account_id", "sha256", "delivered_at"]
        ledger = [tuple(row.values()) for row in self._ledger().to_table(columns=columns).to_pylist()]
        return {row[0] for row in ledger} | {paths.delivery_id(*row[1:]) for row in ledger}

    def last_loaded_at(self) -> datetime | None:
        """The newest `loaded_at` in the ledger, from the names of the ledger's files."""
        packages = [path.rpartition("/")[2].partition(".")[0] for path in self._files("deliveries")]
        return datetime.strptime(max(packages), _PACKAGE) if packages else None

    def _loaded_at(self) -> pendulum.DateTime:
        import pendulum

        return pendulum.instance(self._package, "UTC")

    def _ledger(self) -> pds.Dataset:
        return self._dataset(self._files("deliveries"), "deliveries")

    def _dataset(self, files: Sequence[str], table: str) -> pds.Dataset:
        filesystem = pfs.PyFileSystem(pfs.FSSpecHandler(self._fs))
        return pds.dataset(list(files), schema=TABLES[table], format="parquet", filesystem=filesystem)

    def _remove_rows(self, files: Sequence[str], table: str, unwanted: pc.Expression) -> None:
        for fragment in self._dataset(files, table).get_fragments():
            if not fragment.count_rows(filter=unwanted):
                continue
            kept = fragment.to_table(schema=TABLES[table]).filter(~unwanted)
            if kept.num_rows:
                self._replace(fragment.path, kept)
            else:
                self._fs.rm_file(fragment.path)

    def _replace(self, path: str, table: pa.Table) -> None:
        """Replace a file in one step. A bucket does this on every write; in a folder a rename does it."""
        buffer = io.BytesIO()
        pq.write_table(table, buffer, compression=self.compression)
        if not self._is_local:
            self._fs.pipe_file(path, buffer.getvalue())
            return
        written = Path(path).with_name(f"_{Path(path).name}")
        written.write_bytes(buffer.getvalue())
        written.replace(path)

    def _is_complete(self, path: str) -> bool:
        try:
            with self._fs.open(path, "rb") as file:
                pq.ParquetFile(file)
        except pa.ArrowInvalid:
            return False
        return True

    def _files(self, table: str, package: str = "") -> list[str]:
        """The data files of a table, or those of one package in it."""
        if not package:
            found = (path for day in self._list(self._path(SCHEMA, table)) for path in self._list(day))
        else:
            day = f"loaded_date={datetime.strptime(package, _PACKAGE):%Y-%m-%d}"
            found = iter(self._list(self._path(SCHEMA, table, day)))
        return sorted(
            path for path in found if path.endswith(".parquet") and _is_named(path.rpartition("/")[2], package)
        )

    def _list(self, folder: str) -> list[str]:
        self._fs.invalidate_cache()
        try:
            return [path.rstrip("/") for path in self._fs.ls(folder, detail=False)]
        except FileNotFoundError:
            return []

    def _path(self, *names: str) -> str:
        return "/".join((self._root, *names))

    def _locked(self, root: Path) -> io.TextIOWrapper:
        try:
            root.mkdir(parents=True, exist_ok=True)
            lock = (root / _LOCK).open("w")
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise UserError(
                f"cannot write to the raw layer {root}: {reason}; fix that or change TOKENBOOKS_SPARK_RAW"
            ) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.close()
            raise UserError(f"another load is writing to {root}; wait until it has finished, then retry") from error
        return lock

    @property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        """An in-memory DuckDB that reads the files."""
        if self._queries is None:
            import duckdb

            self._queries = duckdb.connect()
            self._queries.execute("set TimeZone = 'UTC'")
            if not self._is_local:
                self._queries.register_filesystem(self._fs)
            self._queries.execute(f"create schema {SCHEMA}")
            for table, schema in TABLES.items():
                self._queries.execute(f"create view {SCHEMA}.{table} as {self._select(table, schema)}")
        return self._queries

    def _select(self, table: str, schema: pa.Schema) -> str:
        files = self._files(table)
        columns = ", ".join(f"cast(null as {_DUCKDB_TYPES[field.type]}) as {field.name}" for field in schema)
        nothing = f"select {columns} where false"
        if not files:
            return nothing
        places = ", ".join("'" + self._place(path).replace("'", "''") + "'" for path in files)
        # Files that earlier versions wrote lack newer columns.
        found = f"select * from read_parquet([{places}], hive_partitioning = false, union_by_name = true)"
        return f"select {', '.join(schema.names)} from ({nothing} union all by name {found})"

    def _place(self, path: str) -> str:
        return path if self._is_local else self._fs.unstrip_protocol(path)


_DUCKDB_TYPES = {pa.string(): "varchar", pa.int64(): "bigint", pa.timestamp("us"): "timestamp"}


def _name_of(loaded_at: datetime) -> str:
    return loaded_at.strftime(_PACKAGE)


def _is_named(name: str, package: str) -> bool:
    """Whether a file is data, and of the package if one is given. Other files are markers or unfinished writes."""
    return not name.startswith(("_", ".")) and name.startswith(f"{package}." if package else "2")
