{#-
    What we read of a span or log of OpenTelemetry: counts, identifiers and models.

    Instrumentations count in several vocabularies, and one of them is read of a span. `vocabularies` has them in the
    order in which we prefer them: that of Vercel's AI SDK; the conventions for generative AI in every version, with the
    names of instrumentations that came before them and of Pydantic AI; that of OpenInference; and the names of Claude
    Code. Counts of the cache keep apart under which names they came, as that helps to decide whether the input includes
    them: the writers of `summed` names add the cache to the input of every provider.

    `searched` are the lists of queries that Gemini ran, as the AI SDK writes them. `grounding` are its sources, and the
    token that shows an answer from Google Maps.

    Below `prefixes` every attribute is a count. `known_names` are those that we read, and those that repeat, split or
    price them.
-#}
{% macro otel_fields() %}
    {%- set metadata = 'ai.response.providerMetadata.' -%}
    {%- set names = {
        'ai_sdk': {
            'input_tokens': ['ai.usage.inputTokens', 'ai.usage.promptTokens', 'ai.usage.tokens'],
            'output_tokens': ['ai.usage.outputTokens', 'ai.usage.completionTokens'],
            'stated_total_tokens': ['ai.usage.totalTokens'],
            'uncached_tokens': [
                'ai.usage.inputTokenDetails.noCacheTokens', metadata ~ 'anthropic.usage.input_tokens',
            ],
            'summed_cached_tokens': ['ai.usage.inputTokenDetails.cacheReadTokens'],
            'summed_written_tokens': ['ai.usage.inputTokenDetails.cacheWriteTokens'],
            'other_cached_tokens': [
                'ai.usage.cachedInputTokens', metadata ~ 'anthropic.usage.cache_read_input_tokens',
                metadata ~ 'anthropic.cacheReadInputTokens', metadata ~ 'bedrock.usage.cacheReadInputTokens',
                metadata ~ 'openai.cachedPromptTokens', metadata ~ 'azure.cachedPromptTokens',
            ],
            'other_written_tokens': [
                metadata ~ 'anthropic.usage.cache_creation_input_tokens',
                metadata ~ 'anthropic.cacheCreationInputTokens', metadata ~ 'bedrock.usage.cacheWriteInputTokens',
            ],
            'written_1h_tokens': [metadata ~ 'anthropic.usage.cache_creation.ephemeral_1h_input_tokens'],
            'reasoning_tokens': [
                'ai.usage.outputTokenDetails.reasoningTokens', 'ai.usage.reasoningTokens',
                metadata ~ 'openai.reasoningTokens',
            ],
            'output_text_tokens': ['ai.usage.outputTokenDetails.textTokens'],
            'web_searches': [metadata ~ 'anthropic.usage.server_tool_use.web_search_requests'],
        },
        'gen_ai': {
            'input_tokens': [
                'gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens', 'llm.usage.prompt_tokens',
                'llm.usage.input_tokens',
            ],
            'output_tokens': [
                'gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens', 'llm.usage.completion_tokens',
                'llm.usage.output_tokens',
            ],
            'stated_total_tokens': ['gen_ai.usage.total_tokens', 'llm.usage.total_tokens'],
            'uncached_tokens': ['gen_ai.usage.details.input_tokens'],
            'summed_cached_tokens': ['gen_ai.usage.cache_read_tokens', 'gen_ai.usage.details.cache_read_tokens'],
            'summed_written_tokens': ['gen_ai.usage.cache_write_tokens', 'gen_ai.usage.details.cache_write_tokens'],
            'convention_cached_tokens': ['gen_ai.usage.cache_read.input_tokens'],
            'convention_written_tokens': [
                'gen_ai.usage.cache_creation.input_tokens', 'gen_ai.usage.cache_write.input_tokens',
            ],
            'other_cached_tokens': [
                'gen_ai.usage.cache_read_input_tokens', 'gen_ai.usage.cached_tokens',
                'gen_ai.usage.input_tokens.cached', 'gen_ai.usage.cached_input_tokens',
                'gen_ai.usage.input_cached_tokens', 'gen_ai.usage.input_token_details.cache_read',
                'gen_ai.usage.details.cache_read_input_tokens', 'gen_ai.usage.details.cached_tokens',
                'gen_ai.usage.details.cached_content_tokens', 'llm.usage.cache_read_input_tokens',
            ],
            'other_written_tokens': [
                'gen_ai.usage.cache_creation_input_tokens', 'gen_ai.usage.input_tokens.cache_write',
                'gen_ai.usage.input_cache_creation', 'gen_ai.usage.input_token_details.cache_creation',
                'gen_ai.usage.details.cache_creation_input_tokens', 'llm.usage.cache_creation_input_tokens',
                'gen_ai.usage.cache_write_input_tokens',
            ],
            'written_1h_tokens': [
                'gen_ai.usage.cache_creation.ephemeral_1h_input_tokens',
                'llm.usage.cache_creation.ephemeral_1h_input_tokens',
            ],
            'reasoning_tokens': [
                'gen_ai.usage.reasoning.output_tokens', 'gen_ai.usage.reasoning_tokens',
                'gen_ai.usage.output_tokens.reasoning', 'gen_ai.usage.output_token_details.reasoning',
                'gen_ai.usage.details.reasoning_tokens', 'gen_ai.usage.details.thoughts_tokens',
                'gen_ai.usage.details.thinking_tokens', 'llm.usage.reasoning_tokens',
            ],
            'input_text_tokens': ['gen_ai.usage.text.input_tokens', 'gen_ai.usage.details.text_prompt_tokens'],
            'input_audio_tokens': [
                'gen_ai.usage.audio.input_tokens', 'gen_ai.usage.input_token_details.audio',
                'gen_ai.usage.details.input_audio_tokens', 'gen_ai.usage.details.audio_prompt_tokens',
            ],
            'cached_audio_tokens': [
                'gen_ai.usage.audio.cache_read.input_tokens', 'gen_ai.usage.details.cache_audio_read_tokens',
                'gen_ai.usage.details.audio_cache_tokens',
            ],
            'input_image_tokens': ['gen_ai.usage.image.input_tokens', 'gen_ai.usage.details.image_prompt_tokens'],
            'cached_image_tokens': [
                'gen_ai.usage.image.cache_read.input_tokens', 'gen_ai.usage.details.image_cache_tokens',
            ],
            'input_video_tokens': ['gen_ai.usage.details.video_prompt_tokens'],
            'output_text_tokens': ['gen_ai.usage.text.output_tokens', 'gen_ai.usage.details.text_candidates_tokens'],
            'output_audio_tokens': [
                'gen_ai.usage.audio.output_tokens', 'gen_ai.usage.output_token_details.audio',
                'gen_ai.usage.details.output_audio_tokens', 'gen_ai.usage.details.audio_candidates_tokens',
                'gen_ai.usage.details.audio_tokens',
            ],
            'output_image_tokens': ['gen_ai.usage.image.output_tokens', 'gen_ai.usage.details.image_candidates_tokens'],
            'web_searches': [
                'gen_ai.usage.details.web_search_requests', 'gen_ai.usage.server_tool_use.web_search_requests',
            ],
        },
        'openinference': {
            'input_tokens': ['llm.token_count.prompt'],
            'output_tokens': ['llm.token_count.completion'],
            'stated_total_tokens': ['llm.token_count.total'],
            'summed_cached_tokens': [
                'llm.token_count.prompt_details.cache_read', 'llm.token_count.prompt_details.cache_input',
            ],
            'summed_written_tokens': ['llm.token_count.prompt_details.cache_write'],
            'reasoning_tokens': ['llm.token_count.completion_details.reasoning'],
            'input_audio_tokens': ['llm.token_count.prompt_details.audio'],
            'output_audio_tokens': ['llm.token_count.completion_details.audio'],
        },
        'claude_code': {
            'input_tokens': ['input_tokens'],
            'output_tokens': ['output_tokens'],
            'other_cached_tokens': ['cache_read_tokens'],
            'other_written_tokens': ['cache_creation_tokens'],
        },
    } -%}
    {#- The number of requests that are summed up. -#}
    {%- set requests = ['gen_ai.usage.requests', 'gen_ai.usage.details.requests', 'llm.usage.requests'] -%}
    {%- set prefixes = ['gen_ai.usage.', 'ai.usage.', 'llm.usage.', 'llm.token_count.'] -%}
    {%- set searched = {'web': [], 'image': []} -%}
    {%- set grounding = {'chunks': [], 'maps_token': []} -%}
    {%- for provider in ['google', 'vertex'] -%}
        {%- set parent = 'attributes."' ~ metadata ~ provider ~ '.groundingMetadata.' -%}
        {%- for kind, places in searched.items() -%}
            {%- do places.append(parent ~ kind ~ 'SearchQueries"') -%}
        {%- endfor -%}
        {%- do grounding.chunks.append(parent ~ 'groundingChunks"') -%}
        {%- do grounding.maps_token.append(parent ~ 'googleMapsWidgetContextToken"') -%}
    {%- endfor -%}
    {%- set vocabularies, known_names = {}, [] -%}
    {%- for vocabulary, counts in names.items() -%}
        {%- set paths = {} -%}
        {%- for name, spellings in counts.items() -%}
            {%- do paths.update({name: []}) -%}
            {%- for spelling in spellings -%}
                {%- do paths[name].append('attributes."' ~ spelling ~ '"') -%}
                {%- for prefix in prefixes if spelling.startswith(prefix) -%}
                    {%- do known_names.append(spelling) -%}
                {%- endfor -%}
            {%- endfor -%}
            {#- Before the loader gave every value a name of its own, records had objects in their place. -#}
            {%- for spelling in spellings if vocabulary == 'gen_ai' and loop.index < 4 and spelling.count('.') == 2 -%}
                {%- do paths[name].append('attributes.' ~ spelling) -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- do vocabularies.update({vocabulary: paths}) -%}
    {%- endfor -%}
    {{- return({
        'vocabularies': vocabularies,
        'counts': names.gen_ai | list,
        'cache_counts': [
            'summed_cached_tokens', 'summed_written_tokens', 'convention_cached_tokens', 'convention_written_tokens',
            'other_cached_tokens', 'other_written_tokens',
        ],
        'searched': searched,
        'grounding': grounding,
        'prefixes': prefixes,
        'known_names': known_names + [
            'gen_ai.usage.details.output_tokens', 'gen_ai.usage.details.total_tokens',
            'gen_ai.usage.details.text_cache_tokens', 'gen_ai.usage.details.accepted_prediction_tokens',
            'gen_ai.usage.details.rejected_prediction_tokens', 'gen_ai.usage.text.cache_read.input_tokens',
            'gen_ai.usage.cache_creation.ephemeral_5m_input_tokens',
            'llm.usage.cache_creation.ephemeral_5m_input_tokens', 'gen_ai.usage.cost', 'gen_ai.usage.total_cost',
            'gen_ai.usage.input_cost', 'gen_ai.usage.output_cost',
            'gen_ai.usage.experimental.reasoning_tokens_limit',
        ] + requests,
        'texts': dict(tag_fields(['attributes.tags', 'attributes']), **{
            'response_id': attribute_paths(['gen_ai.response.id']) + ['attributes."ai.response.id"'],
            'request_id': ['attributes.request_id'],
            'trace_id': ['traceId', 'trace_id', 'context.trace_id'],
            'span_id': ['spanId', 'span_id', 'context.span_id'],
            'span_name': ['attributes."ai.operationId"', 'attributes."operation.name"', 'name'],
            'span_kind': ['attributes."openinference.span.kind"'],
            'event_sequence': ['attributes."event.sequence"'],
            'billing_account_id': attribute_paths(['billing_account_id']),
            'user_id': attribute_paths([
                'enduser.id', 'user.id', 'langfuse.user.id', 'traceloop.association.properties.user_id',
            ]) + ['attributes."ai.telemetry.metadata.userId"'],
            'account_id': attribute_paths(['account_id']),
            'project_id': ['resource.attributes."service.name"'],
            'api_key_id': attribute_paths(['api_key_id']),
            'session_id': attribute_paths([
                'gen_ai.conversation.id', 'session.id', 'langfuse.session.id',
                'traceloop.association.properties.session_id',
            ]),
            'request_model': attribute_paths(['gen_ai.request.model']) + [
                'attributes."ai.model.id"', 'attributes."llm.model_name"', 'attributes."embedding.model_name"',
                'attributes.model',
            ],
            'response_model': attribute_paths(['gen_ai.response.model']) + ['attributes."ai.response.model"'],
            'raw_service_tier': attribute_paths(['openai.response.service_tier', 'gen_ai.openai.response.service_tier'])
            + [
                'attributes."' ~ metadata ~ 'openai.serviceTier"',
                'attributes."' ~ metadata ~ 'azure.serviceTier"',
                'attributes."' ~ metadata ~ 'anthropic.usage.service_tier"',
                'attributes."' ~ metadata ~ 'google.usageMetadata.trafficType"',
                'attributes."' ~ metadata ~ 'vertex.usageMetadata.trafficType"',
            ] + attribute_paths(['openai.request.service_tier', 'gen_ai.openai.request.service_tier']),
            'speed': ['attributes.speed'],
            'raw_requests': attribute_paths(requests),
            'response_status': attribute_paths(['error.type']),
            'stop_reason': [
                'attributes."gen_ai.response.finish_reasons"', 'attributes."ai.response.finishReason"',
                'attributes."llm.finish_reason"',
            ],
            'reported_cost': attribute_paths(['gen_ai.usage.cost', 'gen_ai.usage.total_cost', 'operation.cost']) + [
                'attributes."llm.cost.total"', 'attributes.cost_usd',
            ],
            'provider_name': attribute_paths(['gen_ai.provider.name', 'gen_ai.system', 'llm.vendor']) + [
                'attributes."ai.model.provider"', 'attributes."llm.provider"', 'attributes."llm.system"',
            ],
            'operation': attribute_paths(['gen_ai.operation.name']),
            'output_type': ['attributes."gen_ai.output.type"'],
            'cloud_resource_id': ['resource.attributes."cloud.resource_id"'] + attribute_paths(['cloud.resource_id']),
            'is_streamed': attribute_paths(['gen_ai.request.stream', 'llm.is_streaming', 'gen_ai.request.is_stream']),
            'attempt_number': attribute_paths(['attempt_number']),
            'is_own_key': attribute_paths(['is_own_key']),
            'server_address': attribute_paths(['server.address']),
            'schema_url': ['schemaUrl', 'schema_url', 'scope.schemaUrl'],
            'raw_occurred_at': [
                'startTimeUnixNano', 'start_time_unix_nano', 'startTime', 'start_time', 'timeUnixNano',
                'observedTimeUnixNano', 'attributes."event.timestamp"',
            ],
        }),
    }) -}}
{% endmacro %}
