"""Traces of OpenTelemetry: JSON Lines of OTLP exports, or of single spans and logs. Each record is a span or a log.

A line of the collector's file exporter holds many spans or logs, grouped by resource and scope. Each becomes a record
that also holds its resource and scope, and every list of keys and values becomes a map. Numbers keep every digit. The
attributes of generative AI have names with dots. Where one holds an object, which some SDKs write as text, each value
in it becomes an attribute with a name of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import simplejson

from tokenbooks.loading.readers.base import Reading
from tokenbooks.loading.readers.lines import read_json_lines
from tokenbooks.loading.records import Rejection
from tokenbooks.loading.validity import TOO_DEEP, refuse

_EXPECTED = "one OTLP export of spans or logs, or one of them, per line"

#: Where an export has its spans and logs, and the scope of each. Until 2022 it was named instrumentation library.
_EXPORTS = (
    ("resourceSpans", (("scopeSpans", "scope"), ("instrumentationLibrarySpans", "instrumentationLibrary")), "spans"),
    ("resourceLogs", (("scopeLogs", "scope"),), "logRecords"),
)

#: Attributes whose values are single attributes: a map under the first part of such a name, and a text that is a map.
_MAPS = frozenset(("gen_ai", "llm", "ai"))
_TEXT_MAPS = re.compile(r"(gen_ai[.]usage|llm[.]usage|llm[.]token_count|ai[.]usage|ai[.]response[.]providerMetadata)\b")

_INTEGER = re.compile(r"-?[0-9]{1,19}")

# No attribute that a model reads is nested more deeply than this.
_DEEPEST = 10

JsonObject = dict[str, Any]


def read_otel(reading: Reading) -> Iterator[pa.Table]:
    """Yield the spans of a file. The record number is the position of the span in the file, counted from 1.

    Raises:
        FileRefused: the file belongs to another source.
    """
    spans = 0
    for table in read_json_lines(reading, _EXPECTED):
        numbers: list[int] = []
        texts: list[str] = []
        for line, text in zip(table["record_number"].to_pylist(), table["record"].to_pylist(), strict=True):
            try:
                found = _spans(simplejson.loads(text, use_decimal=True))
                written = [simplejson.dumps(span, use_decimal=True, separators=(",", ":")) for span in found]
            except _NotOtlp as error:
                reading.reject(Rejection.of(line, "not_otlp", str(error), text))
                continue
            except RecursionError:
                reading.reject(Rejection.of(line, *TOO_DEEP, text))
                continue
            if not found:
                reading.reject(Rejection.of(line, "no_spans", "the export has no spans and no logs", text))
            for span in written:
                spans += 1
                numbers.append(spans)
                texts.append(span)
        yield reading.accepted(numbers, texts)


class _NotOtlp(Exception):
    pass


def _spans(line: JsonObject) -> list[JsonObject]:
    """The spans and logs of one line. A line that is not an export is one of them."""
    if not any(groups in line for groups, _, _ in _EXPORTS):
        return [_flat(line)]
    spans: list[JsonObject] = []
    for groups, scopes, records in _EXPORTS:
        for group in _objects(line, groups):
            resource = _described(group.get("resource"))
            for key, scope_key in scopes:
                for scoped in _objects(group, key):
                    beside = {
                        "resource": resource,
                        "scope": _described(scoped.get(scope_key)),
                        "schemaUrl": scoped.get("schemaUrl") or group.get("schemaUrl"),
                    }
                    spans += [_flat(span) | beside for span in _objects(scoped, records)]
    return spans


def _objects(parent: JsonObject, key: str) -> list[JsonObject]:
    found = parent.get(key)
    if found is None:
        return []
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise _NotOtlp(f"{key} is not a list of objects")
    return found


def _flat(span: JsonObject) -> JsonObject:
    """A span or log whose attributes, and those of its resource and scope, are maps."""
    described = {name: _described(span[name]) for name in ("resource", "scope") if name in span}
    flat = _described(span) | described
    if isinstance(flat.get("attributes"), dict):
        flat["attributes"] = _named(flat["attributes"])
    if isinstance(flat.get("body"), dict):
        flat["body"] = _value(flat["body"])
    return flat


def _named(attributes: JsonObject) -> JsonObject:
    """Attributes in which each value below the names of generative AI has a name of its own."""
    named: JsonObject = {}
    for name, value in attributes.items():
        if isinstance(value, str) and value.startswith("{") and _TEXT_MAPS.match(name) and refuse(value) is None:
            value = simplejson.loads(value, use_decimal=True)
        if isinstance(value, dict) and name.partition(".")[0] in _MAPS:
            for inner, content in _leaves(name, value, depth=0):
                named.setdefault(inner, content)
        else:
            named[name] = value
    return named


def _leaves(name: str, value: Any, depth: int) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict) and value and depth < _DEEPEST:
        for key, inner in value.items():
            yield from _leaves(f"{name}.{key}", inner, depth + 1)
    else:
        yield name, value


def _described(thing: Any) -> Any:
    """A span, resource or scope whose attributes are a map."""
    if isinstance(thing, dict) and isinstance(thing.get("attributes"), list):
        return {**thing, "attributes": _map(thing["attributes"])}
    return thing


def _map(pairs: list[Any]) -> JsonObject:
    if not all(isinstance(pair, dict) and isinstance(pair.get("key"), str) for pair in pairs):
        raise _NotOtlp("attributes are not a list of keys and values")
    return {pair["key"]: _value(pair.get("value")) for pair in pairs}


def _value(value: Any) -> Any:
    """The plain value of an OTLP value, which states its type. OTLP writes 64-bit integers as text."""
    if not isinstance(value, dict) or len(value) != 1:
        return value
    ((kind, content),) = value.items()
    if kind == "intValue" and isinstance(content, str):
        return int(content) if _INTEGER.fullmatch(content) else content
    if kind == "arrayValue":
        return [_value(item) for item in _values(content)]
    if kind == "kvlistValue":
        return _map(_values(content))
    return content


def _values(content: Any) -> list[Any]:
    values = content.get("values", []) if isinstance(content, dict) else None
    if not isinstance(values, list):
        raise _NotOtlp("an array or map value has no list of `values`")
    return values
