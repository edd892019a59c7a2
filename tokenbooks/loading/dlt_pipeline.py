"""dlt, set up so that it stays inside the project and infers nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from tokenbooks.loading.raw_layer import SCHEMA, RawLayer
from tokenbooks.loading.tables import TABLES

_DLT_TYPES: Mapping[pa.DataType, Mapping[str, object]] = {
    pa.string(): {"data_type": "text"},
    pa.int64(): {"data_type": "bigint"},
    pa.timestamp("us"): {"data_type": "timestamp", "timezone": False},
}


@dataclass(frozen=True)
class StagedFile:
    """A Parquet file for one raw table."""

    table: str
    path: Path
    rows: int


class RawPipeline:
    """Appends Parquet files to the raw tables.

    Its working folder is scratch space. Only the ledger in the warehouse decides what is loaded, so the leftovers of an
    interrupted run are deleted.
    """

    def __init__(self, raw: RawLayer, folder: Path) -> None:
        """Start with an empty working folder."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.folder = folder
        dlt = _import_dlt(folder)
        self._dlt = dlt
        self._pipeline = dlt.pipeline(
            "tokenbooks",
            destination=raw.destination(),
            dataset_name=SCHEMA,
            pipelines_dir=str(folder / "dlt"),
        )
        self._workers = raw.load_workers
        self._schema = dlt.Schema(SCHEMA)
        for name, schema in TABLES.items():
            self._schema.update_table(
                dlt.common.schema.utils.new_table(
                    name, write_disposition="append", columns=_columns(schema), file_format="parquet"
                )
            )

    def create_tables(self) -> None:
        """Create the raw tables that do not exist yet."""
        self._pipeline.schemas.save_schema(self._schema)
        self._pipeline.sync_schema(SCHEMA)

    def append(self, files: Sequence[StagedFile]) -> None:
        """Load the files as one dlt package; a file is one transaction."""
        self._pipeline.extract(
            [self._resource(name, [file for file in files if file.table == name]) for name in TABLES],
            schema=self._schema,
        )
        self._pipeline.normalize(workers=1)
        self._pipeline.load(workers=self._workers, raise_on_failed_jobs=True)

    def close(self) -> None:
        """Remove the working folder."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _resource(self, name: str, files: Sequence[StagedFile]) -> Any:
        items = [self._dlt.mark.with_file_import(str(file.path), "parquet", file.rows) for file in files]
        return self._dlt.resource(
            items, name=name, write_disposition="append", columns=_columns(TABLES[name]), file_format="parquet"
        )


def _import_dlt(folder: Path) -> Any:
    # dlt reads these when it is imported or first used: no telemetry, no files in the user's home.
    os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
    os.environ["DLT_DATA_DIR"] = str(folder)
    os.environ["RUNTIME__LOG_LEVEL"] = "CRITICAL"  # we report errors ourselves, in one line
    import dlt
    import dlt.common.schema.utils

    dlt.config["restore_from_destination"] = False
    # An append that failed may have succeeded, for example if the connection broke before the answer. The next load
    # knows which rows to remove; a second try within this load does not.
    dlt.config["load.raise_on_max_retries"] = 1
    return dlt


def _columns(schema: pa.Schema) -> list[dict[str, object]]:
    return [{"name": field.name, "nullable": True, **_DLT_TYPES[field.type]} for field in schema]
