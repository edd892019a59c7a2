"""The raw sources. A new source needs a reader, one entry here, and its expectations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pyarrow as pa

from tokenbooks.errors import UsageError
from tokenbooks.loading import readers
from tokenbooks.loading.paths import usage_object


@dataclass(frozen=True)
class Source:
    """A kind of files and the raw table that they are loaded into.

    Attributes:
        name: the first folder of the landing zone and the table in schema `raw`.
        suffixes: endings of the files that are read. Other files are refused.
        reader: yields the records of one file.
        is_bill: whether the second folder names the billing account.
        kind_by_path: returns what the results count, if the path states it. It is part of the content's identity,
            because a content without results does not state it.
        is_paged: whether its JSON files are pages of an API, which wait for the pages behind them.
        refused_together: the refusal of all parts of an export, once one part is refused for this reason; None if parts
            stand alone.
    """

    name: str
    suffixes: tuple[str, ...]
    reader: Callable[[readers.Reading], Iterator[pa.Table]]
    is_bill: bool
    kind_by_path: Callable[[str], str | None] | None = None
    is_paged: bool = False
    refused_together: tuple[str, str] | None = None


# The OpenTelemetry collector, Azure's diagnostic settings and Bedrock write JSON Lines into files named `.json`.
_LINES = (".jsonl", ".jsonl.gz", ".json", ".json.gz")
_TABLES = (".csv", ".csv.gz", ".parquet", ".jsonl", ".jsonl.gz")

SOURCES: dict[str, Source] = {
    source.name: source
    for source in (
        Source("usage", (".jsonl", ".jsonl.gz"), readers.read_usage, is_bill=False),
        Source("litellm", (".jsonl", ".jsonl.gz"), readers.read_litellm, is_bill=False),
        Source("langfuse", (".jsonl", ".jsonl.gz"), readers.read_langfuse, is_bill=False),
        Source("otel", _LINES, readers.read_otel, is_bill=False),
        Source("apim", _LINES, readers.read_apim, is_bill=False),
        Source("bedrock_logs", _LINES, readers.read_bedrock_logs, is_bill=False),
        Source("openai_costs", (".json", ".csv", ".csv.gz"), readers.read_openai_costs, is_bill=True, is_paged=True),
        Source("anthropic_cost", (".json",), readers.read_anthropic_cost, is_bill=True, is_paged=True),
        Source(
            "azure_cost",
            (".csv", ".csv.gz", ".json"),
            readers.read_azure_cost,
            is_bill=True,
            is_paged=True,
            refused_together=readers.AMORTIZED,
        ),
        Source("aws_cur", _TABLES, readers.read_aws_cur, is_bill=True),
        Source("gcp_billing", _TABLES, readers.read_gcp_billing, is_bill=True),
        Source("focus", (".csv", ".csv.gz", ".parquet"), readers.read_focus, is_bill=True),
        # Provider reports of usage. Like bills, they are delivered for one billing account.
        Source(
            "openai_usage",
            (".json",),
            readers.read_openai_usage,
            is_bill=True,
            kind_by_path=usage_object,
            is_paged=True,
        ),
        Source(
            "openai_usage_csv",
            (".csv", ".csv.gz"),
            readers.read_openai_usage_csv,
            is_bill=True,
            kind_by_path=usage_object,
        ),
        Source("anthropic_usage", (".json",), readers.read_anthropic_usage, is_bill=True, is_paged=True),
    )
}


def find_sources(names: list[str]) -> list[Source]:
    """The named sources; all sources if no name is given.

    Raises:
        UsageError: a name is unknown.
    """
    unknown = sorted(set(names) - set(SOURCES))
    if unknown:
        raise UsageError(f"unknown source: {', '.join(unknown)}; there are: {', '.join(SOURCES)}")
    return [source for source in SOURCES.values() if not names or source.name in names]
