{{ config(materialized='table') }}
{#- Which priced model the model strings in billed meter names mean. -#}
with meters as (
    select * from {{ ref('int_meter_names_parsed') }}
),

platforms as (
    select * from {{ ref('platforms') }}
),

-- Platforms that name their meters alike name their models alike.
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
