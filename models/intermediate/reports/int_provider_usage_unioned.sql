{{ config(materialized='incremental') }}
{#-
    Every row of every delivered provider report, from all providers. A delivery is read only once, because its content
    never changes.
-#}
{%- set as_they_are = [
    'source', 'platform', 'delivery_id', 'delivery_set', 'delivered_at', 'record_number', 'result_number',
    'billing_account_id', 'project_id', 'api_key_id', 'report_kind', 'covered_from', 'covered_until', 'usage_date',
    'meter', 'quantity', 'loaded_at'
] -%}
{%- set columns = as_they_are + ['raw_model', 'raw_service_tier', 'finding', 'record'] -%}
{%- set is_new = is_newly_loaded('loaded_at') -%}
{%- set staging = 'stg_%s__usage_reports' -%}

with reports as (
    {% for source in newly_loaded_sources(var('usage_report_sources'), staging, keeps_first=true) -%}
    select {{ columns | join(', ') }} from {{ ref('stg_' ~ source ~ '__usage_reports') }}
    where {{ is_new }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

report_rows as (
    select
        {{ surrogate_key(['delivery_id', 'record_number', 'result_number', 'meter']) }} as report_row_id,
        {{ as_they_are | join(',\n        ') }},
        lower(coalesce(raw_model, '')) as model_name,
        lower(coalesce(raw_service_tier, '')) as service_tier_name,
        {{ rejection_reason() }} as rejection_reason,
        'result ' || result_number || ' of the record: ' || {{ rejection_detail() }} as rejection_detail,
        record as rejected_record,
        cast(loaded_at as date) as loaded_date
    from reports
)

select * from report_rows
