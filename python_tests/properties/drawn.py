"""Calls of every provider, drawn at random. Most are correct, some are impossible."""

from __future__ import annotations

import os
from functools import cache

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from python_tests.pipeline.landing import Deliveries
from python_tests.properties import anthropic_calls, google_calls, openai_calls, other_calls
from python_tests.properties.calls import Call, spoilt

_SEEDS = int(os.environ.get("PROPERTIES", "1"))
_SOUND, _UNTRUE = 40, 15
_APIS = {
    "realtime": openai_calls.realtime(),
    "chat": openai_calls.chat(),
    "responses": openai_calls.responses(),
    "transcription": openai_calls.transcription(),
    "speech": openai_calls.speech(),
    "runs": openai_calls.runs(),
    "images": openai_calls.images(),
    "messages": anthropic_calls.messages(),
    "gemini": google_calls.generated(),
    "gemini-compatible": google_calls.compatible(),
    "bedrock": other_calls.bedrock(),
    "compatible": other_calls.compatible(),
}


def land_drawn(deliveries: Deliveries) -> None:
    """Add the envelopes of all calls."""
    deliveries.envelopes += [call.envelope(event_id) for event_id, call in drawn_calls().items()]


@cache
def drawn_calls() -> dict[str, Call]:
    """A number of calls of each API and seed, by the id of their event, which begins with `drawn/`."""
    calls: dict[str, Call] = {}
    for number in range(_SEEDS):
        for api, strategy in _APIS.items():
            for kind, each, count in (("sound", strategy, _SOUND), ("untrue", spoilt(strategy), _UNTRUE)):
                for position, call in enumerate(_examples(each, count, number)):
                    calls[f"drawn/{number}/{api}/{kind}/{position}"] = call
    return calls


def _examples(strategy: st.SearchStrategy[Call], count: int, number: int) -> list[Call]:
    found: list[Call] = []

    @seed(number)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(call: Call) -> None:
        found.append(call)

    collect()
    return found
