{{ config(materialized='table') }}
{#- The priced model that each model string in a billed meter name means. Macro `resolved_models` has the rule. -#}
with meters as (
    select * from {{ ref('int_meter_names_parsed') }}
),

platforms as (
    select * from {{ ref('platforms') }}
),

-- Platforms that share a meter grammar share their model names.
raw_models as (
    select distinct
        coalesce(platforms.platform, meters.source) as platform,
        lower(meters.raw_model) as raw_model
    from meters
    left join platforms
        on meters.source = platforms.meter_grammar
),

{{ resolved_models('raw_models') }}

select * from resolved
