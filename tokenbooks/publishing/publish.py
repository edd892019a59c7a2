"""Publishes the marts: the one function behind the command, the demo and the Dagster asset."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from tokenbooks.errors import UserError
from tokenbooks.publishing.folder import PublishedFolder
from tokenbooks.publishing.manifest import Build, Manifest, PublishedFile, PublishedMart
from tokenbooks.publishing.warehouse_marts import (
    NULL_PARTITION,
    SCHEMA,
    Partition,
    WarehouseMarts,
    is_one_of,
    open_marts,
    quoted,
)
from tokenbooks.settings import Settings
from tokenbooks.warehouse.lock import WITHOUT_CACHING_OPERATORS

#: Not `marts`: DuckDB names the catalog after the file, and `marts.fct_invoices` would be ambiguous.
DATABASE = "tokenbooks.duckdb"
#: The number of versions that are kept, and how long other versions stay after they were replaced.
KEEP_VERSIONS = 3
GRACE = timedelta(days=1)
#: A mart with more rows and a date column is published only as Parquet, with one file per date.
PARTITIONED_FROM_ROWS = 500_000
_PARTITION_COLUMNS = ("usage_date", "billing_period")
_WHOLE = "all"
#: The memory limit of DuckDB. Beyond it DuckDB spills to disk, in the folder of the new version.
_MEMORY = "2GB"
#: The number of dates that are written in one pass over a mart. DuckDB keeps at most 100 files open; with more dates it
#: would write several files per date.
_PARTITIONS_AT_ONCE = 90
_PARQUET = "format parquet, compression zstd"
_HIVE_NULL = "__HIVE_DEFAULT_PARTITION__"


@dataclass(frozen=True)
class Publication:
    """The outcome of a publication.

    Attributes:
        manifest: manifest of the current version.
        folder: folder of the current version.
        is_new: false if the marts of this build were already published.
        written: number of Parquet files that were written.
        linked: number of Parquet files that did not change and are shared with the previous version.
    """

    manifest: Manifest
    folder: Path
    is_new: bool
    written: int = 0
    linked: int = 0


def publish_marts(settings: Settings, *, partitioned_from_rows: int = PARTITIONED_FROM_ROWS) -> Publication:
    """Make the marts of the last build the current version.

    Args:
        settings: the warehouse and the published folder.
        partitioned_from_rows: marts with more rows are partitioned, if they have a date column.

    Raises:
        UserError: the last build did not complete, or the marts cannot be read or written. The current version stays.
    """
    published = PublishedFolder(settings.published_dir)
    with published.being_written(), duckdb.connect() as connection:
        published.remove_debris()
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(WITHOUT_CACHING_OPERATORS)
        # The order of rows does not matter, so DuckDB can write them in parallel and with little memory.
        connection.execute("set preserve_insertion_order = false")
        connection.execute(f"set memory_limit = '{_MEMORY}'")
        # By default DuckDB buffers half a million rows per date, which needs four times the memory and is slower.
        connection.execute("set partitioned_write_flush_threshold = 61440")
        with open_marts(settings, connection) as marts:
            build = marts.build()
            previous, folder = published.current_manifest(), published.current()
            if previous and folder and previous.build.invocation_id == build.invocation_id:
                return Publication(previous, folder, is_new=False)
            folder = published.begin_version()
            try:
                version = _Version(folder, marts, connection, published, partitioned_from_rows)
                publication = version.write(build)
                published.complete(folder, publication.manifest)
            except (OSError, duckdb.IOException) as error:
                published.abandon(folder)
                raise UserError(_disk_problem(published.root, error)) from error
            except BaseException:
                published.abandon(folder)
                raise
        published.remove_old_versions(KEEP_VERSIONS, GRACE)
    return publication


class _Version:
    """A version in the making."""

    def __init__(
        self,
        folder: Path,
        marts: WarehouseMarts,
        connection: duckdb.DuckDBPyConnection,
        published: PublishedFolder,
        partitioned_from_rows: int,
    ) -> None:
        self._folder = folder
        self._marts = marts
        self._connection = connection
        self._previous = published.current_manifest()
        self._previous_folder = published.current()
        self._partitioned_from_rows = partitioned_from_rows
        self._scratch = folder / ".scratch"
        self._written = self._linked = 0

    def write(self, build: Build) -> Publication:
        """Write everything but the manifest."""
        missing = set(build.marts) - self._marts.names()
        if missing:
            names = ", ".join(sorted(missing))
            raise UserError(f"not published: the warehouse lacks {names} of the last build; build again")
        self._connection.execute(f"set temp_directory = {_text(self._scratch)}")
        # The storage version lets BI tools built on an older DuckDB open the file.
        self._connection.execute(f"attach {_text(self._folder / DATABASE)} as published (storage_version 'v1.2.0')")
        self._connection.execute(f"create schema published.{SCHEMA}")
        marts = {mart: self._write_mart(mart) for mart in build.marts}
        manifest = Manifest(self._folder.name, build, marts)
        self._write_version_tables(manifest)
        self._connection.execute("detach published")
        shutil.rmtree(self._scratch, ignore_errors=True)
        return Publication(manifest, self._folder, True, self._written, self._linked)

    def _write_mart(self, mart: str) -> PublishedMart:
        columns = self._marts.columns(mart)
        (self._folder / SCHEMA / mart).mkdir(parents=True)
        column = next((name for name in _PARTITION_COLUMNS if columns.get(name) == "DATE"), None)
        partitions = self._marts.partitions(mart, column) if column else []
        if column and sum(partition.rows for partition in partitions) > self._partitioned_from_rows:
            return PublishedMart(columns, column, self._write_partitioned(mart, columns, column, partitions))
        return PublishedMart(columns, None, self._write_whole(mart))

    def _write_whole(self, mart: str) -> dict[str, PublishedFile]:
        """Write a table into the DuckDB file and copy it to Parquet, so that both agree and a view runs once."""
        table = f"published.{SCHEMA}.{quoted(mart)}"
        with self._marts.reading(mart) as rows:
            self._connection.execute(f"create table {table} as select * from {rows}")
        path = self._folder / SCHEMA / mart / f"{_WHOLE}.parquet"
        [(count,)] = self._connection.execute(f"copy {table} to {_text(path)} ({_PARQUET})").fetchall()
        self._written += 1
        return {path.name: PublishedFile(_WHOLE, count, path.stat().st_size)}

    def _write_partitioned(
        self, mart: str, columns: dict[str, str], column: str, partitions: Sequence[Partition]
    ) -> dict[str, PublishedFile]:
        """Write a file for each date that has changed, link the other files, and create a view over all of them."""
        folder = self._folder / SCHEMA / mart
        files: dict[str, PublishedFile] = {}
        changed: list[Partition] = []
        for partition in partitions:
            linked = self._link(mart, columns, column, partition)
            files |= linked
            if not linked:
                changed.append(partition)
        for first in range(0, len(changed), _PARTITIONS_AT_ONCE):
            files |= self._write_partitions(mart, column, changed[first : first + _PARTITIONS_AT_ONCE])
        # The path is absolute, because DuckDB resolves a relative path in the reader's working directory.
        self._connection.execute(
            f"create view published.{SCHEMA}.{quoted(mart)} as"
            f" select * from read_parquet({_text(folder / '*.parquet')}, hive_partitioning = false)"
        )
        return files

    def _link(self, mart: str, columns: dict[str, str], column: str, partition: Partition) -> dict[str, PublishedFile]:
        """Share the files of a partition with the previous version.

        Returns:
            The shared files; empty if the rows may differ, or the file system cannot share files.
        """
        before = self._previous.marts.get(mart) if self._previous else None
        if before is None or self._previous_folder is None or before.partitioned_by != column:
            return {}
        if list(before.columns.items()) != list(columns.items()):
            return {}
        files = {name: file for name, file in before.files.items() if file.partition == partition.name}
        if any(file.fingerprint != partition.fingerprint for file in files.values()):
            return {}
        source, target = self._previous_folder / SCHEMA / mart, self._folder / SCHEMA / mart
        try:
            for name, file in files.items():
                os.link(source / name, target / name)
                if (target / name).stat().st_size != file.size:
                    raise OSError(errno.EIO, "not the file that was published")
        except OSError:
            for name in files:
                (target / name).unlink(missing_ok=True)
            return {}
        self._linked += len(files)
        return files

    def _write_partitions(self, mart: str, column: str, partitions: Sequence[Partition]) -> dict[str, PublishedFile]:
        """Write the partitions in one pass over the mart."""
        target = self._scratch / mart
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        with self._marts.reading(mart, is_one_of(column, partitions)) as rows:
            written = self._connection.execute(
                f"copy (select * from {rows}) to {_text(target)}"
                f" ({_PARQUET}, partition_by ({quoted(column)}), write_partition_columns true, return_stats)"
            ).fetchall()
        by_name = {partition.name: partition for partition in partitions}
        files: dict[str, PublishedFile] = {}
        counts = dict.fromkeys(by_name, 0)
        for name, rows_written, size, *_ in sorted(written):
            value = Path(name).parent.name.partition("=")[2]
            partition = by_name[NULL_PARTITION if value == _HIVE_NULL else value]
            number = sum(file.partition == partition.name for file in files.values())
            path = self._folder / SCHEMA / mart / f"{partition.name}{f'-{number}' if number else ''}.parquet"
            Path(name).rename(path)
            files[path.name] = PublishedFile(partition.name, rows_written, size, partition.fingerprint)
            counts[partition.name] += rows_written
        wrong = [partition.name for partition in partitions if counts[partition.name] != partition.rows]
        if wrong:
            days = ", ".join(wrong[:3])
            raise UserError(f"not published: {SCHEMA}.{mart} changed while it was read ({days}); publish again")
        self._written += len(files)
        return files

    def _write_version_tables(self, manifest: Manifest) -> None:
        """Describe the version in the DuckDB file, outside the schema of the marts."""
        self._connection.execute(
            "create table published.main.published_version as select"
            " ? as version, ? as invocation_id, ?::timestamp as built_at, ? as as_of, ?::timestamp as published_at",
            [
                manifest.version,
                manifest.build.invocation_id,
                manifest.build.finished_at,
                manifest.build.as_of,
                datetime.now(UTC).replace(tzinfo=None),
            ],
        )
        self._connection.execute("create table published.main.published_marts (mart varchar, row_count bigint)")
        self._connection.executemany(
            "insert into published.main.published_marts values (?, ?)",
            [[name, mart.rows] for name, mart in manifest.marts.items()],
        )


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _disk_problem(root: Path, error: Exception) -> str:
    if getattr(error, "errno", None) == errno.ENOSPC or "no space left" in str(error).lower():
        return f"the disk of {root} is full; free some space and publish again, readers keep the current version"
    return f"cannot publish to {root}: {str(error).strip().splitlines()[0]}; fix that and publish again"
