"""Results as documented by the providers, one per endpoint, and pages made of them.

OpenAI's results are the examples of its specification (openai/openai-openapi, openapi.yaml, MIT licence), Anthropic's
result is the example in its reference of the Admin API. Amounts have more digits than a double can hold, and the JSON
has unusual blanks, so that a test notices if a page is not stored byte for byte.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

COSTS = "/v1/organization/costs"
ANTHROPIC_COST = "/v1/organizations/cost_report"
ANTHROPIC_USAGE = "/v1/organizations/usage_report/messages"
COMPLETIONS = "/v1/organization/usage/completions"

_WHO = '"project_id":"proj_abc","user_id":"user-abc","api_key_id":"key_abc"'

RESULTS = {
    COSTS: '{"object":"organization.costs.result", "amount":{"value":0.0600000000000000000123,"currency":"usd"},'
    '"line_item":"gpt-4o-2024-08-06, input","project_id":"proj_abc","quantity":10000,"quantity_unit":"tokens"}',
    COMPLETIONS: '{"object":"organization.usage.completions.result","input_tokens":5000,"input_cached_tokens":1800,'
    f'"output_tokens":1000,"num_model_requests":5,{_WHO},"model":"gpt-4o-mini-2024-07-18","batch":false,'
    '"service_tier":"default"}',
    "/v1/organization/usage/embeddings": '{"object":"organization.usage.embeddings.result","input_tokens":20,'
    f'"num_model_requests":2,{_WHO},"model":"text-embedding-ada-002-v2"}}',
    "/v1/organization/usage/moderations": '{"object":"organization.usage.moderations.result","input_tokens":20,'
    f'"num_model_requests":2,{_WHO},"model":"text-moderation"}}',
    "/v1/organization/usage/images": '{"object":"organization.usage.images.result","images":2,"num_model_requests":2,'
    f'"size":"1024x1024","source":"image.generation",{_WHO},"model":"dall-e-3"}}',
    "/v1/organization/usage/audio_speeches": '{"object":"organization.usage.audio_speeches.result","characters":45,'
    f'"num_model_requests":1,{_WHO},"model":"tts-1"}}',
    "/v1/organization/usage/audio_transcriptions": '{"object":"organization.usage.audio_transcriptions.result",'
    f'"seconds":10,"num_model_requests":1,{_WHO},"model":"tts-1"}}',
    "/v1/organization/usage/vector_stores": '{"object":"organization.usage.vector_stores.result","usage_bytes":1024,'
    '"project_id":"proj_abc"}',
    "/v1/organization/usage/code_interpreter_sessions": '{"object":"organization.usage.code_interpreter_sessions.'
    'result","num_sessions":1,"project_id":"proj_abc"}',
    "/v1/organization/usage/web_search_calls": '{"object":"organization.usage.web_searches.result",'
    f'"num_model_requests":2,"num_requests":2,{_WHO},"model":"gpt-4o-mini-2024-07-18","context_level":"medium"}}',
    "/v1/organization/usage/file_search_calls": '{"object":"organization.usage.file_searches.result",'
    f'"num_requests":2,{_WHO},"vector_store_id":"vs_abc"}}',
    ANTHROPIC_COST: '{"amount":"123.78912","context_window":"0-200k","cost_type":"tokens","currency":"USD",'
    '"description":"Claude Opus 5 Usage - Input Tokens","inference_geo":"global","model":"claude-opus-5",'
    '"service_tier":"standard","token_type":"uncached_input_tokens","workspace_id":"wrkspc_01JwQvzr7rXLA5AGx3HKfFUJ"}',
    ANTHROPIC_USAGE: '{"api_key_id":"apikey_01Rj2N8SVvo6BePZj99NhmiT","cache_creation":{"ephemeral_1h_input_tokens":'
    '1000,"ephemeral_5m_input_tokens":500},"cache_read_input_tokens":200,"context_window":"0-200k","inference_geo":'
    '"global","model":"claude-opus-5","output_tokens":500,"server_tool_use":{"web_search_requests":10},'
    '"service_tier":"standard","uncached_input_tokens":1500,"workspace_id":"wrkspc_01JwQvzr7rXLA5AGx3HKfFUJ"}',
}


def is_anthropic(path: str) -> bool:
    """Whether an endpoint belongs to Anthropic."""
    return path.startswith("/v1/organizations/")


def seconds(day: date) -> int:
    """The Unix seconds of midnight UTC of a day."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def bucket(path: str, day: date, results: str) -> str:
    """The bucket of a day."""
    after = day + timedelta(days=1)
    if is_anthropic(path):
        return f'{{"starting_at":"{day}T00:00:00Z","ending_at":"{after}T00:00:00Z","results":[{results}]}}'
    return f'{{"object":"bucket","start_time":{seconds(day)},"end_time":{seconds(after)},"results":[{results}]}}'


def page(buckets: list[str], next_page: str | None = None, has_more: bool | None = None) -> str:
    """A page of buckets. By default `has_more` is true if there is a next page."""
    more = next_page is not None if has_more is None else has_more
    token = "null" if next_page is None else f'"{next_page}"'
    return f'{{"object":"page","data":[{",".join(buckets)}],"has_more":{str(more).lower()},\n "next_page":{token}}}'
