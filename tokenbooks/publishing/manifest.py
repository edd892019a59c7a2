"""The manifest of a published version. It is written last, as `version.json`: a version without it is debris."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FILE_NAME = "version.json"


@dataclass(frozen=True)
class PublishedFile:
    """One Parquet file of a mart.

    Attributes:
        partition: the value of the mart's partition column in all rows; `all` if the mart is not partitioned.
        rows: number of rows.
        size: size in bytes.
        fingerprint: a hash that shows whether another version has the same rows; empty if the mart is not partitioned.
    """

    partition: str
    rows: int
    size: int
    fingerprint: str = ""


@dataclass(frozen=True)
class PublishedMart:
    """A mart of a version.

    Attributes:
        columns: DuckDB types by column name, in order.
        partitioned_by: the column of whose values each has a file; None if the mart is in one file.
        files: the Parquet files by name.
    """

    columns: dict[str, str]
    partitioned_by: str | None
    files: dict[str, PublishedFile]

    @property
    def rows(self) -> int:
        """The number of rows of the mart."""
        return sum(file.rows for file in self.files.values())


@dataclass(frozen=True)
class Build:
    """The dbt build that produced the marts of a version.

    Attributes:
        invocation_id: dbt's id of the build.
        finished_at: when the build finished: naive UTC, ISO 8601.
        as_of: the instant at which the books are read, as it was given. None means the start of the build.
        marts: names of the marts that it built.
    """

    invocation_id: str
    finished_at: str
    as_of: str | None
    marts: tuple[str, ...]


@dataclass(frozen=True)
class Manifest:
    """The description of a version.

    Attributes:
        version: name of the version, a UTC time stamp. Later versions sort after earlier ones.
        build: the build that produced its marts.
        marts: the marts by name.
    """

    version: str
    build: Build
    marts: Mapping[str, PublishedMart]

    @property
    def rows(self) -> int:
        """The total number of rows of all marts."""
        return sum(mart.rows for mart in self.marts.values())

    def to_json(self) -> str:
        """The text of `version.json`."""
        return json.dumps(asdict(self), indent=1) + "\n"


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a version; None if it is missing or cannot be read."""
    try:
        content: dict[str, Any] = json.loads((folder / FILE_NAME).read_bytes())
        build = content["build"]
        return Manifest(
            version=content["version"],
            build=Build(**{**build, "marts": tuple(build["marts"])}),
            marts={
                name: PublishedMart(
                    columns=mart["columns"],
                    partitioned_by=mart["partitioned_by"],
                    files={file: PublishedFile(**what) for file, what in mart["files"].items()},
                )
                for name, mart in content["marts"].items()
            },
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
