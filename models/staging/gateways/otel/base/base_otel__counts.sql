{#-
    Spans and logs of OpenTelemetry with their counts, as text. A span may count in several vocabularies, because a
    bridge wrote some names of another beside its own. One is read: the first, in the order of `otel_fields`, that
    counts the cache, else the first that counts at all. So a bridge that leaves out the cache hides no cache.
-#}
{%- set parts = otel_fields() -%}
{%- set vocabularies = parts.vocabularies -%}
{%- set called_counts = ['input_tokens', 'output_tokens', 'stated_total_tokens'] -%}
{%- set arrays, synonyms = {}, {} -%}
{%- for vocabulary, mapping in vocabularies.items() -%}
    {#- Most spans count nothing. No name of a count is without this word. -#}
    {%- do arrays.update({
        vocabulary: "case when record like '%oken%' then " ~ json_fields('document', mapping) ~ ' end',
    }) -%}
    {#- Two names of one of these counts may contradict each other. -#}
    {%- for name in called_counts + parts.cache_counts if mapping[name] | default([]) | length > 1 -%}
        {%- do synonyms.setdefault(vocabulary, []).append(name) -%}
    {%- endfor -%}
{%- endfor -%}

with landed_spans as (
    {{ landed_records('otel') | indent(4) }}
),

documents as (
    {{ computed_once('landed_spans', {'document': json_document('record')}) | indent(4) }}
),

counts_by_span as (
    {{ computed_once('documents', arrays) | indent(4) }}
),

spans_by_vocabulary as (
    select
        *,
        case
            {% for names in [parts.cache_counts, called_counts] -%}
            {% for vocabulary, mapping in vocabularies.items() -%}
            {% set elements = [] -%}
            {% for name in names if name in mapping -%}
            {% do elements.extend(json_field_elements(vocabulary, mapping, name)) -%}
            {% endfor -%}
            when coalesce({{ elements | join(', ') }}, null) is not null then '{{ vocabulary }}'
            {% endfor -%}
            {% endfor -%}
        end as vocabulary
    from counts_by_span
),

spans as (
    select
        delivery_id,
        record_number,
        record,
        loaded_at,
        vocabulary,
        {% for name in parts.counts -%}
        case vocabulary
            {% for vocabulary, mapping in vocabularies.items() if name in mapping -%}
            when '{{ vocabulary }}' then {{ agreed_field(vocabulary, mapping, name) }}
            {% endfor -%}
        end as raw_{{ name }},
        {% endfor -%}
        case vocabulary
            {% for vocabulary, names in synonyms.items() -%}
            when '{{ vocabulary }}' then {{ contradicting_counts(vocabulary, vocabularies[vocabulary], names) }}
            {% endfor -%}
        end as spelling_finding,
        case
            when record like '%.usage.%' or record like '%.token!_count.%' escape '!'
                then {{ json_unknown_attributes('record', parts.prefixes, parts.known_names) }}
        end as unknown_counts,
        case
            when vocabulary is null then {{ json_key_names('record', 'attributes', ['token', 'usage']) }}
        end as similar_names
    from spans_by_vocabulary
)

select * from spans
