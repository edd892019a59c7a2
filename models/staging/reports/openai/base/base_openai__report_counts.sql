{#-
    Counts of results of OpenAI's usage reports, as text and as number, and the first thing that is wrong with each.
    Counts are as reported; `base_openai__report_parts` decides which of them include their parts.
-#}
{%- set parts = openai_report_fields() -%}
{%- set mapping = dict(parts.counts, **parts.texts) -%}
{%- set columns = [
    'source', 'delivery_id', 'record_number', 'result_number', 'billing_account_id', 'delivery_set', 'delivered_at',
    'loaded_at', 'period_start', 'period_end', 'period_seconds', 'covered_from', 'covered_until', 'report_kind',
    'record', 'result_counts'
] -%}

with results as (
    select * from {{ ref('base_openai__report_results') }}
),

fields_by_result as (
    {{ computed_once('results', {'fields': json_fields('result', mapping)}) | indent(4) }}
),

results_with_texts as (
    select
        {{ columns | join(',\n        ') }},
        {% for name in parts.counts -%}
        nullif({{ json_field('fields', mapping, name) }}, '') as raw_{{ name }},
        {% endfor -%}
        nullif({{ json_field('fields', mapping, 'usage_bytes') }}, '') as raw_usage_bytes,
        nullif({{ json_field('fields', mapping, 'project_id') }}, '') as project_id,
        nullif({{ json_field('fields', mapping, 'api_key_id') }}, '') as api_key_id,
        nullif({{ json_field('fields', mapping, 'raw_model') }}, '') as raw_model,
        -- Batch work has no tier of its own in the report.
        case
            when lower({{ json_field('fields', mapping, 'batch') }}) = 'true' then 'batch'
            else nullif({{ json_field('fields', mapping, 'service_tier') }}, '')
        end as raw_service_tier
    from fields_by_result
),

results_with_counts as (
    select
        *,
        {% for name in parts.counts -%}
        {{ whole_number('raw_' ~ name) }} as {{ name }},
        {% endfor -%}
        {{ whole_number('raw_usage_bytes') }} as usage_bytes
    from results_with_texts
),

results_with_unknown_counts as (
    {{ with_unknown_counts('results_with_counts', 'result_counts', parts.counts) | indent(4) }}
),

results_with_findings as (
    select
        *,
        {{ count_finding(parts.counts) }} as count_finding,
        case
            when {{ is_report_period('period_start', 'period_end') }} then null
            else {{ report_period_finding() }}
        end as period_finding,
        case
            when report_kind is null
                then 'unknown_report_kind|neither the result nor its path names a kind of usage'
            when report_kind not in ({{ text_list(parts.required_counts) }})
                then 'unknown_report_kind|usage of kind ' || {{ plain_name('report_kind') }} || ' is not supported'
            {% for kind, name in parts.required_counts.items() -%}
            when report_kind = '{{ kind }}' and raw_{{ name }} is null
                then 'missing_usage|the result of {{ kind }} reports no {{ mapping[name][0] }}'
            {% endfor -%}
            when report_kind = 'completions' and raw_output_tokens is null
                then 'missing_usage|the result of completions reports no output_tokens'
            when raw_usage_bytes is not null and coalesce(usage_bytes, -1) < 0
                then 'invalid_count|usage_bytes is not a whole number below 10^15'
        end as kind_finding
    from results_with_unknown_counts
)

select * from results_with_findings
