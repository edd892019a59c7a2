"""What gateways write of the calls that pass through them: JSON Lines, one record a line.

Lines are kept verbatim but for one thing. LiteLLM and Langfuse store objects of free form, such as `metadata`, as JSON
inside a text, and the models read them as objects; so such a text becomes the object that it spells. A text that spells
none stays as it is, for the models to refuse.
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
        FileRefused: the file is of another source.
    """
    for table in read_json_lines(reading, "one LiteLLM spend log or logging payload, a JSON object, a line"):
        yield _unnested(table, _LITELLM_OBJECTS)


def read_langfuse(reading: Reading) -> Iterator[pa.Table]:
    """Yield observations of Langfuse.

    Raises:
        FileRefused: the file is of another source.
    """
    for table in read_json_lines(reading, "one Langfuse observation, a JSON object, a line"):
        yield _unnested(table, _LANGFUSE_OBJECTS)


def read_apim(reading: Reading) -> Iterator[pa.Table]:
    """Yield rows of the language-model log of Azure API Management.

    Raises:
        FileRefused: the file is of another source.
    """
    return read_json_lines(reading, "one row of ApiManagementGatewayLlmLog, a JSON object, a line")


def read_bedrock_logs(reading: Reading) -> Iterator[pa.Table]:
    """Yield model invocation logs of Amazon Bedrock.

    Raises:
        FileRefused: the file is of another source.
    """
    return read_json_lines(reading, "one Bedrock model invocation log, a JSON object, a line")


def _unnested(table: pa.Table, names: Sequence[str]) -> pa.Table:
    """The records, with JSON in a text at the named keys as the object that it is."""
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
    written = simplejson.dumps(record, use_decimal=True, separators=(",", ":"))
    return text if refuse(written) else written
