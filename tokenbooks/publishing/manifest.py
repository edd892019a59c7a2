"""What a published version holds: written into it as `version.json`, last, so that a version without it is debris."""

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
        partition: the value of the mart's partition column that all rows share; `all` if the mart is not partitioned.
        rows: how many rows it has.
        size: in bytes.
        fingerprint: tells whether its rows are the same as in another version; empty if the mart is not partitioned.
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
        partitioned_by: the column whose values have a file each; none if the mart is small and in one file.
        files: by file name.
    """

    columns: dict[str, str]
    partitioned_by: str | None
    files: dict[str, PublishedFile]

    @property
    def rows(self) -> int:
        """How many rows the mart has."""
        return sum(file.rows for file in self.files.values())


@dataclass(frozen=True)
class Build:
    """The build of dbt whose marts a version holds.

    Attributes:
        invocation_id: dbt's own id of it.
        finished_at: naive UTC, ISO 8601.
        as_of: the instant at which its books are read, as it was given; none is when the build began.
        marts: the names of what it built.
    """

    invocation_id: str
    finished_at: str
    as_of: str | None
    marts: tuple[str, ...]


@dataclass(frozen=True)
class Manifest:
    """Everything about a version.

    Attributes:
        version: its name, a UTC time stamp; later versions sort after earlier ones.
        build: what it was made from.
        marts: by name.
    """

    version: str
    build: Build
    marts: Mapping[str, PublishedMart]

    @property
    def rows(self) -> int:
        """How many rows all marts have together."""
        return sum(mart.rows for mart in self.marts.values())

    def to_json(self) -> str:
        """The text of `version.json`."""
        return json.dumps(asdict(self), indent=1) + "\n"


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a version; None if there is none or it cannot be read."""
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
