{#- Results of the usage API, each with the period it is of and the word for what it counts. -#}
{%- set kind = {'object': ['object']} -%}

with buckets as (
    select * from {{ ref('base_openai__report_buckets') }}
),

results as (
    {{ numbered_elements('buckets', 'record', 'results') | indent(4) }}
),

parsed as (
    {{ computed_once('results', {'fields': json_fields('element', kind)}) | indent(4) }}
),

told as (
    select
        'openai_usage' as source,
        delivery_id,
        record_number,
        cast(element_number as bigint) as result_number,
        billing_account_id,
        delivery_set,
        delivered_at,
        loaded_at,
        period_start,
        period_end,
        period_seconds,
        period_start as covered_from,
        period_end as covered_until,
        case
            when {{ json_field('fields', kind, 'object') }} is null then stated_kind
            else {{ openai_report_kind(json_field('fields', kind, 'object')) }}
        end as report_kind,
        element as result
    from parsed
)

select * from told
