{#-
    Answers of Gemini with their usage metadata, wherever it is, and what is billed beside the tokens: searches, maps
    and videos. The line of a batch and an event of the Interactions API keep the answer inside.
-#}
{%- set parts = google_usage_fields() -%}
{%- set tools = parts.tool_lists -%}
{%- set tool_tags = parts.tool_tags.values() | list -%}
{%- set objects = [] -%}
{%- for _ in parts.inner_usage_objects -%}
    {%- do objects.append(json_object('inner_objects', loop.index)) -%}
{%- endfor -%}
{%- set video_counts = [] -%}
{%- for path in parts.videos -%}
    {%- do video_counts.append(json_array_size('document', path)) -%}
{%- endfor -%}

with envelopes as (
    select * from {{ ref('stg_usage__envelopes') }}
    where landed_platform in ({{ text_list(var('usage_providers')['google']) }}) and not {{ is_claude_in_vertex() }}
),

envelopes_with_inner_fields as (
    {{ computed_once('envelopes', {
        'inner_objects': json_object_array('document', parts.inner_usage_objects),
        'inner_texts': json_fields('document', parts.inner_texts),
    }) | indent(4) }}
),

envelopes_with_usage_object as (
    select
        {{ usage_envelope_columns() | reject('in', [
            'event_key', 'raw_model', 'raw_service_tier', 'response_status'
        ]) | join(',\n        ') }},
        envelope_finding,
        document,
        coalesce({{ objects | join(', ') }}, usage_object) as usage_object,
        case
            when event_key like 'record/%'
                then coalesce(nullif({{ json_field('inner_texts', parts.inner_texts, 'id') }}, ''), event_key)
            else event_key
        end as event_key,
        -- A batch of Vertex AI adds the default version to the name.
        {{ regexp_replace_all(
            "coalesce(nullif(" ~ json_field('inner_texts', parts.inner_texts, 'model') ~ ", ''), raw_model)",
            '@default$', ''
        ) }} as raw_model,
        case
            when coalesce({{ objects[:2] | join(', ') }}) is not null
                and {{ json_field('inner_texts', parts.inner_texts, 'batch') }} is not null
                then 'batch'
            else raw_service_tier
        end as raw_service_tier,
        coalesce({{ json_field('inner_texts', parts.inner_texts, 'status') }}, response_status) as response_status
    from envelopes_with_inner_fields
),

answers_with_fields as (
    {{ computed_once('envelopes_with_usage_object', {
        'tool_details': "case when usage_object like '%rounding%ool%ount%' then cast(coalesce("
         ~ json_field(json_object_array('usage_object', tools.tools), tools, 'tools') ~ ') as ' ~ dbt.type_string()
         ~ ') end',
        'grounding': "case when record like '%roundingMetadata\"%' or record like '%rounding_metadata\"%' then "
         ~ json_joined_objects('document', parts.grounding) ~ ' end',
        'video_fields': "case when record like '%ideo%' then " ~ json_fields('document', parts.video_texts) ~ ' end',
    }) | indent(4) }}
),

answers_with_grounding as (
    select
        {{ usage_envelope_columns() | join(',\n        ') }},
        envelope_finding,
        usage_object,
        tool_details,
        {{ is_searched_once('raw_model') }} as is_searched_once,
        coalesce(
            case
                when record like '%earchQueries"%' or record like '%earch_queries"%'
                    then
                        {{ json_distinct_texts('document', parts.searched.web) | indent(24) }}
                        + {{ json_distinct_texts('document', parts.searched.image) | indent(24) }}
            end,
            0
        ) as search_queries,
        {{ regexp_matches('grounding', '"web"\s*:\s*\{') }} as is_web_grounded,
        coalesce(
            {{ regexp_matches('grounding', '"maps"\s*:\s*\{|"' ~ parts.maps_token ~ '"\s*:\s*"') }}, false
        ) as is_maps_grounded,
        {% for name, tag in parts.tool_tags.items() -%}
        {{ json_tagged_sum('tool_details', 'type', ['count'], [tag]) }} as counted_{{ name }},
        {% endfor -%}
        {{ json_tagged_sum('tool_details', 'type', ['count'], tool_tags, is_listed=false) }} as counted_tools,
        case when record like '%ideo%' then coalesce({{ video_counts | join(', ') }}) end as listed_videos,
        {% for name in ['resolution', 'has_sound'] -%}
        lower({{ json_field('video_fields', parts.video_texts, name) }}) as video_{{ name }},
        {% endfor -%}
        {{ exact_decimal(json_field('video_fields', parts.video_texts, 'seconds')) }} as seconds_of_video
    from answers_with_fields
),

answers_with_queries as (
    select
        *,
        case when counted_searches + counted_maps > 0 then counted_searches else {{ grounded_queries('web') }} end
            as web_queries,
        case when counted_searches + counted_maps > 0 then counted_maps else {{ grounded_queries('maps') }} end
            as maps_queries,
        coalesce(listed_videos, case when seconds_of_video is not null then 1 end) as videos
    from answers_with_grounding
),

answers as (
    select
        {{ usage_envelope_columns() | join(',\n        ') }},
        envelope_finding,
        usage_object,
        case when is_searched_once then least(web_queries, 1) else web_queries end as web_searches,
        case when is_searched_once then least(maps_queries, 1) else maps_queries end as maps_searches,
        case
            when greatest(counted_searches, counted_maps, counted_tools) >= 1000000000000
                then 'invalid_count|the calls of a tool are not a whole number below 10^12'
        end as tool_finding,
        case when counted_tools > 0 then
            {{ json_other_quantities(['tool_details'], 'type', ['count'], tool_tags, '_call') | indent(12) }}
        end as tool_quantities,
        videos,
        -- A longer time is not a duration, and its product could overflow. Its videos are counted without a price.
        cast(
            case
                when videos between 0 and 1000 and seconds_of_video between 0 and 1000000
                    then videos * seconds_of_video
            end
            as {{ type_quantity() }}
        ) as video_seconds,
        -- A video has 720 lines and sound unless the request states otherwise.
        coalesce(
            '_' || case when video_resolution != '720p' then {{ plain_quantity_name('video_resolution') }} end, ''
        )
        || case when video_has_sound = 'false' then '_silent' else '' end as video_kind
    from answers_with_queries
)

select * from answers
