"""Usage envelopes: JSON Lines, one record per line, kept verbatim."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from tokenbooks.loading.readers.base import Reading
from tokenbooks.loading.readers.lines import read_json_lines


def read_usage(reading: Reading) -> Iterator[pa.Table]:
    """Yield the lines of a usage file that are JSON objects, each with the platform that its envelope names.

    Raises:
        FileRefused: the file belongs to another source.
    """
    for table in read_json_lines(reading, "one usage envelope per line, as a JSON object"):
        yield table.append_column("platform", reading.judge.texts(table["record"], "platform"))
