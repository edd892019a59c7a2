{#-
    Results of OpenAI's usage API and rows of the dashboard's export, which have the same names for the same counts,
    each with its period and its kind of usage. `base_openai__report_parts` decides which of their counts include their
    parts.
-#}
{%- set kind = {'object': ['object']} -%}

with buckets as (
    select * from {{ ref('base_openai__report_buckets') }}
),

report_rows as (
    select * from {{ ref('base_openai__report_rows') }}
),

elements as (
    {{ numbered_elements('buckets', 'record', 'results') | indent(4) }}
),

fields_by_element as (
    {{ computed_once('elements', {'fields': json_fields('element', kind)}) | indent(4) }}
),

api_results as (
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
        record,
        element as result,
        element as result_counts
    from fields_by_element
),

results as (
    select * from api_results

    union all

    select
        'openai_usage_csv' as source,
        delivery_id,
        record_number,
        cast(1 as bigint) as result_number,
        billing_account_id,
        delivery_set,
        delivered_at,
        loaded_at,
        period_start,
        period_end,
        period_seconds,
        covered_from,
        covered_until,
        report_kind,
        record,
        record as result,
        -- The dashboard writes counts as floats, 3.0.
        {{ regexp_replace_all('record', '([0-9])[.]0+"', '\\1"') }} as result_counts
    from report_rows
    where not is_empty
)

select * from results
