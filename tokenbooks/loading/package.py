"""Read some files into the Parquet files of one load package."""

from __future__ import annotations

import errno
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path, PurePosixPath

import pyarrow as pa

from tokenbooks.loading import paths
from tokenbooks.loading.content import Content, Unreadable
from tokenbooks.loading.content_fields import CONTENT, without_content
from tokenbooks.loading.delivery import Delivery, EarlierPart, SourceFile, identity
from tokenbooks.loading.dlt_pipeline import StagedFile
from tokenbooks.loading.landing import LandedFile, Landing
from tokenbooks.loading.page_sets import PageFiles
from tokenbooks.loading.readers import Reading
from tokenbooks.loading.readers.likely_causes import cause_of_content, cause_of_name
from tokenbooks.loading.records import INCOMPLETE, UNREADABLE, FileRefused, Rejection, printable
from tokenbooks.loading.report import UnreadableFile
from tokenbooks.loading.staging import StagedTable, with_constants
from tokenbooks.loading.streams import Gunzip
from tokenbooks.loading.tables import TABLES
from tokenbooks.loading.validity import TOO_DEEP, JsonJudge
from tokenbooks.texts import without_secrets

_REJECTIONS_A_BATCH = 5_000
# How much of a file that is refused as a whole is kept as evidence.
_HEAD_BYTES = 20_000
#: The name of the manifest of an export.
MANIFEST = "manifest.json"
_MANIFEST_BYTES = 1_000_000


@dataclass
class Package:
    """The outcome of reading some files.

    Attributes:
        staged: Parquet files to append to the raw tables.
        deliveries: the files that were read to their end.
        skipped: the files whose content is already loaded.
        unreadable: the files that could not be read.
        waiting: the files that wait for other pages of their answer.
        refused: ids of deliveries that were refused as a whole after some of their records were staged.
        abandoned: ids of contents that became unreadable after some of their records were staged.
        withdrawn: files of earlier packages that are refused after all, because a part of their export shows what
            they are.
    """

    staged: list[StagedFile] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    skipped: list[SourceFile] = field(default_factory=list)
    unreadable: list[UnreadableFile] = field(default_factory=list)
    waiting: list[SourceFile] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    abandoned: list[str] = field(default_factory=list)
    withdrawn: list[SourceFile] = field(default_factory=list)


class PackageReader:
    """Reads files with a few threads. Each thread stages its records in Parquet files of its own."""

    def __init__(
        self,
        landing: Landing,
        folder: Path,
        known: set[str],
        progress: Callable[[int], None],
        compression: str,
        *,
        keeps_content: bool,
        pages: PageFiles,
        manifests: Collection[str],
        earlier_parts: Mapping[str, EarlierPart],
    ) -> None:
        """Set up one package.

        Args:
            landing: the landing zone.
            folder: folder for the Parquet files.
            known: ids of the loaded deliveries. The reader adds those that it reads.
            progress: called with the number of bytes that were read since the last call.
            compression: compression of the Parquet files.
            keeps_content: whether records are staged with their content, and refused records with their text.
            pages: the page files that are loaded, and those that wait for other pages and are not loaded.
            manifests: paths of the manifests of exports.
            earlier_parts: the parts of exports that earlier packages loaded, by path, if refused together.
        """
        self._landing = landing
        self._folder = folder
        self._compression = compression
        self._keeps_content = keeps_content
        self._pages = pages
        self._manifests = manifests
        self._earlier_parts = earlier_parts
        self._known = known
        self._progress = progress
        self._lock = threading.Lock()
        self._own = threading.local()
        self._stages: list[_Stage] = []
        self._package = Package()

    def read(self, files: Sequence[SourceFile], loaded_at: datetime, workers: int) -> Package:
        """Read the files; the records get `loaded_at`."""
        with ThreadPoolExecutor(min(workers, len(files))) as pool:
            results = [pool.submit(self._read_file, file, loaded_at) for file in files]
            try:
                for result in results:
                    result.result()
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
        self._refuse_whole_exports(loaded_at)
        self._package.staged = [staged for stage in self._stages for staged in stage.close()]
        return self._package

    def _read_file(self, source_file: SourceFile, loaded_at: datetime) -> None:
        stage = self._stage(loaded_at)
        source, file = source_file.source, source_file.file
        if file.path in self._pages.known:
            self._read_bytes(file.size)
            with self._lock:
                self._package.skipped.append(source_file)
            return
        if (why := self._pages.waiting.get(file.path)) is not None:
            self._read_bytes(file.size)
            self._reject_path(source_file, stage, Rejection.of(0, INCOMPLETE, why, None))
            with self._lock:
                self._package.waiting.append(source_file)
            return
        delivery_id = None
        try:
            content = Content(self._landing, file, self._read_bytes)
            delivery_id = identity(source, printable(file.path), file.modified_at, content.sha256)
            with self._lock:
                if delivery_id in self._known:
                    self._package.skipped.append(source_file)
                    return
                self._known.add(delivery_id)
            self._read_content(delivery_id, source_file, content, stage)
        except (Unreadable, OSError) as error:
            if isinstance(error, OSError) and error.errno == errno.ENOSPC:
                raise
            problem = without_secrets((isinstance(error, OSError) and error.strerror) or str(error)).lower()
            self._reject_path(source_file, stage, Rejection.of(0, UNREADABLE, problem, None))
            with self._lock:
                self._package.unreadable.append(UnreadableFile(source.name, printable(file.path), problem))
                if delivery_id is not None:
                    self._known.discard(delivery_id)
                    self._package.abandoned.append(delivery_id)

    def _reject_path(self, source_file: SourceFile, stage: _Stage, rejection: Rejection) -> None:
        """Record why a file is not loaded. Its path identifies it until it is, because its content may change."""
        path_id = paths.delivery_id(source_file.source.name, None, printable(source_file.file.path))
        rejected = self._rejections(path_id, source_file, stage)
        rejected.add(rejection)
        rejected.flush()

    def _read_content(self, delivery_id: str, source_file: SourceFile, content: Content, stage: _Stage) -> None:
        source = source_file.source
        rejected = self._rejections(delivery_id, source_file, stage)
        manifest = partial(self._manifest, source_file)
        records = 0
        is_refused = False
        try:
            for table in _tables(source_file, content, stage.judge, rejected.add, manifest):
                if not self._keeps_content:
                    table = without_content(table, source.name, rejected.add)
                if table.num_rows:
                    stage.add(source.name, with_constants(table, delivery_id=delivery_id))
                    records += table.num_rows
        except FileRefused as refusal:
            is_refused = records > 0
            records = 0
            rejection = refusal.rejection
            if rejection.record is None:
                head = content.open().read(_HEAD_BYTES)
                rejection = Rejection.of(0, rejection.reason, rejection.detail, head)
            rejected.add(rejection)
        content.verify()
        rejected.flush()
        with self._lock:
            self._package.deliveries.append(
                Delivery(delivery_id, source_file, content.sha256, records, rejected.reasons)
            )
            if is_refused:
                self._package.refused.append(delivery_id)

    def _refuse_whole_exports(self, loaded_at: datetime) -> None:
        """Refuse all parts of an export of which a part is refused for the reason that its source refuses together.

        The parts that earlier packages loaded are refused after all. They stay in the ledger, and the models leave out
        what is refused as a whole.
        """
        read = {printable(delivery.source_file.file.path) for delivery in self._package.deliveries}
        earlier = [part for file, part in self._earlier_parts.items() if file not in read]
        condemned = {part.delivery_set for part in earlier if part.is_refused}
        condemned |= {_set_of(delivery) for delivery in self._package.deliveries if _condemns_its_export(delivery)}
        for place, delivery in enumerate(self._package.deliveries):
            refusal = delivery.source_file.source.refused_together
            if refusal is None or _condemns_its_export(delivery) or _set_of(delivery) not in condemned:
                continue
            reasons = self._refuse_part(delivery.delivery_id, delivery.source_file, refusal, loaded_at)
            self._package.deliveries[place] = replace(delivery, records=0, reasons=delivery.reasons + reasons)
            if delivery.records:
                self._package.refused.append(delivery.delivery_id)
        for part in earlier:
            refusal = part.source.refused_together
            if refusal is not None and part.delivery_set in condemned and not part.is_refused:
                file = SourceFile(part.source, LandedFile(part.file, 0, loaded_at))
                self._refuse_part(part.delivery_id, file, refusal, loaded_at)
                self._package.withdrawn.append(file)

    def _refuse_part(
        self, delivery_id: str, file: SourceFile, refusal: tuple[str, str], loaded_at: datetime
    ) -> Counter[str]:
        """Refuse a part of an export as a whole."""
        rejected = self._rejections(delivery_id, file, self._stage(loaded_at))
        rejected.add(Rejection.of(0, *refusal, None))
        rejected.flush()
        return rejected.reasons

    def _manifest(self, source_file: SourceFile) -> bytes:
        """The manifest in the folder of a file; empty if there is none."""
        path = str(PurePosixPath(source_file.file.path).parent / MANIFEST)
        if path not in self._manifests:
            return b""
        with self._landing.open(path) as stream:
            return stream.read(_MANIFEST_BYTES)

    def _rejections(self, delivery_id: str, source_file: SourceFile, stage: _Stage) -> _Rejections:
        return _Rejections(delivery_id, source_file, stage, keeps_text=self._keeps_content)

    def _stage(self, loaded_at: datetime) -> _Stage:
        """The stage of this thread."""
        if not hasattr(self._own, "stage"):
            with self._lock:
                self._own.stage = _Stage(self._folder, len(self._stages), loaded_at, self._compression)
                self._stages.append(self._own.stage)
        stage: _Stage = self._own.stage
        return stage

    def _read_bytes(self, count: int) -> None:
        with self._lock:
            self._progress(count)


def _condemns_its_export(delivery: Delivery) -> bool:
    refusal = delivery.source_file.source.refused_together
    return refusal is not None and delivery.reasons[refusal[0]] > 0


def _set_of(delivery: Delivery) -> str:
    return paths.delivery_set(printable(delivery.source_file.file.path))


def _tables(
    source_file: SourceFile,
    content: Content,
    judge: JsonJudge,
    reject: Callable[[Rejection], None],
    manifest: Callable[[], bytes],
) -> Iterator[pa.Table]:
    """The accepted records of a file.

    Raises:
        FileRefused: the file is refused as a whole.
    """
    source, name = source_file.source, source_file.file.path.lower()
    if not name.endswith(source.suffixes):
        detail = f"the name of a file of source {source.name} must end in {' or '.join(source.suffixes)}"
        if cause := cause_of_name(name) or cause_of_content(content.open().read(10_000)):
            detail = f"{detail}; {cause}"
        raise FileRefused("unexpected_file_type", detail)
    opened = content.open()
    reading = Reading(Gunzip(opened) if name.endswith(".gz") else opened, judge, reject, name, manifest)
    try:
        yield from source.reader(reading)
    except (FileRefused, Unreadable, OSError):
        raise
    except RecursionError as error:
        raise FileRefused(*TOO_DEEP) from error
    except Exception as error:  # an unknown poison must not stop the load of other files
        detail = f"the reader failed with {type(error).__name__}: please report it, with a file that shows it"
        raise FileRefused("reader_failed", detail) from error


class _Stage:
    """The Parquet files of one thread."""

    def __init__(self, folder: Path, number: int, loaded_at: datetime, compression: str) -> None:
        self.judge = JsonJudge()
        self._folder, self._number, self._loaded_at = folder, number, loaded_at
        self._compression = compression
        self._tables: dict[str, StagedTable] = {}

    def add(self, name: str, table: pa.Table) -> None:
        """Add rows of a raw table and set their `loaded_at`."""
        if name in CONTENT and "record_hash" not in table.column_names:
            table = table.append_column("record_hash", pa.nulls(table.num_rows, pa.string()))
        if name not in self._tables:
            path = self._folder / f"{name}_{self._number}.parquet"
            self._tables[name] = StagedTable(path, TABLES[name], self._compression)
        self._tables[name].add(with_constants(table, loaded_at=self._loaded_at))

    def close(self) -> Iterator[StagedFile]:
        """Complete the files."""
        for name, table in self._tables.items():
            table.close()
            yield StagedFile(name, table.path, table.rows)


class _Rejections:
    """Collects the refused records of one file."""

    def __init__(self, delivery_id: str, source_file: SourceFile, stage: _Stage, *, keeps_text: bool) -> None:
        self.reasons: Counter[str] = Counter()
        self._keeps_text = keeps_text
        self._constants = {
            "delivery_id": delivery_id,
            "source": source_file.source.name,
            "file": printable(source_file.file.path),
        }
        self._stage = stage
        self._held: list[Rejection] = []

    def add(self, rejection: Rejection) -> None:
        """Add one."""
        self.reasons[rejection.reason] += 1
        self._held.append(rejection)
        if len(self._held) == _REJECTIONS_A_BATCH:
            self.flush()

    def flush(self) -> None:
        """Stage the collected records."""
        if self._held:
            table = pa.table(
                {
                    "record_number": pa.array([rejection.record_number for rejection in self._held], pa.int64()),
                    "reason": pa.array([rejection.reason for rejection in self._held], pa.string()),
                    "detail": pa.array([rejection.detail for rejection in self._held], pa.string()),
                    "record": pa.array(
                        [rejection.record if self._keeps_text else None for rejection in self._held], pa.string()
                    ),
                }
            )
            self._stage.add("rejected_records", with_constants(table, **self._constants))
            self._held = []
