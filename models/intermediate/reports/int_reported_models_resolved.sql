{{ config(materialized='table') }}
{#- The priced model that each model string of known provider reports means. Macro `resolved_models` has the rule. -#}
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
