{#-
    Observations of Langfuse with their counts, as text. Two names of one count are one count, unless their values
    contradict each other.
-#}
{%- set parts = langfuse_fields() -%}
{%- set counts = dict(parts.usage_keys, total=parts.totals) -%}
{%- set mapping = dict(counts, requests=parts.requests) -%}

with observations as (
    select * from {{ ref('base_langfuse__observations') }}
),

fields_by_observation as (
    {{ computed_once('observations', {'fields': json_fields('usage_object', mapping)}) | indent(4) }}
),

observations_with_counts as (
    select
        {{ usage_envelope_columns() | reject('in', ['event_key', 'region']) | join(',\n        ') }},
        observation_id,
        response_id,
        kind,
        unit,
        metadata_region,
        raw_occurred_at,
        usage_object,
        {% for name in mapping -%}
        {{ agreed_field('fields', mapping, name) }} as raw_{{ name }},
        {% endfor -%}
        {{ contradicting_counts('fields', mapping, counts) }} as spelling_finding
    from fields_by_observation
)

select * from observations_with_counts
