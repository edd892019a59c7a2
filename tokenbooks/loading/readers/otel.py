"""Traces of OpenTelemetry: JSON Lines of OTLP exports or of single spans. Each record is a span.

A line of the collector's file exporter holds many spans, grouped by resource and scope. Each span becomes a record that
also holds its resource and scope, and every list of keys and values becomes a map. Numbers keep every digit.
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
from tokenbooks.loading.validity import TOO_DEEP

_EXPECTED = "one OTLP export of spans, or one span, per line"

_INTEGER = re.compile(r"-?[0-9]{1,19}")

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
                reading.reject(Rejection.of(line, "no_spans", "the export has no spans", text))
            for span in written:
                spans += 1
                numbers.append(spans)
                texts.append(span)
        yield reading.accepted(numbers, texts)


class _NotOtlp(Exception):
    pass


def _spans(line: JsonObject) -> list[JsonObject]:
    """The spans of one line. A line that is not an export is one span."""
    if "resourceSpans" not in line:
        return [_flat(line)]
    spans: list[JsonObject] = []
    for group in _objects(line, "resourceSpans"):
        resource = _described(group.get("resource"))
        # Until 2022 the scope was named instrumentation library.
        for key, scope_key in (("scopeSpans", "scope"), ("instrumentationLibrarySpans", "instrumentationLibrary")):
            for scoped in _objects(group, key):
                beside = {
                    "resource": resource,
                    "scope": _described(scoped.get(scope_key)),
                    "schemaUrl": scoped.get("schemaUrl") or group.get("schemaUrl"),
                }
                spans += [_flat(span) | beside for span in _objects(scoped, "spans")]
    return spans


def _objects(parent: JsonObject, key: str) -> list[JsonObject]:
    found = parent.get(key)
    if found is None:
        return []
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise _NotOtlp(f"{key} is not a list of objects")
    return found


def _flat(span: JsonObject) -> JsonObject:
    """A span whose attributes, and those of its resource and scope, are maps."""
    described = {name: _described(span[name]) for name in ("resource", "scope") if name in span}
    return _described(span) | described


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
