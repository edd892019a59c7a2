{{ config(materialized='table') }}
{#- The priced model that each model string of known usage means. Macro `resolved_models` has the rule. -#}
with deliveries as (
    select * from {{ ref('int_usage_deliveries_summed') }}
    where not is_rejected and {{ is_known_delivery('delivery_id') }}
),

raw_models as (
    select distinct
        platform,
        model_name as raw_model
    from deliveries
),

{{ resolved_models('raw_models') }}

select * from resolved
