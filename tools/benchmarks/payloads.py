"""Payloads of every kind that providers write, as SQL over the calls of `generate.py`. The mix uses them in turn."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One kind of call.

    Attributes:
        name: name of the kind.
        platform: platform that bills for it.
        model: model that is called. All its meters have a list price in March 2026.
        payload: SQL struct of the payload.
    """

    name: str
    platform: str
    model: str
    payload: str


REALTIME = """{
    'type': 'response.done',
    'event_id': 'event_' || call_number,
    'response': {
        'object': 'realtime.response',
        'id': response_id,
        'status': 'completed',
        'usage': {
            'total_tokens': text_input + audio_input + text_output + audio_output,
            'input_tokens': text_input + audio_input,
            'output_tokens': text_output + audio_output,
            'input_token_details': {
                'text_tokens': text_input,
                'audio_tokens': audio_input,
                'cached_tokens': text_input // 2 + audio_input // 2,
                'cached_tokens_details': {
                    'text_tokens': text_input // 2,
                    'audio_tokens': audio_input // 2
                }
            },
            'output_token_details': {'text_tokens': text_output, 'audio_tokens': audio_output}
        }
    }
}"""

_CHAT = """{
    'id': 'chatcmpl-' || call_number,
    'object': 'chat.completion',
    'created': 1772323200,
    'model': 'gpt-4o-2024-11-20',
    'choices': [{'index': 0, 'finish_reason': 'stop'}],
    'usage': {
        'prompt_tokens': text_input,
        'completion_tokens': text_output,
        'total_tokens': text_input + text_output,
        'prompt_tokens_details': {'cached_tokens': text_input // 2, 'audio_tokens': 0},
        'completion_tokens_details': {
            'reasoning_tokens': 0,
            'audio_tokens': 0,
            'accepted_prediction_tokens': 0,
            'rejected_prediction_tokens': 0
        }
    },
    'service_tier': 'default'
}"""

_RESPONSES = """{
    'id': response_id,
    'object': 'response',
    'status': 'completed',
    'model': 'gpt-5-2025-08-07',
    'output': [{'id': 'msg_' || call_number, 'type': 'message', 'status': 'completed', 'role': 'assistant'}],
    'service_tier': 'default',
    'usage': {
        'input_tokens': text_input,
        'input_tokens_details': {'cached_tokens': text_input // 2},
        'output_tokens': text_output,
        'output_tokens_details': {'reasoning_tokens': text_output // 3},
        'total_tokens': text_input + text_output
    }
}"""

_MESSAGES = """{
    'id': 'msg_' || call_number,
    'type': 'message',
    'role': 'assistant',
    'model': 'claude-sonnet-4-5-20250929',
    'stop_reason': 'end_turn',
    'usage': {
        'input_tokens': text_input // 4,
        'cache_creation_input_tokens': text_input // 4 + text_input // 8,
        'cache_read_input_tokens': text_input // 2,
        'cache_creation': {
            'ephemeral_5m_input_tokens': text_input // 4,
            'ephemeral_1h_input_tokens': text_input // 8
        },
        'output_tokens': text_output,
        'service_tier': 'standard',
        'inference_geo': 'not_available'
    }
}"""

_GEMINI = """{
    'responseId': 'gen-' || call_number,
    'modelVersion': 'gemini-2.5-flash',
    'candidates': [{'finishReason': 'STOP', 'index': 0}],
    'usageMetadata': {
        'promptTokenCount': text_input + audio_input,
        'cachedContentTokenCount': text_input // 2,
        'candidatesTokenCount': text_output,
        'thoughtsTokenCount': text_output // 3,
        'totalTokenCount': text_input + audio_input + text_output + text_output // 3,
        'promptTokensDetails': [
            {'modality': 'TEXT', 'tokenCount': text_input},
            {'modality': 'AUDIO', 'tokenCount': audio_input}
        ],
        'cacheTokensDetails': [{'modality': 'TEXT', 'tokenCount': text_input // 2}],
        'candidatesTokensDetails': [{'modality': 'TEXT', 'tokenCount': text_output}]
    }
}"""

_CONVERSE = """{
    'stopReason': 'end_turn',
    'metrics': {'latencyMs': 731},
    'usage': {
        'inputTokens': text_input // 2,
        'outputTokens': text_output,
        'totalTokens': text_input // 2 + text_input // 4 + text_input // 8 + text_output,
        'cacheReadInputTokens': text_input // 4,
        'cacheWriteInputTokens': text_input // 8
    }
}"""

_TRANSCRIPTION = """{
    'type': 'conversation.item.input_audio_transcription.completed',
    'event_id': 'event_' || call_number,
    'item_id': 'item_' || call_number,
    'content_index': 0,
    'usage': {'type': 'duration', 'seconds': audio_input % 60}
}"""

#: The kinds of the mix, in equal parts.
KINDS = (
    Kind("Realtime", "openai", "gpt-realtime", REALTIME),
    Kind("Chat", "openai", "gpt-4o-2024-11-20", _CHAT),
    Kind("Responses, from the cache", "openai", "gpt-5-2025-08-07", _RESPONSES),
    Kind("Anthropic, cache by lifetime", "anthropic", "claude-sonnet-4-5-20250929", _MESSAGES),
    Kind("Gemini, by modality", "gemini_api", "gemini-2.5-flash", _GEMINI),
    Kind("Bedrock Converse", "bedrock", "anthropic.claude-sonnet-4-5-20250929-v1:0", _CONVERSE),
    Kind("transcription, by duration", "openai", "whisper-1", _TRANSCRIPTION),
)


def mixed(column: str) -> str:
    """The platform, model or payload of a call of the mix, as an SQL expression."""
    values = {
        "platform": [f"'{kind.platform}'" for kind in KINDS],
        "model": [f"'{kind.model}'" for kind in KINDS],
        "payload": [f"to_json({kind.payload})" for kind in KINDS],
    }[column]
    cases = " ".join(f"when {number} then {value}" for number, value in enumerate(values))
    return f"case call_number % {len(KINDS)} {cases} end"
