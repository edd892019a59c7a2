"""Records of every gateway, built from its documentation, and the expected result of each."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

Record = dict[str, Any]

_TRACE = "5b8efff798038103d269b633813fc60c"
#: 2026-03-15T12:00:00.25Z in nanoseconds.
_NANOSECONDS = "1773576000250000000"


@dataclass(frozen=True)
class Accepted:
    """A record that becomes an event.

    Attributes:
        source: source under which it lands.
        event: its `usage_event_id`, which is also the name of the test.
        record: the record as it lands.
        quantities: its quantities by meter.
        cost: its cost; None if it has no price at all.
        reported_cost: the application cost, as the gateway reports it.
        user: the user who is invoiced.
        model: the model that it is priced as.
        at: when the call was made, in UTC.
    """

    source: str
    event: str
    record: Record
    quantities: dict[str, int]
    cost: str | None
    reported_cost: str | None = None
    user: str = "ada"
    model: str = "gpt-4o"
    at: str = "2026-03-15 12:00:00"

    def __str__(self) -> str:
        """Name the test."""
        return f"{self.source}-{self.event}"


@dataclass(frozen=True)
class Refused:
    """A record that is refused.

    Attributes:
        source: source under which it lands.
        mark: text that only this record contains, which is also the name of the test.
        reason: the reason of the refusal.
        detail: a part of the detail.
        record: the record as it lands. Text is written as the whole line.
    """

    source: str
    mark: str
    reason: str
    detail: str
    record: Record | str

    def __str__(self) -> str:
        """Name the test."""
        return f"{self.source}-{self.mark}"


def spend_log(request_id: str, **fields: object) -> Record:
    """A row of LiteLLM_SpendLogs as the database exports it: metadata is text, times have no offset."""
    return {
        "request_id": request_id,
        "call_type": "acompletion",
        "api_key": "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b",
        "spend": 0.00175,
        "total_tokens": 1100,
        "prompt_tokens": 1000,
        "completion_tokens": 100,
        "startTime": "2026-03-15 12:00:00.000",
        "endTime": "2026-03-15 12:00:03.250",
        "model": "gpt-4o",
        "model_group": "gpt-4o",
        "custom_llm_provider": "openai",
        "user": "default_user_id",
        "end_user": "ada",
        "team_id": "",
        "session_id": "c6e9a1f2",
        "cache_hit": "False",
        "status": "success",
        "metadata": json.dumps({"usage_object": None}),
        "response": {},
        **fields,
    }


def usage_metadata(**usage: object) -> str:
    """The metadata of a spend log, as text, which is how the database stores it."""
    return json.dumps({"user_api_key_alias": "app", "usage_object": usage})


def logging_payload(call_id: str, **fields: object) -> Record:
    """A StandardLoggingPayload: times are fractional seconds since 1970, metadata is an object."""
    return {
        "id": call_id,
        "trace_id": "4f1c",
        "litellm_call_id": f"call-of-{call_id}",
        "call_type": "acompletion",
        "response_cost": 0.0075,
        "custom_llm_provider": "anthropic",
        "startTime": 1773576000.25,
        "endTime": 1773576003.75,
        "model": "claude-sonnet-4-5-20250929",
        "metadata": {"user_api_key_hash": "88dc28d0", "user_api_key_user_id": "ada"},
        "end_user": "",
        "prompt_tokens": 0,
        "completion_tokens": 0,
        "total_tokens": 0,
        "cache_hit": None,
        "status": "success",
        **fields,
    }


def observation(observation_id: str, details: dict[str, object], /, **fields: object) -> Record:
    """A Langfuse observation as its API returns it."""
    return {
        "id": observation_id,
        "traceId": "trace-1",
        "projectId": "project-1",
        "type": "GENERATION",
        "startTime": "2026-03-15T12:00:00.000Z",
        "model": "gpt-4o-2024-08-06",
        "modelParameters": {"temperature": 0.2},
        "usageDetails": details,
        "costDetails": {"input": 0.002, "output": 0.001, "total": 0.003},
        "userId": "ada",
        "metadata": None,
        **fields,
    }


def span(span_id: str, attributes: Record, **fields: object) -> Record:
    """A flat span with its attributes as a map."""
    return {
        "traceId": _TRACE,
        "spanId": span_id,
        "name": "chat",
        "startTimeUnixNano": _NANOSECONDS,
        "attributes": {"enduser.id": "ada", "gen_ai.operation.name": "chat", **attributes},
        **fields,
    }


def otlp(*spans: Record, scope: Record, schema: str | None = None) -> Record:
    """A line of the collector's file exporter: attributes are lists of keys and typed values."""
    exported = [{**one, "attributes": _pairs(one["attributes"])} for one in spans]
    return {
        "resourceSpans": [
            {
                "resource": {"attributes": _pairs({"service.name": "shop"})},
                "scopeSpans": [{"scope": scope, "spans": exported, **({"schemaUrl": schema} if schema else {})}],
            }
        ]
    }


def _pairs(attributes: Record) -> list[Record]:
    kinds = {int: lambda value: {"intValue": str(value)}, str: lambda value: {"stringValue": value}}
    return [{"key": key, "value": kinds[type(value)](value)} for key, value in attributes.items()]


def claude(span_id: str, *, read: int, written: int, names: str = "older", **counts: int) -> Record:
    """A span of a Claude model, with cache counts under the names of version 1.40 or of earlier instrumentations."""
    dot = "." if names == "1.40" else "_"
    return span(
        span_id,
        {
            "gen_ai.system": "anthropic",
            "gen_ai.request.model": "claude-sonnet-4-5",
            f"gen_ai.usage.cache_read{dot}input_tokens": read,
            f"gen_ai.usage.cache_creation{dot}input_tokens": written,
            **{f"gen_ai.usage.{name}": count for name, count in counts.items()},
        },
    )


def invocation(request_id: str, **fields: object) -> Record:
    """A model invocation log of Bedrock."""
    return {
        "schemaType": "ModelInvocationLog",
        "schemaVersion": "1.0",
        "timestamp": "2026-03-15T12:00:00Z",
        "accountId": "123456789012",
        "region": "us-east-1",
        "requestId": request_id,
        "operation": "Converse",
        "modelId": "anthropic.claude-sonnet-4-5-20250929-v1:0",
        "identity": {"arn": "arn:aws:sts::123456789012:assumed-role/app/session"},
        "requestMetadata": {"user_id": "ada"},
        "input": {"inputTokenCount": 1000},
        "output": {"outputTokenCount": 100},
        **fields,
    }


def llm_log(correlation_id: str, sequence: int, **fields: object) -> Record:
    """A row of ApiManagementGatewayLlmLog."""
    return {
        "TimeGenerated": "2026-03-15T12:00:00.1234567Z",
        "CorrelationId": correlation_id,
        "SequenceNumber": sequence,
        "ModelName": "gpt-4o-2024-08-06",
        "DeploymentName": "chat",
        "UserId": "ada",
        "Type": "ApiManagementGatewayLlmLog",
        **fields,
    }


_SONNET = "claude-sonnet-4-5"
_BEDROCK_SONNET = "anthropic.claude-sonnet-4-5-20250929-v1:0"
#: The meters of the call that most tools here report.
_CACHED = {"text_input": 300, "text_cached_input": 500, "text_cache_write_5m": 200, "text_output": 100}
_QUARTER = "2026-03-15 12:00:00.25"

ACCEPTED = (
    # LiteLLM: the text of the metadata has cached tokens, which are part of the prompt.
    Accepted(
        "litellm",
        "openai/chatcmpl-cached",
        spend_log(
            "chatcmpl-cached",
            metadata=usage_metadata(
                prompt_tokens=1000,
                completion_tokens=100,
                total_tokens=1100,
                prompt_tokens_details={"cached_tokens": 600},
                completion_tokens_details={"reasoning_tokens": 40},
            ),
        ),
        {"text_input": 400, "text_cached_input": 600, "text_output": 100},
        "0.00275",
        "0.00175",
    ),
    # Anthropic, normalised: 300 + 500 read + 200 written, 50 of them for an hour.
    Accepted(
        "litellm",
        "anthropic/msg_normalised",
        logging_payload(
            "msg_normalised",
            prompt_tokens=1000,
            completion_tokens=100,
            total_tokens=1100,
            metadata={
                "user_api_key_user_id": "ada",
                "usage_object": {
                    "prompt_tokens": 1000,
                    "completion_tokens": 100,
                    "total_tokens": 1100,
                    "cache_read_input_tokens": 500,
                    "cache_creation_input_tokens": 200,
                    "prompt_tokens_details": {
                        "cached_tokens": 500,
                        "cache_creation_tokens": 200,
                        "cache_creation_token_details": {
                            "ephemeral_5m_input_tokens": 150,
                            "ephemeral_1h_input_tokens": 50,
                        },
                    },
                },
            },
        ),
        {
            "text_input": 300,
            "text_cached_input": 500,
            "text_cache_write_5m": 150,
            "text_cache_write_1h": 50,
            "text_output": 100,
        },
        "0.0034125",
        "0.0075",
        model=_SONNET,
        at=_QUARTER,
    ),
    # LiteLLM answered from its own cache, under the id of the call that filled the cache.
    Accepted(
        "litellm",
        "openai/chatcmpl-cached_cache_hit1773576100.5",
        spend_log("chatcmpl-cached_cache_hit1773576100.5", cache_hit="True", spend=0.0),
        {},
        "0",
        "0",
    ),
    Accepted(
        "litellm",
        "anthropic/msg_normalised/cache_hit/call-of-msg_normalised",
        logging_payload(
            "msg_normalised",
            cache_hit=True,
            response_cost=0.0,
            prompt_tokens=1000,
            completion_tokens=100,
            total_tokens=1100,
        ),
        {},
        "0",
        "0",
        model=_SONNET,
        at=_QUARTER,
    ),
    # A deployment in Azure: the response names the model. A route and a geography of Bedrock precede the model.
    Accepted(
        "litellm",
        "azure/chatcmpl-azure",
        spend_log(
            "chatcmpl-azure",
            custom_llm_provider="azure",
            model="azure/my-deployment",
            response={"model": "gpt-4o-2024-08-06"},
            end_user="",
            user="ada",
        ),
        {"text_input": 1000, "text_output": 100},
        "0.0035",
        "0.00175",
        model="gpt-4o-2024-08-06",
    ),
    Accepted(
        "litellm",
        "bedrock/chatcmpl-bedrock",
        spend_log(
            "chatcmpl-bedrock",
            custom_llm_provider="bedrock",
            model=f"bedrock/converse/us.{_BEDROCK_SONNET}",
            metadata=usage_metadata(
                prompt_tokens=1000, completion_tokens=100, total_tokens=1100, cache_read_input_tokens=500
            ),
        ),
        {"text_input": 500, "text_cached_input": 500, "text_output": 100},
        "0.003465",
        "0.00175",
        model=f"us.{_BEDROCK_SONNET}",
    ),
    # Older versions keep the cache beside the usage object, which they do not have.
    Accepted(
        "litellm",
        "anthropic/msg_additional",
        spend_log(
            "msg_additional",
            custom_llm_provider="anthropic",
            model="claude-sonnet-4-5-20250929",
            metadata=json.dumps(
                {
                    "additional_usage_values": {
                        "prompt_tokens_details": {"audio_tokens": None, "cached_tokens": 0},
                        "cache_read_input_tokens": 500,
                        "cache_creation_input_tokens": 200,
                    }
                }
            ),
        ),
        _CACHED,
        "0.0033",
        "0.00175",
        model=_SONNET,
    ),
    # Two attempts of one answer, which LiteLLM adds up. The one that was handed over is billed at its own model.
    Accepted(
        "litellm",
        "anthropic/msg_fallback",
        spend_log(
            "msg_fallback",
            custom_llm_provider="anthropic",
            model="claude-sonnet-4-5-20250929",
            prompt_tokens=1600,
            completion_tokens=120,
            total_tokens=1720,
            metadata=usage_metadata(
                prompt_tokens=1600,
                completion_tokens=120,
                total_tokens=1720,
                cache_read_input_tokens=1000,
                cache_creation_input_tokens=200,
                iterations=[
                    {
                        "type": "message",
                        "model": "claude-haiku-4-5-20251001",
                        "input_tokens": 100,
                        "output_tokens": 20,
                        "cache_read_input_tokens": 500,
                    },
                    {
                        "type": "fallback_message",
                        "model": "claude-sonnet-4-5-20250929",
                        "input_tokens": 300,
                        "output_tokens": 100,
                        "cache_read_input_tokens": 500,
                        "cache_creation_input_tokens": 200,
                    },
                ],
            ),
        ),
        _CACHED,
        "0.0033",
        "0.00175",
        model=_SONNET,
    ),
    Accepted(
        "litellm",
        "anthropic/msg_fallback/iteration/1",
        {},
        {"text_input": 100, "text_cached_input": 500, "text_output": 20},
        "0.00025",
        model="claude-haiku-4-5",
    ),
    # The output of an images call has no split: it is image tokens.
    Accepted(
        "litellm",
        "openai/img_unsplit",
        spend_log(
            "img_unsplit",
            call_type="aimage_generation",
            model="gpt-image-1.5",
            startTime="2026-06-23 12:00:00.000",
            prompt_tokens=23,
            completion_tokens=1056,
            total_tokens=1079,
            metadata=usage_metadata(
                prompt_tokens=23,
                completion_tokens=1056,
                total_tokens=1079,
                prompt_tokens_details={"text_tokens": 23, "image_tokens": 0},
                completion_tokens_details=None,
            ),
        ),
        {"text_input": 23, "image_output": 1056},
        "0.033907",
        "0.00175",
        model="gpt-image-1.5",
        at="2026-06-23 12:00:00",
    ),
    # Langfuse: the keys are disjoint. Cache writes and audio have separate keys.
    Accepted(
        "langfuse",
        "openai/obs-disjoint",
        observation(
            "obs-disjoint",
            {"input": 400, "input_cached_tokens": 600, "output": 60, "output_reasoning_tokens": 40, "total": 1100},
        ),
        {"text_input": 400, "text_cached_input": 600, "text_output": 100},
        "0.00275",
        "0.003",
        model="gpt-4o-2024-08-06",
    ),
    # The blob export has other names, no offset, usage as text, and the provider in the metadata.
    Accepted(
        "langfuse",
        "anthropic/msg_blob",
        {
            "id": "obs-blob",
            "trace_id": "trace-1",
            "type": "GENERATION",
            "start_time": "2026-03-15 12:00:00.250000",
            "provided_model_name": "claude-sonnet-4-5-20250929",
            "usage_details": json.dumps(
                {"input": 300, "cache_read_input_tokens": 500, "cache_creation_input_tokens": 200, "output": 100}
            ),
            "cost_details": {},
            "total_cost": 0.0031,
            "user_id": "ada",
            "metadata": '{"ls_provider":"anthropic","response_id":"msg_blob"}',
        },
        _CACHED,
        "0.0033",
        "0.0031",
        model=_SONNET,
        at=_QUARTER,
    ),
    # Usage in the older form without details.
    Accepted(
        "langfuse",
        "openai/obs-legacy",
        observation(
            "obs-legacy",
            {},
            usage={"input": 1000, "output": 100, "total": 1100, "unit": "TOKENS", "inputCost": 0.0025},
            costDetails={},
        ),
        {"text_input": 1000, "text_output": 100},
        "0.0035",
        model="gpt-4o-2024-08-06",
    ),
    # An unknown key becomes an additional meter without a price.
    Accepted(
        "langfuse",
        "openai/obs-unknown",
        observation("obs-unknown", {"input": 1000, "output": 100, "moon_tokens": 7, "total": 1107}),
        {"text_input": 1000, "text_output": 100},
        "0.0035",
        "0.003",
        model="gpt-4o-2024-08-06",
    ),
    # The provider under the name that the AI SDK gives it.
    Accepted(
        "langfuse",
        "openai/obs-sdk",
        observation(
            "obs-sdk",
            {"input": 1000, "output": 60, "output_reasoning_tokens": 40, "total": 1100},
            metadata={"attributes": {"gen_ai.system": "openai.responses"}},
        ),
        {"text_input": 1000, "text_output": 100},
        "0.0035",
        "0.003",
        model="gpt-4o-2024-08-06",
    ),
    # OpenTelemetry, the collector's file: three spans in one line. The second one is the sum of the first.
    Accepted(
        "otel",
        "openai/chatcmpl-span",
        otlp(
            span(
                "eee19b7ec3c1b174",
                {
                    "gen_ai.provider.name": "openai",
                    "gen_ai.request.model": "gpt-4o",
                    "gen_ai.response.model": "gpt-4o-2024-08-06",
                    "gen_ai.response.id": "chatcmpl-span",
                    "gen_ai.usage.input_tokens": 1000,
                    "gen_ai.usage.cache_read.input_tokens": 600,
                    "gen_ai.usage.output_tokens": 100,
                },
            ),
            span(
                "span-of-agent",
                {
                    "gen_ai.operation.name": "invoke_agent",
                    "gen_ai.usage.input_tokens": 1000,
                    "gen_ai.usage.output_tokens": 100,
                },
            ),
            span("span-of-database", {"db.system": "postgresql"}),
            scope={"name": "opentelemetry.instrumentation.openai_v2", "version": "2.4b0"},
            schema="https://opentelemetry.io/schemas/1.40.0",
        ),
        {"text_input": 400, "text_cached_input": 600, "text_output": 100},
        "0.00275",
        model="gpt-4o-2024-08-06",
        at=_QUARTER,
    ),
    # The client of OpenAI pointed at Azure, with the names of 1.27, landed as a flat span.
    Accepted(
        "otel",
        f"azure/{_TRACE}/span-azure",
        span(
            "span-azure",
            {
                "gen_ai.system": "openai",
                "server.address": "shop.openai.azure.com",
                "gen_ai.request.model": "chat",
                "gen_ai.response.model": "gpt-4o-2024-08-06",
                "gen_ai.usage.prompt_tokens": 1000,
                "gen_ai.usage.completion_tokens": 100,
            },
        ),
        {"text_input": 1000, "text_output": 100},
        "0.0035",
        model="gpt-4o-2024-08-06",
        at=_QUARTER,
    ),
    # Claude: inclusive because of the schema, exclusive because the cache is larger, exclusive because of the total.
    Accepted(
        "otel",
        f"anthropic/{_TRACE}/claude-inclusive",
        otlp(
            claude("claude-inclusive", read=500, written=200, names="1.40", input_tokens=1000, output_tokens=100),
            scope={"name": "anthropic"},
            schema="https://opentelemetry.io/schemas/1.41.0",
        ),
        _CACHED,
        "0.0033",
        model=_SONNET,
        at=_QUARTER,
    ),
    Accepted(
        "otel",
        f"anthropic/{_TRACE}/claude-exclusive",
        claude("claude-exclusive", read=500, written=200, input_tokens=300, output_tokens=100),
        _CACHED,
        "0.0033",
        model=_SONNET,
        at=_QUARTER,
    ),
    Accepted(
        "otel",
        f"anthropic/{_TRACE}/claude-total",
        claude("claude-total", read=50, written=20, input_tokens=300, output_tokens=100, total_tokens=470),
        {"text_input": 300, "text_cached_input": 50, "text_cache_write_5m": 20, "text_output": 100},
        "0.00249",
        model=_SONNET,
        at=_QUARTER,
    ),
    # The AI SDK names the API behind the provider, and counts the cache under names of its own.
    Accepted(
        "otel",
        "anthropic/msg_ai_sdk",
        otlp(
            span(
                "ai-sdk-step",
                {
                    "ai.operationId": "ai.streamText.doStream",
                    "ai.model.provider": "anthropic.messages",
                    "ai.usage.inputTokens": 1000,
                    "ai.usage.outputTokens": 100,
                    "ai.usage.totalTokens": 1100,
                    "ai.usage.cachedInputTokens": 500,
                    "ai.usage.inputTokenDetails.cacheReadTokens": 500,
                    "ai.usage.inputTokenDetails.cacheWriteTokens": 200,
                    "ai.usage.inputTokenDetails.noCacheTokens": 300,
                    "gen_ai.system": "anthropic.messages",
                    "gen_ai.request.model": "claude-sonnet-4-5",
                    "gen_ai.request.max_tokens": 4096,
                    "gen_ai.response.id": "msg_ai_sdk",
                    "gen_ai.usage.input_tokens": 1000,
                    "gen_ai.usage.output_tokens": 100,
                },
            ),
            scope={"name": "ai"},
        ),
        _CACHED,
        "0.0033",
        model=_SONNET,
        at=_QUARTER,
    ),
    # Before version 6 it left the cache out, and wrote the tokens written to it into a text of the provider only.
    Accepted(
        "otel",
        f"anthropic/{_TRACE}/ai-sdk-5",
        span(
            "ai-sdk-5",
            {
                "ai.model.id": "claude-sonnet-4-5",
                "ai.usage.inputTokens": 300,
                "ai.usage.cachedInputTokens": 500,
                "ai.usage.outputTokens": 100,
                "ai.usage.totalTokens": 400,
                "ai.response.providerMetadata": json.dumps({"anthropic": {"cacheCreationInputTokens": 200}}),
                "gen_ai.system": "anthropic.messages",
            },
            name="ai.generateText.doGenerate",
        ),
        _CACHED,
        "0.0033",
        model=_SONNET,
        at=_QUARTER,
    ),
    # Pydantic AI adds the cache to the input of every provider.
    Accepted(
        "otel",
        f"anthropic/{_TRACE}/pydantic",
        span(
            "pydantic",
            {
                "gen_ai.system": "anthropic",
                "gen_ai.request.model": "claude-sonnet-4-5",
                "gen_ai.usage.input_tokens": 1000,
                "gen_ai.usage.output_tokens": 100,
                "gen_ai.usage.details.cache_read_tokens": 500,
                "gen_ai.usage.details.cache_write_tokens": 200,
            },
        ),
        _CACHED,
        "0.0033",
        model=_SONNET,
        at=_QUARTER,
    ),
    # OpenInference, with a count that nobody knows.
    Accepted(
        "otel",
        f"openai/{_TRACE}/openinference",
        span(
            "openinference",
            {
                "openinference.span.kind": "LLM",
                "llm.provider": "openai",
                "llm.model_name": "gpt-4o-2024-08-06",
                "llm.token_count.prompt": 1000,
                "llm.token_count.prompt_details.cache_read": 600,
                "llm.token_count.completion": 100,
                "llm.token_count.total": 1100,
                "llm.token_count.prompt_details.moon": 7,
            },
        ),
        {"text_input": 400, "text_cached_input": 600, "text_output": 100, "llm.token_count.prompt_details.moon": 7},
        "0.00275",
        model="gpt-4o-2024-08-06",
        at=_QUARTER,
    ),
    # A log of Claude Code, whose input leaves the cache out.
    Accepted(
        "otel",
        "anthropic/req_claude_code",
        {
            "resourceLogs": [
                {
                    "resource": {"attributes": []},
                    "scopeLogs": [
                        {
                            "scope": {"name": "com.anthropic.claude_code.events"},
                            "logRecords": [
                                {
                                    "timeUnixNano": _NANOSECONDS,
                                    "body": {"stringValue": "claude_code.api_request"},
                                    "attributes": _pairs(
                                        {
                                            "user.id": "ada",
                                            "session.id": "session",
                                            "request_id": "req_claude_code",
                                            "model": "claude-sonnet-4-5",
                                            "input_tokens": 300,
                                            "output_tokens": 100,
                                            "cache_read_tokens": 500,
                                            "cache_creation_tokens": 200,
                                            "cost_usd": "0.0031",
                                        }
                                    ),
                                }
                            ],
                        }
                    ],
                }
            ]
        },
        _CACHED,
        "0.0033",
        "0.0031",
        model=_SONNET,
        at=_QUARTER,
    ),
    # API Management: the row with tokens counts. The first row of the call determines its time.
    Accepted(
        "apim",
        "azure/apim-call",
        llm_log("apim-call", 0, PromptTokens=1000, CompletionTokens=100, TotalTokens=1100),
        {"text_input": 1000, "text_output": 100},
        "0.0035",
        model="gpt-4o-2024-08-06",
        at="2026-03-15 12:00:00.123456",
    ),
    # A diagnostic setting writes the same under `properties`.
    Accepted(
        "apim",
        "azure/apim-blob",
        {
            "time": "2026-03-15T12:00:00Z",
            "category": "GatewayLlmLogs",
            "correlationId": "apim-blob",
            "properties": {
                "sequenceNumber": 0,
                "promptTokens": 1000,
                "completionTokens": 100,
                "totalTokens": 1100,
                "modelName": "gpt-4o-2024-08-06",
                "deploymentName": "chat",
            },
        },
        {"text_input": 1000, "text_output": 100},
        "0.0035",
        user="(unattributed)",
        model="gpt-4o-2024-08-06",
    ),
    # Bedrock: the example in its documentation, then caches in the log, in a body and in a stream, and an ARN.
    Accepted(
        "bedrock_logs",
        "bedrock/abcd1234-5678-efgh-ijkl-mnopqrstuvwx",
        {
            "schemaType": "ModelInvocationLog",
            "schemaVersion": "1.0",
            "timestamp": "2024-01-15T12:00:00Z",
            "accountId": "123456789012",
            "region": "ap-southeast-2",
            "requestId": "abcd1234-5678-efgh-ijkl-mnopqrstuvwx",
            "operation": "InvokeModelWithResponseStream",
            "modelId": "anthropic.claude-sonnet-4-20250514-v1:0",
            "requestMetadata": {"team": "engineering", "costCentre": "CC-1234"},
            "input": {"inputContentType": "application/json", "inputBodyJson": {}, "inputTokenCount": 1500},
            "output": {"outputContentType": "application/json", "outputBodyJson": {}, "outputTokenCount": 500},
        },
        {"text_input": 1500, "text_output": 500},
        None,  # the model had no price yet at the time of the example
        user="(unattributed)",
        model="anthropic.claude-sonnet-4-20250514-v1:0",
        at="2024-01-15 12:00:00",
    ),
    Accepted(
        "bedrock_logs",
        "bedrock/invocation-cached",
        invocation(
            "invocation-cached",
            input={"inputTokenCount": 300, "cacheReadInputTokenCount": 500, "cacheWriteInputTokenCount": 200},
        ),
        _CACHED,
        "0.00363",
        model=_BEDROCK_SONNET,
    ),
    Accepted(
        "bedrock_logs",
        "bedrock/invocation-converse",
        invocation(
            "invocation-converse",
            modelId=f"arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.{_BEDROCK_SONNET}",
            inferenceRegion="us-west-2",
            input={"inputTokenCount": 300},
            output={
                "outputTokenCount": 100,
                "outputBodyJson": {
                    "usage": {
                        "inputTokens": 300,
                        "outputTokens": 100,
                        "totalTokens": 1100,
                        "cacheReadInputTokens": 500,
                        "cacheWriteInputTokens": 200,
                        "cacheDetails": [{"inputTokens": 50, "ttl": "1h"}, {"inputTokens": 150, "ttl": "5m"}],
                    }
                },
            },
        ),
        {
            "text_input": 300,
            "text_cached_input": 500,
            "text_cache_write_5m": 150,
            "text_cache_write_1h": 50,
            "text_output": 100,
        },
        "0.00375375",
        model=f"us.{_BEDROCK_SONNET}",
    ),
    Accepted(
        "bedrock_logs",
        "bedrock/invocation-stream",
        invocation(
            "invocation-stream",
            operation="InvokeModelWithResponseStream",
            input={"inputTokenCount": 300},
            output={
                "outputTokenCount": 100,
                "outputBodyJson": [
                    {
                        "type": "message_start",
                        "message": {
                            "usage": {
                                "input_tokens": 300,
                                "cache_read_input_tokens": 500,
                                "cache_creation_input_tokens": 200,
                                "output_tokens": 1,
                            }
                        },
                    },
                    {"type": "message_delta", "usage": {"output_tokens": 100}},
                ],
            },
        ),
        _CACHED,
        "0.00363",
        model=_BEDROCK_SONNET,
    ),
)

REFUSED = (
    Refused(
        "litellm",
        "litellm-failed",
        "failed_call",
        "no usage",
        spend_log("litellm-failed", status="failure", prompt_tokens=0, completion_tokens=0, total_tokens=0, spend=0.0),
    ),
    Refused(
        "litellm",
        "litellm-uncounted",
        "missing_usage",
        "aimage_generation",
        spend_log(
            "litellm-uncounted", call_type="aimage_generation", prompt_tokens=0, completion_tokens=0, total_tokens=0
        ),
    ),
    Refused(
        "litellm",
        "litellm-part",
        "part_exceeds_whole",
        "input 1000",
        spend_log(
            "litellm-part",
            metadata=usage_metadata(
                prompt_tokens=1000, completion_tokens=100, prompt_tokens_details={"cached_tokens": 1001}
            ),
        ),
    ),
    Refused(
        "litellm",
        "litellm-metadata",
        "invalid_metadata",
        "not a JSON object",
        spend_log("litellm-metadata", metadata='{"usage_object": {"prompt_tokens": NaN}}'),
    ),
    Refused("litellm", "litellm-broken", "not_json", "", '{"request_id": "litellm-broken", '),
    Refused(
        "litellm",
        "litellm-nobody",
        "missing_platform",
        "who bills",
        spend_log("litellm-nobody", custom_llm_provider="", model="some-model"),
    ),
    # OpenAI's cached tokens were audio. They were subtracted twice, and the input was limited to zero.
    Refused(
        "langfuse",
        "obs-overlap",
        "parts_miss_total",
        "add up to 190",
        observation(
            "obs-overlap", {"input": 0, "input_cached_tokens": 80, "input_audio_tokens": 60, "output": 50, "total": 150}
        ),
    ),
    Refused(
        "langfuse",
        "obs-of-a-tool",
        "not_usage",
        "TOOL",
        observation("obs-of-a-tool", {}, type="TOOL"),
    ),
    Refused(
        "langfuse",
        "obs-characters",
        "unsupported_unit",
        "characters",
        observation("obs-characters", {}, usage={"input": 100, "unit": "CHARACTERS"}),
    ),
    Refused(
        "langfuse",
        "obs-nested",
        "invalid_count",
        "input_cached_tokens_details",
        observation("obs-nested", {"input": 100, "input_cached_tokens_details": {"text": 5}, "output": 5}),
    ),
    Refused("otel", "span-of-agent", "not_usage", "sums up", ""),
    Refused("otel", "span-of-database", "not_usage", "no count below gen_ai.usage, ai.usage, llm.usage", ""),
    Refused(
        "otel",
        "span-of-function",
        "not_usage",
        "ai.generateText sums up",
        span(
            "span-of-function",
            {"gen_ai.system": "openai", "ai.usage.promptTokens": 1000, "ai.usage.completionTokens": 100},
            name="ai.generateText",
        ),
    ),
    Refused(
        "otel",
        "span-of-two",
        "contradicting_counts",
        "input_tokens",
        span(
            "span-of-two",
            {"gen_ai.system": "openai", "gen_ai.usage.input_tokens": 1000, "gen_ai.usage.prompt_tokens": 1900},
        ),
    ),
    Refused(
        "otel",
        "claude-ambiguous",
        "ambiguous_cache_counts",
        "input 1000",
        claude("claude-ambiguous", read=500, written=200, input_tokens=1000, output_tokens=100),
    ),
    Refused("otel", "not-spans", "not_otlp", "is not a list of objects", {"resourceSpans": "not-spans"}),
    Refused("otel", "empty-export", "no_spans", "no span", {"resourceSpans": [], "note": "empty-export"}),
    Refused(
        "apim",
        "apim-miss",
        "parts_miss_total",
        "total 1200",
        llm_log("apim-miss", 0, PromptTokens=1000, CompletionTokens=100, TotalTokens=1200),
    ),
    Refused("apim", "apim-silent", "missing_usage", "first row", llm_log("apim-silent", 0)),
    Refused(
        "bedrock_logs",
        "invocation-throttled",
        "missing_usage",
        "ThrottlingException",
        invocation("invocation-throttled", errorCode="ThrottlingException", input={}, output={}),
    ),
    Refused(
        "bedrock_logs",
        "invocation-apart",
        "inconsistent_usage",
        "800 in the body",
        invocation(
            "invocation-apart",
            output={"outputTokenCount": 100, "outputBodyJson": {"usage": {"input_tokens": 800}}},
        ),
    ),
)

#: Rows of an API Management call that only carry messages.
OTHERS = (llm_log("apim-call", 1), llm_log("apim-call", 2))

#: One call that the application landed itself and that also passed through LiteLLM.
NATIVE = {
    "occurred_at": "2026-03-15T12:00:00Z",
    "platform": "anthropic",
    "user_id": "ada",
    "payload": {
        "id": "msg_twice",
        "type": "message",
        "model": "claude-sonnet-4-5-20250929",
        "usage": {
            "input_tokens": 300,
            "cache_read_input_tokens": 500,
            "cache_creation_input_tokens": 200,
            "output_tokens": 100,
        },
    },
}
THROUGH_GATEWAY = spend_log(
    "msg_twice",
    custom_llm_provider="anthropic",
    model="claude-sonnet-4-5-20250929",
    metadata=usage_metadata(
        prompt_tokens=1000,
        completion_tokens=100,
        total_tokens=1100,
        cache_read_input_tokens=500,
        cache_creation_input_tokens=200,
        dreamt_tokens=7,
        imagined_tokens=3,
    ),
)
