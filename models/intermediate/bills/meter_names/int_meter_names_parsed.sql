{{ config(materialized='table') }}
{#-
    The grammar never guesses: a name that says two things, too little or something unknown stays unmapped, with its
    reason.
-#}
with meter_names as (
    select * from {{ ref('int_meter_names_distinct') }}
),

exact_names as (
    select * from {{ ref('billing_meter_exact') }}
),

matched as (
    select * from {{ ref('int_meter_names_matched') }}
),

modalities_chosen as (
    -- beside the one word that names a family, the other is what is billed: `gpt aud 0828 txt` is text
    select
        source,
        raw_meter_name,
        case
            when modalities = 0 then default_modality
            when modalities = 1 then first_modality
            when modalities = 2 and first_modality = family_modality then last_modality
            when modalities = 2 and last_modality = family_modality then first_modality
        end as modality,
        case
            when modalities > 1 and (family_modality is null or modality_words > 2) then 1
            when contradictions > 0 then 1
            when direction = 'output' and (cache_read is not null or cache_write is not null) then 1
            when cache_lifetime is not null and cache_write is null then 1
            else 0
        end as is_contradictory,
        case
            when cache_write is not null
                then 'cache_write' || coalesce('_' || coalesce(cache_lifetime, nullif(cache_write, 'true')), '')
            when cache_read is not null then 'cached_input'
            else coalesce(direction, default_direction)
        end as flow
    from matched
),

read as (
    select
        matched.source,
        matched.raw_meter_name,
        matched.model,
        coalesce(matched.capacity, matched.meter, modalities_chosen.modality || '_' || modalities_chosen.flow) as meter,
        coalesce(matched.deployment_scope, '') as deployment_scope,
        coalesce(matched.service_tier, 'standard') as service_tier,
        matched.context_band,
        case
            when matched.purpose is not null then matched.purpose
            when matched.is_cut = 1 then 'too_many_words'
            when matched.capacity is not null then null
            when matched.is_model_known = 0 then 'unknown_words'
            when matched.models_named > 1 then 'ambiguous_model'
            when modalities_chosen.is_contradictory = 1 then 'contradictory_words'
            when coalesce(matched.meter, modalities_chosen.modality || modalities_chosen.flow) is null
                then 'incomplete_words'
        end as unmapped_reason
    from matched
    inner join modalities_chosen
        on
            matched.source = modalities_chosen.source
            and matched.raw_meter_name = modalities_chosen.raw_meter_name
),

parsed as (
    -- an exact name wins over the grammar
    select
        meter_names.source,
        meter_names.raw_meter_name,
        case when exact_names.meter is null then grammar.model else exact_names.model end as raw_model,
        coalesce(exact_names.meter, grammar.meter) as meter,
        case
            when exact_names.meter is null then grammar.deployment_scope
            else coalesce(exact_names.deployment_scope, '')
        end as deployment_scope,
        coalesce(exact_names.service_tier, grammar.service_tier) as service_tier,
        case when exact_names.meter is null then grammar.context_band else exact_names.context_band end
            as context_band,
        case when coalesce(exact_names.meter, grammar.meter) is null then 'unmapped' else 'mapped' end
            as mapping_status,
        case
            when exact_names.meter is not null then 'exact'
            when grammar.meter is not null then 'grammar'
        end as mapping_rule,
        case
            when coalesce(exact_names.meter, grammar.meter) is null
                then coalesce(refused.unmapped_reason, 'unknown_words')
        end as unmapped_reason
    from meter_names
    left join exact_names
        on
            meter_names.source = exact_names.source
            and lower(trim(meter_names.raw_meter_name)) = exact_names.meter_name
    left join read as grammar
        on
            meter_names.source = grammar.source
            and meter_names.raw_meter_name = grammar.raw_meter_name
            and grammar.unmapped_reason is null
    left join read as refused
        on
            meter_names.source = refused.source
            and meter_names.raw_meter_name = refused.raw_meter_name
)

select * from parsed
