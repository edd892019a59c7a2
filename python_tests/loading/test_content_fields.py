"""Records that are loaded without content: the remaining part of content, and the unchanged rest."""

from __future__ import annotations

import hashlib
import json

import pyarrow as pa
import pytest

from python_tests.workspace import Workspace
from tokenbooks.errors import UserError
from tokenbooks.loading.content_fields import CONTENT, reduce, without_content
from tokenbooks.loading.records import Rejection
from tokenbooks.settings import Settings


@pytest.mark.parametrize(
    ("source", "landed", "kept"),
    [
        # Numbers, repeated keys and letters stay as they are written, or are written differently with the same meaning.
        (
            "usage",
            '{"a":1e3,"a":1.10,"content":"x","b":123456789012345678901.50}',
            '{"a":1e3,"a":1.10,"b":123456789012345678901.50}',
        ),
        ("usage", '{"a":"\\u00fc\\n\\"/","content":"x"}', '{"a":"ü\\n\\"/"}'),
        # Numbers are never content. A usage object stays whole.
        (
            "usage",
            '{"text":1,"prompt":null,"usage":{"text":"a","content":["b"]}}',
            '{"text":1,"prompt":null,"usage":{"text":"a","content":["b"]}}',
        ),
        ("usage", '{"payload":{"message":{"id":"m","content":[{"text":"a"}]}}}', '{"payload":{"message":{"id":"m"}}}'),
        (
            "usage",
            '{"error":{"message":"a","code":"b"},"message":"c","systemInstruction":"d"}',
            '{"error":{"code":"b"}}',
        ),
        # A transcription may also list its words and its segments.
        (
            "usage",
            '{"text":"a","words":[{"word":"a","start":0}],"segments":[{"id":0,"note":"b"}],"usage":{"seconds":3}}',
            '{"usage":{"seconds":3}}',
        ),
        # Counted content keeps its number, its length or its id.
        ("usage", '{"data":[{"b64_json":"a"},"b"]}', '{"data":[{},""]}'),
        ("usage", '{"input":"read \\"me\\"","model":"tts-1"}', '{"input":"xxxxx\\"xx\\"","model":"tts-1"}'),
        ("usage", '{"input":"read me","model":"gpt-4o"}', '{"model":"gpt-4o"}'),
        (
            "usage",
            '{"candidates":[{"content":"a","groundingMetadata":{"webSearchQueries":["b","c"," ","b"]}}]}',
            '{"candidates":[{"groundingMetadata":{"webSearchQueries":["1","2","","1"]}}]}',
        ),
        (
            "usage",
            '{"serverContent":{"grounding_metadata":{"web_search_queries":["b"],"image_search_queries":["c","b"]}}}',
            '{"serverContent":{"grounding_metadata":{"web_search_queries":["1"],"image_search_queries":["2","1"]}}}',
        ),
        (
            "usage",
            '{"candidates":[{"groundingMetadata":{"groundingChunks":[{"maps":{"uri":"a","placeId":"b"}},{"web":null}],'
            '"googleMapsWidgetContextToken":"c","searchEntryPoint":{"renderedContent":"d"}}}]}',
            '{"candidates":[{"groundingMetadata":{"groundingChunks":[{"maps":{}},{}],'
            '"googleMapsWidgetContextToken":"1"}}]}',
        ),
        ("usage", '{"video":{"url":"a","duration":8},"usage":{}}', '{"video":{"duration":8},"usage":{}}'),
        (
            "usage",
            '{"output":[{"type":"web_search_call","id":"w","action":{"type":"search","query":"a"}},"b"]}',
            '{"output":[{"type":"web_search_call","id":"w","action":{"type":"search"}},""]}',
        ),
        # A batch of Bedrock repeats its requests, and the end of a stream counts in its metadata.
        (
            "usage",
            '{"recordId":"1","modelInput":{"inputText":"a"},"modelOutput":{"results":[{"tokenCount":4,"outputText":"b"}]}}',
            '{"recordId":"1","modelOutput":{"results":[{"tokenCount":4}]}}',
        ),
        (
            "usage",
            '{"metadata":{"usage":{"inputTokens":1},"serviceTier":{"type":"flex"},"note":"a"},"modelOutput":"b"}',
            '{"metadata":{"usage":{"inputTokens":1},"serviceTier":{"type":"flex"}}}',
        ),
        # A batch of Gemini is known by the key of a line. Others may write any text under that name.
        (
            "usage",
            '{"metadata":{"key":"my name is a","note":"b"},"usage":{}}',
            '{"metadata":{"key":"1"},"usage":{}}',
        ),
        # An agent of Bedrock traces its steps, Nova Sonic counts in an event, and an OCR of Mistral counts pages.
        (
            "usage",
            '{"trace":{"sessionId":"a","trace":{"orchestrationTrace":{"modelInvocationOutput":{"traceId":"b","rawResponse":'
            '{"content":"c"},"metadata":{"note":"d","usage":{"inputTokens":1}}},"rationale":{"text":"e"}}}}}',
            '{"trace":{"trace":{"orchestrationTrace":{"modelInvocationOutput":{"traceId":"b","metadata":'
            '{"usage":{"inputTokens":1}}}}}}}',
        ),
        ("usage", '{"trace":"a"}', "{}"),
        (
            "usage",
            '{"event":{"usageEvent":{"details":{"delta":{"input":{"textTokens":1},"output":{"speechTokens":2}}}}}}',
            '{"event":{"usageEvent":{"details":{"delta":{"input":{"textTokens":1},"output":{"speechTokens":2}}}}}}',
        ),
        (
            "usage",
            '{"pages":[{"index":0,"markdown":"a"}],"document_annotation":"b","usage_info":{"pages_processed":1}}',
            '{"usage_info":{"pages_processed":1}}',
        ),
        (
            "bedrock_logs",
            '{"output":{"outputBodyJson":[{"delta":{"stop_reason":"refusal","text":"a"},"usage":{"output_tokens":0}}]}}',
            '{"output":{"outputBodyJson":[{"delta":{"stop_reason":"refusal"},"usage":{"output_tokens":0}}]}}',
        ),
        ("litellm", '{"metadata":"what was said","messages":[]}', '{"metadata":"content dropped"}'),
        (
            "litellm",
            '{"metadata":{"user_api_key_hash":"k","note":"a"},"response":"b"}',
            '{"metadata":{"user_api_key_hash":"k"}}',
        ),
        (
            "langfuse",
            '{"metadata":{"attributes":{"user.id":"u","prompt":"a"}},"input":"b"}',
            '{"metadata":{"attributes":{"user.id":"u"}}}',
        ),
        (
            "otel",
            '{"attributes":{"gen_ai":{"request":{"model":"m"},"prompt":"a"},"llm.prompts":"b","size":3},"events":[]}',
            '{"attributes":{"gen_ai":{"request":{"model":"m"}},"size":3}}',
        ),
        # The body of a log may be a map or a list.
        (
            "otel",
            '{"body":{"role":"user","note":"a"},"attributes":{"input_tokens":3}}',
            '{"attributes":{"input_tokens":3}}',
        ),
        ("otel", '{"body":["a",{"b":"c"}],"name":"claude_code.api_request"}', '{"name":"claude_code.api_request"}'),
        # The AI SDK has the searches of Gemini in the metadata of the provider.
        (
            "otel",
            '{"attributes":{"ai.response.providerMetadata.google.groundingMetadata.webSearchQueries":["a","b"," ","a"],'
            '"ai.response.providerMetadata.google.groundingMetadata.groundingChunks":[{"maps":{"title":"c"}},"d"],'
            '"ai.response.providerMetadata.google.groundingMetadata.searchEntryPoint":"e"}}',
            '{"attributes":{"ai.response.providerMetadata.google.groundingMetadata.webSearchQueries":["1","2","","1"],'
            '"ai.response.providerMetadata.google.groundingMetadata.groundingChunks":[{"maps":{}},""]}}',
        ),
        (
            "bedrock_logs",
            '{"input":{"inputBodyJson":{"a":"b"},"inputTokenCount":1},"output":{"outputBodyJson":[{"delta":"c"},{"usage":{}}]}}',
            '{"input":{"inputTokenCount":1},"output":{"outputBodyJson":[{},{"usage":{}}]}}',
        ),
    ],
)  # fmt: skip
def test_the_remaining_part_of_a_record(source: str, landed: str, kept: str) -> None:
    """Content is removed, except for the part that is counted."""
    assert reduce(landed, CONTENT[source]) == kept


def test_calls_without_an_id_stay_different() -> None:
    """A session of the code interpreter without an id is identified by the code that it ran."""
    calls = [{"type": "code_interpreter_call", "code": code} for code in ("a", "b", "b")]
    kept = json.loads(reduce(json.dumps({"output": calls}), CONTENT["usage"]))["output"]
    assert kept[0] != kept[1] == kept[2]
    assert all("code" not in call for call in kept)


def test_records_without_content_stay_as_they_are() -> None:
    """They keep every byte and have no hash. Other records have the hash of the whole record."""
    plain, reduced = '{ "event_id" : "a" }', '{"event_id":"b","Messages" : ["c"]}'
    table = without_content(_table(plain, reduced), "usage", _refuse_nothing)
    assert table["record"].to_pylist() == [plain, '{"event_id":"b"}']
    assert table["record_hash"].to_pylist() == [None, hashlib.md5(reduced.encode()).hexdigest()]


def test_an_escaped_key_hides_nothing() -> None:
    """A key may be written with escapes."""
    table = without_content(_table('{"mess\\u0061ges":"a"}'), "usage", _refuse_nothing)
    assert table["record"].to_pylist() == ["{}"]


def test_deeply_nested_content_is_refused_or_dropped() -> None:
    """Below the depth that models read there is only content. A record that is too deep to search is refused."""
    deep = reduce('{"a":' * 200 + '"said"' + "}" * 200, CONTENT["usage"])
    assert "said" not in deep
    deepest = '{"content":' + "[" * 100_000 + "]" * 100_000 + "}"
    refused: list[Rejection] = []
    assert without_content(_table(deepest, "{}"), "usage", refused.append)["record"].to_pylist() == ["{}"]
    assert [(one.record_number, one.reason, one.record) for one in refused] == [(1, "too_deeply_nested", None)]


def test_the_setting_does_not_change_the_identity_of_a_delivery(workspace: Workspace) -> None:
    """The landed content identifies it, so a file that was loaded with content is not loaded again without it."""
    workspace.land("usage/a.jsonl", '{"event_id":"a","payload":{"content":"said"}}\n{"content":"said\n')
    workspace.load()
    without = Workspace(workspace.folder, {"TOKENBOOKS_KEEP_CONTENT": "off"})
    without.load()
    assert workspace.query("select record, record_hash from raw.usage") == [
        ('{"event_id":"a","payload":{"content":"said"}}', None)
    ]
    without.land("usage/b.jsonl", '{"event_id":"b","payload":{"content":"said"}}\n{"content":"said\n')
    without.load()
    assert workspace.query("select record, length(record_hash) from raw.usage order by record") == [
        ('{"event_id":"a","payload":{"content":"said"}}', None),
        ('{"event_id":"b","payload":{}}', 32),
    ]
    assert workspace.query("select file, record_number, reason, record from raw.rejected_records order by file") == [
        ("usage/a.jsonl", 2, "not_json", '{"content":"said'),
        ("usage/b.jsonl", 2, "not_json", None),
    ]


@pytest.mark.parametrize(
    ("value", "keeps"),
    [("on", True), ("TRUE", True), ("1", True), ("yes", True), ("Off", False), ("0", False), ("no", False)],
)
def test_the_setting_is_on_or_off(value: str, keeps: bool) -> None:
    """In any spelling of either. By default content is kept."""
    assert Settings.from_environment({"TOKENBOOKS_KEEP_CONTENT": value}).keeps_content is keeps
    assert Settings.from_environment({}).keeps_content


@pytest.mark.parametrize("value", ["", "of", "none"])
def test_any_other_setting_is_an_error(value: str) -> None:
    """A typing error must not load content that the user wanted to leave out."""
    with pytest.raises(UserError, match=r"TOKENBOOKS_KEEP_CONTENT is .*; it must be on or off"):
        Settings.from_environment({"TOKENBOOKS_KEEP_CONTENT": value})


def _table(*records: str) -> pa.Table:
    numbers = pa.array(range(1, len(records) + 1), pa.int64())
    return pa.table({"record_number": numbers, "record": pa.array(records, pa.string())})


def _refuse_nothing(rejection: Rejection) -> None:
    raise AssertionError(rejection)
