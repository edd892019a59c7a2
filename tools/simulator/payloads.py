"""Provider bodies exactly as the APIs return them, built from their counts.

Field names, nullability and optional fields follow the OpenAI OpenAPI description and the OpenAI .NET SDK (both MIT).
Input counts include their cached part, as in the APIs. The method `quantities` returns disjoint meters.
"""

from dataclasses import dataclass
from datetime import datetime

from tools.simulator.calls import JsonObject

SPOKEN = "(speech)"
WRITTEN = "(text)"


@dataclass(frozen=True)
class VoiceUsage:
    """Counts of one Realtime response. Cached counts are part of the input counts."""

    text_input: int
    audio_input: int
    text_cached: int
    audio_cached: int
    text_output: int
    audio_output: int

    @property
    def input_tokens(self) -> int:
        """Return all input tokens, including cached ones."""
        return self.text_input + self.audio_input

    @property
    def output_tokens(self) -> int:
        """Return all output tokens."""
        return self.text_output + self.audio_output

    def quantities(self) -> dict[str, int]:
        """Return the disjoint meters."""
        return {
            "text_input": self.text_input - self.text_cached,
            "text_cached_input": self.text_cached,
            "text_output": self.text_output,
            "audio_input": self.audio_input - self.audio_cached,
            "audio_cached_input": self.audio_cached,
            "audio_output": self.audio_output,
        }


@dataclass(frozen=True)
class TextUsage:
    """Counts of one Chat Completions or Responses call. Cached is part of input, reasoning is part of output."""

    input_tokens: int
    cached_tokens: int
    output_tokens: int
    reasoning_tokens: int = 0

    @property
    def total_tokens(self) -> int:
        """Return input plus output."""
        return self.input_tokens + self.output_tokens

    def quantities(self) -> dict[str, int]:
        """Return the disjoint meters."""
        return {
            "text_input": self.input_tokens - self.cached_tokens,
            "text_cached_input": self.cached_tokens,
            "text_output": self.output_tokens,
        }


@dataclass(frozen=True)
class TranscriptionUsage:
    """Counts of one transcription: tokens, or whole seconds for whisper."""

    audio_tokens: int = 0
    text_output: int = 0
    seconds: int = 0

    def quantities(self) -> dict[str, int]:
        """Return the disjoint meters."""
        if self.seconds:
            return {"transcription_seconds": self.seconds}
        return {"audio_input": self.audio_tokens, "text_output": self.text_output}


def realtime_usage(usage: VoiceUsage, image_counts: bool) -> JsonObject:
    """Return `response.usage` as sent over the wire. Models without image input omit the image counts."""
    image = {"image_tokens": 0} if image_counts else {}
    return {
        "total_tokens": usage.input_tokens + usage.output_tokens,
        "input_tokens": usage.input_tokens,
        "output_tokens": usage.output_tokens,
        "input_token_details": {
            "text_tokens": usage.text_input,
            "audio_tokens": usage.audio_input,
            **image,
            "cached_tokens": usage.text_cached + usage.audio_cached,
            "cached_tokens_details": {"text_tokens": usage.text_cached, "audio_tokens": usage.audio_cached, **image},
        },
        "output_token_details": {"text_tokens": usage.text_output, "audio_tokens": usage.audio_output},
    }


def response_done(
    identifier: str, event: str, conversation: str, status: str, usage: VoiceUsage, image_counts: bool
) -> JsonObject:
    """Return a Realtime `response.done` event as sent over the wire."""
    details = {"type": "cancelled", "reason": "turn_detected"} if status == "cancelled" else None
    return {
        "type": "response.done",
        "event_id": event,
        "response": {
            "object": "realtime.response",
            "id": identifier,
            "status": status,
            "status_details": details,
            "output": [
                {
                    "id": identifier.replace("resp_", "item_"),
                    "type": "message",
                    "status": "incomplete" if details else "completed",
                    "role": "assistant",
                    "content": [{"type": "output_audio", "transcript": SPOKEN}],
                }
            ],
            "conversation_id": conversation,
            "output_modalities": ["audio"],
            "max_output_tokens": "inf",
            "usage": realtime_usage(usage, image_counts),
            "metadata": None,
        },
    }


def response_done_dotnet(
    identifier: str, event: str, conversation: str, status: str, usage: VoiceUsage, image_counts: bool
) -> JsonObject:
    """Return the same event as the .NET SDK object that `System.Text.Json` writes."""
    image = {"ImageTokenCount": 0} if image_counts else {"ImageTokenCount": None}
    return {
        "Type": "response.done",
        "EventId": event,
        "Response": {
            "Id": identifier,
            "ConversationId": conversation,
            "Status": status,
            "Usage": {
                "TotalTokenCount": usage.input_tokens + usage.output_tokens,
                "InputTokenCount": usage.input_tokens,
                "OutputTokenCount": usage.output_tokens,
                "InputTokenDetails": {
                    "CachedTokenCount": usage.text_cached + usage.audio_cached,
                    "TextTokenCount": usage.text_input,
                    **image,
                    "AudioTokenCount": usage.audio_input,
                    "CachedTokenDetails": {
                        "TextTokenCount": usage.text_cached,
                        **image,
                        "AudioTokenCount": usage.audio_cached,
                    },
                },
                "OutputTokenDetails": {"TextTokenCount": usage.text_output, "AudioTokenCount": usage.audio_output},
            },
        },
    }


def transcription_usage(usage: TranscriptionUsage) -> JsonObject:
    """Return the tagged union that transcription events and bodies share."""
    if usage.seconds:
        return {"type": "duration", "seconds": usage.seconds}
    return {
        "type": "tokens",
        "total_tokens": usage.audio_tokens + usage.text_output,
        "input_tokens": usage.audio_tokens,
        "input_token_details": {"text_tokens": 0, "audio_tokens": usage.audio_tokens},
        "output_tokens": usage.text_output,
    }


def transcription_completed(item: str, event: str, usage: TranscriptionUsage) -> JsonObject:
    """Return a Realtime `conversation.item.input_audio_transcription.completed` event as sent over the wire."""
    return {
        "type": "conversation.item.input_audio_transcription.completed",
        "event_id": event,
        "item_id": item,
        "content_index": 0,
        "transcript": SPOKEN,
        "usage": transcription_usage(usage),
    }


def transcription_completed_dotnet(item: str, event: str, usage: TranscriptionUsage) -> JsonObject:
    """Return the same event as the .NET SDK object. A duration is a TimeSpan."""
    if usage.seconds:
        minutes, seconds = divmod(usage.seconds, 60)
        counts: JsonObject = {"Duration": f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"}
    else:
        counts = {
            "TotalTokenCount": usage.audio_tokens + usage.text_output,
            "InputTokenCount": usage.audio_tokens,
            "InputTokenDetails": {"TextTokenCount": 0, "AudioTokenCount": usage.audio_tokens},
            "OutputTokenCount": usage.text_output,
        }
    return {
        "Type": "conversation.item.input_audio_transcription.completed",
        "EventId": event,
        "ItemId": item,
        "ContentIndex": 0,
        "Transcript": SPOKEN,
        "Usage": counts,
    }


def transcription_body(usage: TranscriptionUsage) -> JsonObject:
    """Return the body of `POST /v1/audio/transcriptions`, which has no id and no model."""
    return {"text": SPOKEN, "usage": transcription_usage(usage)}


_FILTERED = {name: {"filtered": False, "severity": "safe"} for name in ("hate", "self_harm", "sexual", "violence")}


def chat_completion(
    identifier: str, model: str, created: datetime, usage: TextUsage, served_tier: str, azure: bool, details: bool
) -> JsonObject:
    """Return a Chat Completions body. Without `details` both detail objects are null, as in old deployments."""
    choice: JsonObject = {
        "index": 0,
        "message": {"role": "assistant", "content": WRITTEN, "refusal": None, "annotations": []},
        "logprobs": None,
        "finish_reason": "stop",
    }
    body: JsonObject = {
        "id": identifier,
        "object": "chat.completion",
        "created": int(created.timestamp()),
        "model": model,
        "choices": [choice],
        "usage": {
            "prompt_tokens": usage.input_tokens,
            "completion_tokens": usage.output_tokens,
            "total_tokens": usage.total_tokens,
            "prompt_tokens_details": {"cached_tokens": usage.cached_tokens, "audio_tokens": 0} if details else None,
            "completion_tokens_details": {
                "reasoning_tokens": usage.reasoning_tokens,
                "audio_tokens": 0,
                "accepted_prediction_tokens": 0,
                "rejected_prediction_tokens": 0,
            }
            if details
            else None,
        },
        "system_fingerprint": None,
    }
    if azure:
        choice["content_filter_results"] = _FILTERED
        body["prompt_filter_results"] = [{"prompt_index": 0, "content_filter_results": _FILTERED}]
    if served_tier:
        body["service_tier"] = served_tier
    return body


def response_body(
    identifier: str, model: str, created: datetime, usage: TextUsage | None, served_tier: str, status: str = "completed"
) -> JsonObject:
    """Return a Responses API body. `usage` is null on snapshots without usage."""
    return {
        "id": identifier,
        "object": "response",
        "created_at": int(created.timestamp()),
        "status": status,
        "error": None,
        "incomplete_details": None,
        "model": model,
        "output": [
            {
                "id": identifier.replace("resp_", "msg_"),
                "type": "message",
                "status": status,
                "role": "assistant",
                "content": [{"type": "output_text", "text": WRITTEN, "annotations": []}],
            }
        ],
        "parallel_tool_calls": True,
        "previous_response_id": None,
        "service_tier": served_tier,
        "store": False,
        "tools": [],
        "usage": {
            "input_tokens": usage.input_tokens,
            "input_tokens_details": {"cached_tokens": usage.cached_tokens},
            "output_tokens": usage.output_tokens,
            "output_tokens_details": {"reasoning_tokens": usage.reasoning_tokens},
            "total_tokens": usage.total_tokens,
        }
        if usage
        else None,
        "metadata": {},
    }
