"""Load what has landed: the one function behind the command and the Dagster assets.

A load processes the files in packages. For each package it reads the files into Parquet files, dlt appends these to the
raw tables, and dlt appends one ledger row for each file. The models see a record only through its ledger row. So a file
appears as a whole or not at all, and the next load removes what an interrupted load wrote.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath
from typing import Protocol

import pyarrow as pa

from tokenbooks.errors import UserError, is_disk_full, with_causes
from tokenbooks.loading.delivery import EarlierPart, SourceFile
from tokenbooks.loading.dlt_pipeline import RawPipeline, StagedFile
from tokenbooks.loading.landing import LandedFile, Landing, open_landing
from tokenbooks.loading.open import open_raw_layer
from tokenbooks.loading.package import MANIFEST, Package, PackageReader
from tokenbooks.loading.page_sets import PageFiles, check_pages, landed_identity
from tokenbooks.loading.raw_layer import SCHEMA, RawLayer
from tokenbooks.loading.records import DELIVERIES, INCOMPLETE, printable
from tokenbooks.loading.report import LoadReport, SourceReport
from tokenbooks.loading.sources import SOURCES, Source, find_sources
from tokenbooks.loading.staging import StagedTable
from tokenbooks.loading.tables import TABLES
from tokenbooks.settings import Settings

#: The largest package, in bytes and in files. A single larger file is a package by itself.
PACKAGE_BYTES = 1 << 30
PACKAGE_FILES = 1_000
#: Of one file the newest content comes last.
_EARLIER_PARTS = f"""
    select
        deliveries.file, deliveries.delivery_set, deliveries.delivery_id,
        case when refused.delivery_id is null then 0 else 1 end
    from {SCHEMA}.deliveries as deliveries
    left join (
        select distinct delivery_id from {SCHEMA}.rejected_records
        where source = ? and record_number = 0 and reason = ?
    ) as refused on deliveries.delivery_id = refused.delivery_id
    where deliveries.source = ?
    order by deliveries.delivered_at, deliveries.loaded_at, deliveries.delivery_id
"""
_READERS = min(4, os.cpu_count() or 1)


class Progress(Protocol):
    """Receives the progress of a load, in bytes of landed files."""

    def start(self, total: int) -> None:
        """Take the number of bytes to load."""
        ...

    def read(self, count: int) -> None:
        """Take the number of bytes read since the last call."""
        ...

    def written(self, count: int) -> None:
        """Take the number of bytes that were loaded, or had been loaded before, since the last call."""
        ...


class NoProgress:
    """Ignores the progress."""

    def start(self, total: int) -> None:
        """Ignore it."""

    def read(self, count: int) -> None:
        """Ignore it."""

    def written(self, count: int) -> None:
        """Ignore it."""


def load_sources(sources: list[str], settings: Settings, progress: Progress | None = None) -> LoadReport:
    """Load all files of the sources whose content is not loaded yet.

    Args:
        sources: names of sources; empty means all.
        settings: the landing zone and the warehouse.
        progress: receives the progress of the load.

    Raises:
        UserError: the load could not start or could not complete. Loading again later completes it.
    """
    chosen = find_sources(sources)
    landing = open_landing(settings.landing)
    try:
        with open_raw_layer(settings) as raw:
            return _Load(chosen, landing, raw, settings, progress or NoProgress()).run()
    except Exception as error:
        message = _user_message(error)
        if message is None:
            raise
        raise UserError(message) from error


class _Load:
    def __init__(
        self, sources: list[Source], landing: Landing, raw: RawLayer, settings: Settings, progress: Progress
    ) -> None:
        self._sources = {source.name: source for source in sources}
        self._landing = landing
        self._settings = settings
        self._raw = raw
        # Each warehouse has its own folder, because another load may run at the same time into another warehouse.
        self._folder = settings.state_dir / f"load_{settings.target}_{_short_hash(settings)}"
        self._progress = progress
        self._manifests: set[str] = set()
        self._export_files: dict[str, SourceFile] = {}
        self._export_ids: dict[str, str | None] = {}
        self._counts = {source.name: SourceReport(source.name) for source in sources}
        self._report = LoadReport(list(self._counts.values()))

    def run(self) -> LoadReport:
        files = self._files()
        self._raw.create_journal()
        pipeline = RawPipeline(self._raw, self._folder)
        try:
            pipeline.create_tables()
            self._raw.create_indexes(list(SOURCES))
            self._raw.remove_leftovers([name for name in TABLES if name != "deliveries"])
            self._raw.forget_retried(list(self._sources))
            known = self._raw.known_deliveries()
            self._progress.start(sum(file.file.size for file in files))
            pages = check_pages(self._landing, files, known, _READERS)
            for package in _packages(files):
                self._load(package, pipeline, known, pages)
        finally:
            pipeline.close()
        return self._report

    def _files(self) -> list[SourceFile]:
        files: list[SourceFile] = []
        for file in self._landing.files():
            parts = PurePosixPath(file.path).parts
            source = parts[0]
            if parts[-1].startswith("_") or any(part.startswith(".") for part in parts):
                continue  # hidden by the convention of shells and data lakes: a note or an unfinished file
            if parts[-1] == MANIFEST and file.problem is None:
                self._manifests.add(file.path)
            if source not in SOURCES or _is_outside_deliveries(file):
                self._report.ignored.append(printable(file.path))
            elif source in self._sources:
                files.append(SourceFile(self._sources[source], file))
        self._export_files = {printable(file.file.path): file for file in files if file.source.refused_together}
        return files

    def _load(self, files: Sequence[SourceFile], pipeline: RawPipeline, known: set[str], pages: PageFiles) -> None:
        loaded_at = self._next_loaded_at()
        reader = PackageReader(
            self._landing,
            self._folder,
            known,
            self._progress.read,
            self._raw.compression,
            keeps_content=self._settings.keeps_content,
            pages=pages,
            manifests=self._manifests,
            earlier_parts=self._earlier_parts(files),
        )
        package = reader.read(files, loaded_at, _READERS)
        if package.staged or package.deliveries:
            self._raw.begin_package(loaded_at)
        if package.staged:
            pipeline.append(package.staged)
            self._raw.remove_deliveries(list(SOURCES), package.refused)
            self._raw.remove_deliveries([*SOURCES, "rejected_records"], package.abandoned)
        if package.deliveries:
            pipeline.append([self._ledger(package, loaded_at)])
        if package.staged or package.deliveries:
            self._raw.finish_package(loaded_at)
        self._count(package, loaded_at)
        self._progress.written(sum(file.file.size for file in files))

    def _earlier_parts(self, files: Sequence[SourceFile]) -> dict[str, EarlierPart]:
        """The newest loaded content of every part of an export, by path, of the sources that refuse parts together."""
        parts: dict[str, EarlierPart] = {}
        for source in {file.source.name: file.source for file in files}.values():
            if source.refused_together:
                rows = self._raw.rows(_EARLIER_PARTS, [source.name, source.refused_together[0], source.name])
                parts |= {
                    file: EarlierPart(source, file, set_, id_, bool(refused)) for file, set_, id_, refused in rows
                }
        return {file: part for file, part in parts.items() if not part.is_refused or self._has_landed(part)}

    def _has_landed(self, part: EarlierPart) -> bool:
        """Whether the landing zone still has the content of a part. A part that was replaced or deleted has no say."""
        file = self._export_files.get(part.file)
        if file is None:
            return False
        if part.file not in self._export_ids:
            self._export_ids[part.file] = landed_identity(self._landing, file)
        return self._export_ids[part.file] in (part.delivery_id, None)

    def _next_loaded_at(self) -> datetime:
        """A time later than that of every earlier package, even if the clock was set back: models read newer rows."""
        now = datetime.now(UTC).replace(tzinfo=None)
        last = self._raw.last_loaded_at()
        return now if last is None else max(now, last + timedelta(microseconds=1))

    def _ledger(self, package: Package, loaded_at: datetime) -> StagedFile:
        ledger = StagedTable(self._folder / "deliveries.parquet", DELIVERIES, self._raw.compression)
        rows = [delivery.ledger_row(loaded_at) for delivery in package.deliveries]
        ledger.add(pa.Table.from_pylist(rows, schema=DELIVERIES))
        ledger.close()
        return StagedFile("deliveries", ledger.path, ledger.rows)

    def _count(self, package: Package, loaded_at: datetime) -> None:
        for delivery in package.deliveries:
            counts = self._counts[delivery.source_file.source.name]
            counts.deliveries += 1
            counts.records += delivery.records
            counts.rejected += delivery.rejected
            self._report.refused += delivery.reasons
        for file in package.waiting:
            self._counts[file.source.name].rejected += 1
            self._report.refused[INCOMPLETE] += 1
        for file in package.withdrawn:
            self._counts[file.source.name].rejected += 1
            if file.source.refused_together:
                self._report.refused[file.source.refused_together[0]] += 1
        for file in package.skipped:
            self._counts[file.source.name].skipped += 1
        for unreadable in package.unreadable:
            self._counts[unreadable.source].unreadable += 1
        self._report.unreadable += package.unreadable
        if package.deliveries and self._report.loaded_since is None:
            self._report.loaded_since = loaded_at


def _short_hash(settings: Settings) -> str:
    """A name for the warehouse that does not depend on the working directory."""
    server = settings.postgres
    place = (
        settings.duckdb_path.absolute() if settings.target == "duckdb" else (server.host, server.port, server.database)
    )
    return hashlib.sha256(str(place).encode()).hexdigest()[:8]


def _is_outside_deliveries(file: LandedFile) -> bool:
    """Whether a file is the manifest of an export, or lies outside all source folders."""
    parts = PurePosixPath(file.path).parts
    return (len(parts) == 1 and file.problem is None) or parts[-1] == MANIFEST


def _packages(files: Sequence[SourceFile]) -> Iterator[list[SourceFile]]:
    """Cut the files into packages of bounded size."""
    package: list[SourceFile] = []
    size = 0
    for file in files:
        if package and (size + file.file.size > PACKAGE_BYTES or len(package) == PACKAGE_FILES):
            yield package
            package, size = [], 0
        package.append(file)
        size += file.file.size
    if package:
        yield package


def _user_message(error: BaseException | None) -> str | None:
    """The message about a failure outside the program. None for an error of the program and for a `UserError`."""
    if is_disk_full(error):
        return "the disk is full; free some space and load again, nothing is lost"
    if isinstance(error, UserError):
        return None
    for cause in with_causes(error):
        if _is_of_server(cause):
            return f"PostgreSQL stopped the load: {str(cause).strip().splitlines()[0]}; fix that and load again"
    return None


def _is_of_server(error: BaseException) -> bool:
    """Whether a driver of PostgreSQL says that the server ended the connection or refused the work."""
    names = ("OperationalError", "InterfaceError", "AdminShutdown", "InsufficientPrivilege")
    return type(error).__module__.startswith(("psycopg2", "adbc_driver_manager")) and type(error).__name__ in names
