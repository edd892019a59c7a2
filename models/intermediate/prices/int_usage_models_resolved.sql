{{ config(materialized='table') }}
{#- Which priced model the model strings of known usage mean. -#}
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
