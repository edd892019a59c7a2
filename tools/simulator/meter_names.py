"""The names of Azure's meters and of OpenAI's cost line items, for the models of the demo world.

Azure's names come from public retail price lists and bills. The unit of measure determines the scale of a quantity.
"""

from typing import NamedTuple


class AzureMeter(NamedTuple):
    """A billing meter: its name, its product family, and its unit of measure."""

    name: str
    family: str
    unit_of_measure: str


AZURE_BLOCKS = {"1K": 1_000, "1M": 1_000_000}

_MINI = "gpt-realtime-mini-2025-12-15"
_CHAT = "gpt-4.1-2025-04-14"
_REASONING = "gpt-5-mini-2025-08-07"
_TRANSCRIBE = "gpt-4o-mini-transcribe"
_OLD_CHAT = "gpt-4o-2024-08-06"

AZURE_METERS: dict[tuple[str, str, str], AzureMeter] = {
    (model, scope, meter): AzureMeter(name, family, unit)
    for model, scope, family, unit, names in (
        (
            _MINI,
            "global",
            "Azure OpenAI Media",
            "1M",
            {
                "audio_input": "gpt rt aud mn in gl 1215 1M Tokens",
                "audio_output": "gpt rt aud mn out gl 1215 1M Tokens",
                "audio_cached_input": "gpt rt aud mn cd in gl 1215 1M Tokens",
                "text_input": "gpt rt txt mn in gl 1215 1M Tokens",
                "text_output": "gpt rt txt mn Out gl 1215 1M Tokens",
                "text_cached_input": "gpt rt txt mn cd in gl 1215 1M Tokens",
            },
        ),
        (
            _CHAT,
            "data_zone",
            "Azure OpenAI",
            "1K",
            {
                "text_input": "gpt 4.1 Inp Data Zone Tokens",
                "text_output": "gpt 4.1 Outp Data Zone Tokens",
                "text_cached_input": "gpt 4.1 cached Inp Data Zone Tokens",
            },
        ),
        (
            _REASONING,
            "data_zone",
            "Azure OpenAI GPT5",
            "1M",
            {
                "text_input": "GPT 5 Mini Inpt DZone 1M Tokens",
                "text_output": "GPT 5 Mini outpt DZone 1M Tokens",
                "text_cached_input": "GPT 5 Mini cchd Inpt DZone 1M Tokens",
            },
        ),
        (
            _TRANSCRIBE,
            "global",
            "Azure OpenAI",
            "1K",
            {
                "audio_input": "gpt-4o-mini-transcribe-aud-inp-glbl Tokens",
                "text_input": "gpt-4o-mini-transcribe-txt-inp-glbl Tokens",
                "text_output": "gpt-4o-mini-transcribe-txt-out-glbl Tokens",
            },
        ),
        (
            _OLD_CHAT,
            "global",
            "Azure OpenAI",
            "1K",
            {
                "text_input": "gpt-4o-0806-Inp-glbl Tokens",
                "text_output": "gpt-4o-0806-Outp-glbl Tokens",
                "text_cached_input": "gpt 4o 0806 cached Inp glbl Tokens",
            },
        ),
    )
    for meter, name in names.items()
}

_TEXT_ONLY = {"text_input": "input", "text_cached_input": "cached input", "text_output": "output"}
_BY_MODALITY = {
    "text_input": "text, input",
    "text_cached_input": "text, cached input",
    "text_output": "text, output",
    "audio_input": "audio, input",
    "audio_cached_input": "audio, cached input",
    "audio_output": "audio, output",
}


def openai_line_item(model: str, tier: str, meter: str, prefixed: bool) -> str:
    """Return the line item of an OpenAI cost result. With `prefixed` it names the Realtime API."""
    if meter == "transcription_seconds":
        return "whisper"
    if "realtime" in model or "transcribe" in model:
        line_item = f"{model} {_BY_MODALITY[meter]}"
        return f"realtime api | {line_item}" if prefixed and "realtime" in model else line_item
    served = model if tier == "standard" else f"{model} {tier}"
    return f"{served}, {_TEXT_ONLY[meter]}"
