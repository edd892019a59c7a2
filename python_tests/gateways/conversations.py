"""Calls whose content holds a canary word in every place that may hold content.

Some calls are refused, so that the published text about refused records can be searched for it. The figures of others
depend on content, so that they show whether the loader removes too much.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping

from python_tests.gateways.records import Record, invocation, llm_log, observation, span, spend_log
from python_tests.workspace import Workspace

#: The canary in content. No mart may hold this word, and without content no table may hold it.
CANARY = "canary7f3a"
_SECRET = f"{CANARY} told me a secret"
#: The canary in place of a name, a time or a number, which is not content. No mart may hold this word.
QUOTED = "quoted3c1d"
_NO_NAME = f"{QUOTED} is more than a name"
_SAID: Record = {"role": "user", "content": [{"type": "text", "text": _SECRET}]}


def talk() -> Record:
    """Content under all the names that providers use for it."""
    return {
        "messages": [_SAID],
        "input": [_SAID],
        "instructions": _SECRET,
        "prompt": _SECRET,
        "system": [{"text": _SECRET}],
        "systemInstruction": {"parts": [{"text": _SECRET}]},
        "tools": [{"type": "function", "name": "look_up", "description": _SECRET, "parameters": {"title": _SECRET}}],
        "output": [
            {"type": "message", "id": "msg_1", "content": [{"type": "output_text", "text": _SECRET}]},
            {"type": "function_call", "id": "fc_1", "arguments": _SECRET},
        ],
        "choices": [
            {"message": {"content": _SECRET, "tool_calls": [{"function": {"arguments": _SECRET}}]}, "text": _SECRET}
        ],
        "candidates": [
            {"content": {"parts": [{"text": _SECRET}]}, "groundingMetadata": {"webSearchQueries": [_SECRET, "again"]}}
        ],
        "content": [{"type": "text", "text": _SECRET}, {"type": "thinking", "thinking": _SECRET, "signature": _SECRET}],
        "delta": {"text": _SECRET},
        "data": [{"b64_json": _SECRET, "revised_prompt": _SECRET}, {"embedding": [0.25], "text": _SECRET}],
        "requestBody": {"anything": _SECRET},
        "metadata": {"note": _SECRET},
        "error": {"code": "none", "message": _SECRET},
        "transcript": _SECRET,
        "text": _SECRET,
        "citations": [_SECRET],
    }


_OPENAI: Record = {"input_tokens": 10, "output_tokens": 1, "input_tokens_details": {"cached_tokens": 11}}
_ANTHROPIC: Record = {"input_tokens": 10, "output_tokens": 1, "output_tokens_details": {"thinking_tokens": 2}}
_GEMINI: Record = {"promptTokenCount": 10, "cachedContentTokenCount": 11}
_ODD_GEMINI: Record = {
    "promptTokenCount": 10,
    "candidatesTokenCount": 10,
    "promptTokensDetails": [{"modality": _NO_NAME, "tokenCount": 5}],
    "candidatesTokensDetails": [{"modality": _NO_NAME, "tokenCount": 5}],
}
_ODD_CACHE: Record = {
    **_ODD_GEMINI,
    "cachedContentTokenCount": 5,
    "cacheTokensDetails": [{"modality": _NO_NAME, "tokenCount": 5}],
}
_ODD_TOOL: Record = {"prompt_tokens": 10, "server_side_tool_usage_details": {_NO_NAME: 2}}


def _body(model: str, **usage: object) -> Record:
    return {**talk(), "model": model, **usage}


_PAYLOADS: Mapping[str, tuple[str, object]] = {
    "body": ("openai", _body("gpt-4o", usage=_OPENAI)),
    "event": ("openai", {"type": "response.done", "response": _body("gpt-realtime", usage=_OPENAI)}),
    "batch": ("azure", {"custom_id": "c", "response": {"status_code": 200, "body": _body("gpt-4o", usage=_OPENAI)}}),
    "dotnet": ("openai", {"Response": {"Model": "gpt-4o", "Output": [_SECRET], "Usage": {"InputTokenCount": -1}}}),
    "uncounted": ("openai", _body("gpt-4o", usage={"input_tokens": _NO_NAME, "output_tokens": {"text": _NO_NAME}})),
    "message": ("anthropic", {"type": "message", **_body("claude-sonnet-4-5", usage=_ANTHROPIC)}),
    "stream": ("anthropic", {"type": "message_start", "message": _body("claude-sonnet-4-5", usage=_ANTHROPIC)}),
    "gemini": ("gemini_api", _body("gemini-2.5-pro", usageMetadata=_GEMINI)),
    "modality": ("gemini_api", _body("gemini-2.5-pro", usageMetadata=_ODD_CACHE)),
    "claude-in-vertex": ("vertex", {"type": "message", **_body("claude-sonnet-4-5", usage=_ANTHROPIC)}),
    "converse": (
        "bedrock",
        _body("amazon.nova-pro-v1:0", usage={"inputTokens": 1, "outputTokens": 1, "totalTokens": 9}),
    ),
    "chat": ("mistral", _body("mistral-large", usage={"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 9})),
    "nobody": ("platform-of-nobody", _body("any", usage=_OPENAI)),
    "odd-platform": (_NO_NAME, _body("any", usage=_OPENAI)),
    "text": ("openai", _SECRET),
}
_FIELDS: Mapping[str, Record] = {
    "no-platform": {"platform": None},
    "no-time": {"occurred_at": None},
    "no-instant": {"occurred_at": _NO_NAME},
    "no-cost": {"reported_cost": _NO_NAME},
    "no-observer": {"observed_by": _NO_NAME},
    "no-id": {"platform": None, "user_id": {"content": _SECRET}, "request_id": [_NO_NAME]},
}


def _envelope(event_id: str | None, platform: str, payload: object, **fields: object) -> Record:
    envelope = {
        "event_id": event_id,
        "occurred_at": "2026-03-15T12:00:00Z",
        "platform": platform,
        "user_id": "ada",
        "note": "kept",
        **fields,
        "payload": payload,
    }
    return {name: value for name, value in envelope.items() if value is not None}


def _refused_envelopes() -> Iterator[Record]:
    for name, (platform, payload) in _PAYLOADS.items():
        yield _envelope(f"refused-{name}", platform, payload)
    for name, fields in _FIELDS.items():
        envelope = {**_envelope(f"refused-{name}", "openai", _body("gpt-4o", usage={"input_tokens": 1})), **fields}
        yield {key: value for key, value in envelope.items() if value is not None}


_SAID_IN_SPAN = {
    "gen_ai.prompt.0.content": _SECRET,
    "gen_ai.completion.0.content": _SECRET,
    "gen_ai.input.messages": json.dumps([_SAID]),
    "llm.input_messages.0.message.content": _SECRET,
    "input.value": _SECRET,
    "exception.message": _SECRET,
}

#: Records that are refused, by source. Their ids begin with `refused-`.
REFUSED: Mapping[str, tuple[Record, ...]] = {
    "usage": tuple(_refused_envelopes()),
    "litellm": (
        spend_log(
            "refused-failure",
            **{"status": "failure", "prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0},
            messages=[_SAID],
            response=talk(),
            proxy_server_request={"body": talk()},
            metadata=json.dumps({"error_information": {"error_message": _SECRET}, "requester_metadata": talk()}),
        ),
        spend_log("refused-metadata", metadata=_SECRET),
        spend_log("refused-call-type", call_type=_NO_NAME, prompt_tokens=0, completion_tokens=0, total_tokens=0),
    ),
    "langfuse": (
        observation(
            "refused-type", {}, type=_NO_NAME, input=talk(), output=_SECRET, metadata=talk(), statusMessage=_SECRET
        ),
        observation("refused-unit", {}, usage={"input": 1, "unit": _NO_NAME}, input=_SECRET),
        observation("refused-key", {"input": 1, _NO_NAME: "many"}),
    ),
    "otel": (
        span(
            "refused-span",
            {**_SAID_IN_SPAN, "gen_ai.usage.input_tokens": -1},
            events=[{"name": "gen_ai.content.prompt", "attributes": _SAID_IN_SPAN}],
            status={"code": 2, "message": _SECRET},
        ),
        span("refused-other", _SAID_IN_SPAN),
    ),
    "apim": (
        llm_log(
            "refused-log",
            0,
            PromptTokens=1,
            CompletionTokens=1,
            TotalTokens=9,
            RequestMessages=_SECRET,
            properties={"responseMessages": [_SAID]},
        ),
    ),
    "bedrock_logs": (
        invocation(
            "refused-invocation",
            errorCode=_NO_NAME,
            input={"inputBodyJson": talk()},
            output={"outputBodyJson": [{"type": "message_start", "message": talk()}, {"delta": {"text": _SECRET}}]},
            requestMetadata={"note": _SECRET},
        ),
    ),
}

_SPEECH = {"usage": None, "input": f'Grüße "{CANARY}"\nand 👋'}
_IMAGES: Record = {"size": "1024x1024", "data": [{"b64_json": _SECRET}, {"b64_json": _SECRET, "url": _SECRET}]}
_SOUND: Record = {"input_tokens": 1000, "output_tokens": 100}


def _answer(*items: Record, **fields: object) -> Record:
    return {**talk(), "model": "gpt-4o", "usage": _SOUND, "output": list(items), **fields}


def _code(text: str, **ids: object) -> Record:
    return {"type": "code_interpreter_call", "code": f"{text} {_SECRET}", "outputs": [{"logs": _SECRET}], **ids}


def _search(kind: str) -> Record:
    return {"type": "web_search_call", "id": f"ws_{kind}", "action": {"type": kind, "query": _SECRET, "url": _SECRET}}


_GROUNDED = [
    {"content": {"parts": [{"text": _SECRET}]}, "groundingMetadata": {"webSearchQueries": [_SECRET, _SECRET, "b"]}}
]

#: Calls whose figures depend on content: its length, its number of parts, or its identity.
_COUNTED: tuple[Record, ...] = (
    _envelope("tts", "openai", {**_SPEECH, "model": "tts-1"}),
    _envelope("tts-deployed", "azure", _SPEECH, deployment="TTS-1-hd"),
    _envelope("pictures", "openai", {**_IMAGES, "model": "dall-e-3", "quality": "hd"}),
    _envelope(
        "tools",
        "openai",
        _answer(
            _search("search"), _search("open_page"), _search("find"),
            {"type": "file_search_call", "id": "fs_1", "queries": [_SECRET], "results": [{"text": _SECRET}]},
            {"type": "image_generation_call", "id": "ig_1", "result": _SECRET},
            _code("a", container_id="one"), _code("b", container_id="one"), _code("c", id="ci_1"), _code("d"),
            _code("e", id=None), _code("e", id=None),
        ),
    ),
    _envelope("preview", "openai", {"type": "response.completed", "response": _answer(
        _search("search"), tools=[{"type": "web_search_preview", "user_location": {"city": _SECRET}}]
    )}),
    _envelope("searches", "gemini_api", {
        **talk(), "modelVersion": "gemini-3-pro", "candidates": _GROUNDED, "usageMetadata": {"promptTokenCount": 10},
    }),
    _envelope("modality", "gemini_api", {**talk(), "modelVersion": "gemini-3-pro", "usageMetadata": _ODD_GEMINI}),
    _envelope("tool", "xai", {**talk(), "model": "grok-4", "usage": _ODD_TOOL}),
    # Records without any id. The last two are one record that landed twice.
    *(_envelope(None, "openai", _answer({"type": "message", "content": text})) for text in (_SECRET, "b", "c", "c")),
    # Two records with the same id and size. The hash of the record decides which user they belong to.
    *(
        _envelope(f"tie-{number}", "openai", _answer({"type": "message", "content": f"{text} {number}"}), user_id=text)
        for number in range(8)
        for text in ("ada", "ben", "cem")
    ),
    _envelope("citing", "perplexity", {**talk(), "model": "sonar-deep-research", "search_results": [{"title": _SECRET}],
        "usage": {"prompt_tokens": 10, "completion_tokens": 20, "citation_tokens": 5, "num_search_queries": 3},
    }),
)  # fmt: skip


def _line(record: Record) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"


def land_conversations(workspace: Workspace) -> None:
    """Land the records of every source, lines that cannot be decoded, and files of the wrong kind."""
    lines = {source: "".join(map(_line, records)) for source, records in REFUSED.items()}
    # A repeated key, and numbers that a float cannot hold.
    doubled = _line(_COUNTED[0]).replace('"event_id": "tts"', '"event_id": "twice", "event_id": "twice"')
    odd = doubled.replace('"note": "kept"', '"note": 1e3, "note": 123456789012345678901234567890.10')
    lines["usage"] += "".join(map(_line, _COUNTED)) + odd
    for source, text in lines.items():
        broken = f'{{"messages": "{_SECRET}\n"{_SECRET}"\n[{{"text": "{_SECRET}"}}]\n'.encode()
        undecodable = f'{{"content": "{_SECRET} '.encode() + b'\xff"}\n'
        workspace.land(f"{source}/said/lines.jsonl", text.encode() + broken + undecodable)
    whole = gzip.compress("".join(map(_line, REFUSED["usage"])).encode())
    for path, content in {
        "usage/said/cut.jsonl.gz": whole[: len(whole) // 2],
        "usage/said/notes.txt": _SECRET,
        "usage/said/table.jsonl": f"{CANARY},prompt,answer\n1,{_SECRET},{_SECRET}\n",
        "usage/said/document.jsonl": f'{{\n  "messages": "{_SECRET}"\n}}\n',
        "litellm/said/page.jsonl": json.dumps({"data": [talk()]}),
        "openai_costs/org/said.json": json.dumps({"object": _SECRET, "messages": _SECRET}),
        "openai_costs/org/keys.json": json.dumps({_SECRET: 1}),
        "openai_costs/org/broken.json": f'{{"messages": "{_SECRET}',
        "openai_usage/org/said.json": json.dumps({"data": [{"start_time": 1, "results": [{"object": _SECRET}]}]}),
        "anthropic_cost/org/said.json": json.dumps([_SECRET]),
        "azure_cost/sub/said.csv": f"{_SECRET},{_SECRET}\n1,2\n",
        "azure_cost/sub/rows.csv": f'date,meterName,quantity,cost\n2026-03-01,m,1,1,{_SECRET}\n"{_SECRET}',
        "aws_cur/acc/said.parquet": _SECRET,
        "gcp_billing/acc/said.jsonl": _line({"messages": _SECRET}),
        "focus/acc/said.csv": f"prompt\n{_SECRET}\n",
    }.items():
        workspace.land(path, content)
