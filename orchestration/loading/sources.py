"""The raw sources. A new one is a reader and one entry here (and its expectations)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pyarrow as pa

from orchestration.errors import UsageError
from orchestration.loading import readers


@dataclass(frozen=True)
class Source:
    """A kind of files and the raw table they go to.

    Attributes:
        name: the first folder of the landing zone and the table in schema `raw`.
        suffixes: of the files that are read; another file there is rejected.
        reader: yields the records of one file.
        is_bill: whether the second folder names the billing account.
    """

    name: str
    suffixes: tuple[str, ...]
    reader: Callable[[readers.Reading], Iterator[pa.Table]]
    is_bill: bool


# The collector, diagnostic settings and Bedrock write lines into files that they call `.json`.
_LINES = (".jsonl", ".jsonl.gz", ".json", ".json.gz")

SOURCES: dict[str, Source] = {
    source.name: source
    for source in (
        Source("usage", (".jsonl", ".jsonl.gz"), readers.read_usage, is_bill=False),
        Source("litellm", (".jsonl", ".jsonl.gz"), readers.read_litellm, is_bill=False),
        Source("langfuse", (".jsonl", ".jsonl.gz"), readers.read_langfuse, is_bill=False),
        Source("otel", _LINES, readers.read_otel, is_bill=False),
        Source("apim", _LINES, readers.read_apim, is_bill=False),
        Source("bedrock_logs", _LINES, readers.read_bedrock_logs, is_bill=False),
        Source("openai_costs", (".json",), readers.read_openai_costs, is_bill=True),
        Source("anthropic_cost", (".json",), readers.read_anthropic_cost, is_bill=True),
        Source("azure_cost", (".csv", ".csv.gz", ".json"), readers.read_azure_cost, is_bill=True),
        Source("focus", (".csv", ".csv.gz", ".parquet"), readers.read_focus, is_bill=True),
    )
}


def find_sources(names: list[str]) -> list[Source]:
    """The named sources; all of them if none is named.

    Raises:
        UsageError: there is no such source.
    """
    unknown = sorted(set(names) - set(SOURCES))
    if unknown:
        raise UsageError(f"unknown source: {', '.join(unknown)}; there are: {', '.join(SOURCES)}")
    return [source for source in SOURCES.values() if not names or source.name in names]
