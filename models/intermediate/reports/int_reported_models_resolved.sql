{{ config(materialized='table') }}
{#- Which priced model the model strings of known provider reports mean. -#}
with reports as (
    select * from {{ ref('int_provider_usage_unioned') }}
    where rejection_reason is null and {{ is_known('delivered_at') }}
),

raw_models as (
    select distinct
        platform,
        model_name as raw_model
    from reports
),

{{ resolved_models('raw_models') }}

select * from resolved
