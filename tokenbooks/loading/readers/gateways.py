"""The logs of gateways: JSON Lines, one record per line.

Lines are kept verbatim, with one exception. LiteLLM and Langfuse store free-form objects, such as `metadata`, as JSON
inside a text, but the models read objects. So a text that holds a JSON object is replaced by that object. Other texts
stay as they are, and the models refuse them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc
import simplejson

from tokenbooks.loading.readers.base import Reading
from tokenbooks.loading.readers.lines import read_json_lines
from tokenbooks.loading.records import RECORDS
from tokenbooks.loading.validity import refuse

_LITELLM_OBJECTS = ("metadata", "response")
_LANGFUSE_OBJECTS = (
    "metadata",
    "usageDetails",
    "usage_details",
    "costDetails",
    "cost_details",
    "modelParameters",
    "model_parameters",
    "usage",
)


def read_litellm(reading: Reading) -> Iterator[pa.Table]:
    """Yield spend log rows and standard logging payloads of LiteLLM.

    Raises:
        FileRefused: the file belongs to another source.
    """
    for table in read_json_lines(reading, "one LiteLLM spend log or logging payload per line, as a JSON object"):
        yield _unnested(table, _LITELLM_OBJECTS)


def read_langfuse(reading: Reading) -> Iterator[pa.Table]:
    """Yield observations of Langfuse.

    Raises:
        FileRefused: the file belongs to another source.
    """
    for table in read_json_lines(reading, "one Langfuse observation per line, as a JSON object"):
        yield _unnested(table, _LANGFUSE_OBJECTS)


def read_apim(reading: Reading) -> Iterator[pa.Table]:
    """Yield rows of the language-model log of Azure API Management.

    Raises:
        FileRefused: the file belongs to another source.
    """
    return read_json_lines(reading, "one row of ApiManagementGatewayLlmLog per line, as a JSON object")


def read_bedrock_logs(reading: Reading) -> Iterator[pa.Table]:
    """Yield model invocation logs of Amazon Bedrock.

    Raises:
        FileRefused: the file belongs to another source.
    """
    return read_json_lines(reading, "one Bedrock model invocation log per line, as a JSON object")


def _unnested(table: pa.Table, names: Sequence[str]) -> pa.Table:
    """The records, in which JSON text under the named keys is replaced by its object."""
    nested = rf'"({"|".join(names)})"\s*:\s*"\s*\{{'
    positions = pc.indices_nonzero(pc.match_substring_regex(table["record"], nested)).to_pylist()
    if not positions:
        return table
    texts = table["record"].to_pylist()
    for position in positions:
        texts[position] = _with_objects(texts[position], names)
    return pa.table([table["record_number"], pa.array(texts, pa.string())], schema=RECORDS)


def _with_objects(text: str, names: Sequence[str]) -> str:
    record = simplejson.loads(text, use_decimal=True)
    for name in names:
        if isinstance(value := record.get(name), str) and re.match(r"\s*\{", value) and refuse(value) is None:
            record[name] = simplejson.loads(value, use_decimal=True)
    try:
        written = simplejson.dumps(record, use_decimal=True, separators=(",", ":"))
    except RecursionError:
        return text
    return text if refuse(written) else written
