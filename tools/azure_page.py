"""Print the tables of docs/azure.md: from a field of a usage object to our meter, and to the words of Azure's meters.

    python -m tools.azure_page          # writes the tables into the page
    python -m tools.azure_page --check  # exits with 1 if the page is stale

The words come from the seeds and the names from the test data. The fields are listed here; `python_tests/test_docs.py`
compares them with the paths that the staging models read.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "azure.md"
BEGIN = "<!-- Printed by `python -m tools.azure_page` from the seeds: do not edit. -->"
END = "<!-- End of what is printed. -->"
#: The longest line of a page.
WIDTH = 120

_MAPPING = ROOT / "seeds" / "mapping"
_METERS = ROOT / "seeds" / "reference" / "meters.csv"
#: Where the names of Azure's meters come from. The second file also has invented spellings, so it is used last.
_NAMES = (ROOT / "python_tests/data/azure_meters.csv", ROOT / "python_tests/data/billing_meter_names.csv")
_NAMES_A_METER = 3
_NONE = "\N{EN DASH}"
#: The word dimension in which a direction of `meters.csv` is named, and its value there.
_FLOWS = {
    "input": ("direction", "input"),
    "output": ("direction", "output"),
    "cached_input": ("cache_read", "true"),
    "cache_write": ("cache_write", "true"),
}
#: What else a word can state, in the order of the page.
_OTHERS = {
    "service_tier": "service tier",
    "deployment_scope": "deployment scope",
    "context_band": "context size",
    "tuning": "inference of a fine-tune, before the name of its base",
    "purpose": "training, hosting or grading, unmapped as",
    "model": "part of a model's name",
    "noise": "nothing",
}

Row = dict[str, str]


@dataclass(frozen=True)
class Field:
    """A field of a usage object.

    Attributes:
        path: path inside the usage object, as the API writes it.
        meter: meter of `seeds/reference/meters.csv` that it counts; None if it counts no meter.
        part: which part of the field counts on the meter.
    """

    path: str
    meter: str | None
    part: str


@dataclass(frozen=True)
class Api:
    """The fields of the usage objects of one API, as its documentation or its SDK writes them."""

    title: str
    fields: tuple[Field, ...]


_REST = "only what the details do not state"
_NO_CACHE = "without its cached part"

APIS = (
    Api(
        "Realtime: `response.usage` of the event `response.done`",
        (
            Field("total_tokens", None, "must be input plus output, else the record is refused"),
            Field("input_tokens", "text_input", _REST),
            Field("input_token_details.text_tokens", "text_input", _NO_CACHE),
            Field("input_token_details.audio_tokens", "audio_input", _NO_CACHE),
            Field("input_token_details.image_tokens", "image_input", _NO_CACHE),
            Field("input_token_details.cached_tokens", "text_cached_input", _REST),
            Field("input_token_details.cached_tokens_details.text_tokens", "text_cached_input", "all"),
            Field("input_token_details.cached_tokens_details.audio_tokens", "audio_cached_input", "all"),
            Field("input_token_details.cached_tokens_details.image_tokens", "image_cached_input", "all"),
            Field("output_tokens", "text_output", _REST),
            Field("output_token_details.text_tokens", "text_output", "all"),
            Field("output_token_details.audio_tokens", "audio_output", "all"),
        ),
    ),
    Api(
        "The same event in the .NET SDK, as `System.Text.Json` writes its objects",
        (
            Field("TotalTokenCount", None, "must be input plus output"),
            Field("InputTokenCount", "text_input", _REST),
            Field("InputTokenDetails.TextTokenCount", "text_input", _NO_CACHE),
            Field("InputTokenDetails.AudioTokenCount", "audio_input", _NO_CACHE),
            Field("InputTokenDetails.ImageTokenCount", "image_input", _NO_CACHE),
            Field("InputTokenDetails.CachedTokenCount", "text_cached_input", _REST),
            Field("InputTokenDetails.CachedTokenDetails.TextTokenCount", "text_cached_input", "all"),
            Field("InputTokenDetails.CachedTokenDetails.AudioTokenCount", "audio_cached_input", "all"),
            Field("InputTokenDetails.CachedTokenDetails.ImageTokenCount", "image_cached_input", "all"),
            Field("OutputTokenCount", "text_output", _REST),
            Field("OutputTokenDetails.TextTokenCount", "text_output", "all"),
            Field("OutputTokenDetails.AudioTokenCount", "audio_output", "all"),
        ),
    ),
    Api(
        "Chat Completions and Embeddings",
        (
            Field("total_tokens", None, "must be input plus output"),
            Field("prompt_tokens", "text_input", _REST),
            Field("prompt_tokens_details.text_tokens", "text_input", "without its cached and written part"),
            Field("prompt_tokens_details.audio_tokens", "audio_input", _NO_CACHE),
            Field("prompt_tokens_details.image_tokens", "image_input", _NO_CACHE),
            Field(
                "prompt_tokens_details.cached_tokens",
                "text_cached_input",
                "all, unless the input is audio or images alone",
            ),
            Field("prompt_tokens_details.cache_write_tokens", "text_cache_write", "all"),
            Field("completion_tokens", "text_output", _REST),
            Field("completion_tokens_details.text_tokens", "text_output", "all"),
            Field("completion_tokens_details.audio_tokens", "audio_output", "all"),
            Field("completion_tokens_details.reasoning_tokens", None, "is inside the text output"),
            Field("completion_tokens_details.accepted_prediction_tokens", None, "is inside the text output"),
            Field("completion_tokens_details.rejected_prediction_tokens", None, "is inside the text output"),
        ),
    ),
    Api(
        "Responses",
        (
            Field("total_tokens", None, "must be input plus output"),
            Field("input_tokens", "text_input", "without its cached and written part"),
            Field("input_tokens_details.cached_tokens", "text_cached_input", "all"),
            Field("input_tokens_details.cache_write_tokens", "text_cache_write", "all"),
            Field("output_tokens", "text_output", "all"),
            Field("output_tokens_details.reasoning_tokens", None, "is inside the text output"),
        ),
    ),
    Api(
        "Images with a `gpt-image` model",
        (
            Field("input_tokens_details.text_tokens", "text_input", _NO_CACHE),
            Field("input_tokens_details.image_tokens", "image_input", _NO_CACHE),
            Field("output_tokens", "image_output", "all, if the details state no text"),
            Field("output_tokens_details.image_tokens", "image_output", "all"),
            Field("output_tokens_details.text_tokens", "text_output", "all"),
        ),
    ),
    Api(
        "Transcription, speech and tools in other units than tokens",
        (
            Field("seconds", "transcription_seconds", "all"),
            Field("Duration", "transcription_seconds", "the time span of the .NET SDK, in seconds"),
            Field("characters", "tts_characters", "all; else the length of the request's `input`"),
            Field("sessions", "code_interpreter_session", "all"),
        ),
    ),
)


def main() -> int:
    """Write the tables into the page, or check that they are up to date."""
    parser = argparse.ArgumentParser(description="Print the tables of docs/azure.md from the seeds.")
    parser.add_argument("--check", action="store_true", help="change nothing; exit with 1 if the page is stale")
    is_check = parser.parse_args().check
    page = PAGE.read_text()
    printed = with_tables(page)
    if is_check and printed != page:
        print("docs/azure.md is stale: run `.venv/bin/python -m tools.azure_page` and commit the page")
        return 1
    if not is_check:
        PAGE.write_text(printed)
    return 0


def with_tables(page: str) -> str:
    """Return the page with the tables of today's seeds between its two marks.

    Raises:
        SystemExit: the page has not exactly one pair of marks.
    """
    if page.count(BEGIN) != 1 or page.count(END) != 1 or page.index(BEGIN) > page.index(END):
        raise SystemExit(f"docs/azure.md: the line {BEGIN!r} must appear once, and {END!r} once below it")
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    return f"{before}{BEGIN}\n\n{tables()}\n\n{END}{after}"


def tables() -> str:
    """Return all tables as Markdown.

    Raises:
        ValueError: a line is longer than a page allows.
    """
    words = [row for row in _rows(_MAPPING / "billing_meter_words.csv") if row["source"] == "azure"]
    models = [row for row in _rows(_MAPPING / "billing_meter_models.csv") if row["source"] == "azure"]
    exact = [row for row in _rows(_MAPPING / "billing_meter_exact.csv") if row["source"] == "azure"]
    meters = _rows(_METERS)
    names, second = _names_by_meter()
    blocks = [
        "### From a field of the usage object to a meter",
        *(f"{api.title}:\n\n{_field_table(api)}" for api in APIS),
        "### From a meter to the words of Azure's meter names",
        _word_table(meters, words, models, set(names)),
        "These meters are named by the words of a model or a tool:",
        _model_table(meters, models),
        "### What other words state",
        _other_words_table(words),
        "### Azure meter names, and how they are read",
        _name_table(meters, names),
        f"Names are from `{_relative(_NAMES[0])}`;\nthose of {_codes(second)} from `{_relative(_NAMES[1])}`.",
        f"These {len(exact)} names are read as a whole, as their words would mislead:",
        _exact_table(exact),
    ]
    text = "\n\n".join(blocks)
    if long := [line for line in text.splitlines() if len(line) > WIDTH]:
        raise ValueError(f"a line of the table has more than {WIDTH} characters: {long[0]}")
    return text


def _rows(path: Path) -> list[Row]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def _field_table(api: Api) -> str:
    return _table(
        ("field", "meter", "what of it counts"),
        ((_code(field.path), _code(field.meter), field.part) for field in api.fields),
    )


def _word_table(meters: list[Row], words: list[Row], models: list[Row], named: set[str]) -> str:
    """The meters of tokens: a word for the modality, and one for the direction."""
    silent = {row["default_modality"] for row in models}
    used = named | {field.meter for api in APIS for field in api.fields}
    glued = _glued(words)
    lines = []
    for meter in meters:
        if meter["unit"] != "tokens" or meter["direction"] not in _FLOWS or meter["meter"] not in used:
            continue
        modality, flow = meter["modality"], meter["direction"]
        both = [
            word
            for word, stated in glued.items()
            if {("modality", modality), _FLOWS[flow]} <= stated and len(stated) == 2
        ]
        lines.append(
            (
                _code(meter["meter"]),
                _codes(_words(words, "modality", modality, glued)) + (" or none" if modality in silent else ""),
                _codes(_words(words, *_FLOWS[flow], glued)),
                _codes(both) or _NONE,
            )
        )
    return _table(("meter", "modality words", "direction words", "both in one word"), lines)


def _model_table(meters: list[Row], models: list[Row]) -> str:
    lines = []
    for meter in meters:
        spelled = [row["model_words"] for row in models if row["meter"] == meter["meter"]]
        lines += _wrapped(_code(meter["meter"]), spelled)
    return _table(("meter", "words"), lines)


def _other_words_table(words: list[Row]) -> str:
    lines = []
    for dimension, title in _OTHERS.items():
        values = list(dict.fromkeys(row["value"] for row in words if row["dimension"] == dimension))
        for value in values:
            stated = [row["word"] for row in words if (row["dimension"], row["value"]) == (dimension, value)]
            lines += _wrapped(f"{title} {_code(value)}" if value else title, stated)
    return _table(("what", "words"), lines)


def _name_table(meters: list[Row], names: dict[str, list[Row]]) -> str:
    lines = []
    for meter in meters:
        for row in _spread(names.get(meter["meter"], [])):
            tier = row["service_tier"] if row["service_tier"] != "standard" else ""
            served = ", ".join(part for part in (row["deployment_scope"], tier) if part)
            lines.append((_code(meter["meter"]), row["meter_name"], _code(row["raw_model"]), served or _NONE))
    return _table(("meter", "Azure meter name", "model", "scope, tier"), lines)


def _exact_table(exact: list[Row]) -> str:
    return _table(
        ("Azure meter name, in lower case", "model", "meter", "scope"),
        (
            (row["meter_name"], _code(row["model"]), _code(row["meter"]), row["deployment_scope"] or _NONE)
            for row in exact
        ),
    )


def _glued(words: list[Row]) -> dict[str, set[tuple[str, str]]]:
    """The words that state two things at once, such as `txtinp`."""
    stated: dict[str, set[tuple[str, str]]] = {}
    for row in words:
        stated.setdefault(row["word"], set()).add((row["dimension"], row["value"]))
    return {word: values for word, values in stated.items() if len(values) > 1}


def _words(words: list[Row], dimension: str, value: str, glued: Iterable[str]) -> list[str]:
    return [
        row["word"]
        for row in words
        if (row["dimension"], row["value"]) == (dimension, value) and row["word"] not in glued
    ]


def _names_by_meter() -> tuple[dict[str, list[Row]], list[str]]:
    """The names that mean a meter of ours, and the meters whose names only the second file has."""
    first, second = (_names_of(path) for path in _NAMES)
    return {**second, **first}, [meter for meter in second if meter not in first]


def _names_of(path: Path) -> dict[str, list[Row]]:
    names: dict[str, list[Row]] = {}
    for row in _rows(path):
        if row.get("source", "azure") == "azure" and row["meter"]:
            names.setdefault(row["meter"], []).append(row)
    return names


def _spread(rows: list[Row]) -> list[Row]:
    """A few of many names, each of another model if there are as many: the first, the last, and some in between."""
    of_models = list({row["raw_model"]: row for row in reversed(rows)}.values())[::-1]
    rows = of_models if len(of_models) >= _NAMES_A_METER else rows
    if len(rows) <= _NAMES_A_METER:
        return rows
    return [rows[number * (len(rows) - 1) // (_NAMES_A_METER - 1)] for number in range(_NAMES_A_METER)]


def _wrapped(first: str, words: list[str]) -> Iterator[tuple[str, str]]:
    """One row of a table, or several with an empty first cell if the words are too many for a line."""
    room = WIDTH - len("|  |  |") - len(first)
    line: list[str] = []
    for word in words:
        if line and len(_codes([*line, word])) > room:
            yield first, _codes(line)
            first, line = "", []
        line.append(word)
    if line:
        yield first, _codes(line)


def _relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _code(text: str | None) -> str:
    return f"`{text}`" if text else _NONE


def _codes(words: Iterable[str]) -> str:
    return " ".join(f"`{word}`" for word in words)


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [header, ("---",) * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    raise SystemExit(main())
