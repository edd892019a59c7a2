{{ config(materialized='table') }}
{#-
    The model and meter that a billed meter name means. An exact name in the seed `billing_meter_exact` wins over the
    grammar. The grammar never guesses: a name that contradicts itself, states too little or has an unknown word stays
    unmapped, with a reason. Long because every reason is decided here.
-#}
with meter_names as (
    select * from {{ ref('int_meter_names_distinct') }}
),

exact_names as (
    select * from {{ ref('billing_meter_exact') }}
),

matched_names as (
    select * from {{ ref('int_meter_names_matched') }}
),

billed_modalities as (
    -- If one of two modality words names a family, the other one is billed: `gpt aud 0828 txt` is text.
    select
        source,
        raw_meter_name,
        case
            when modalities = 0 then default_modality
            when modalities = 1 then first_modality
            when modalities = 2 and first_modality = family_modality then last_modality
            when modalities = 2 and last_modality = family_modality then first_modality
        end as modality,
        coalesce(
            (modalities > 1 and (family_modality is null or modality_words > 2))
            or contradictions > 0
            or (direction = 'output' and coalesce(cache_read, cache_write) is not null)
            or (cache_lifetime is not null and cache_write is null)
            or (tool is not null and coalesce(direction, cache_read, cache_write, first_modality) is not null),
            false
        ) as is_contradictory,
        case
            when cache_write is not null
                then 'cache_write' || coalesce('_' || coalesce(cache_lifetime, nullif(cache_write, 'true')), '')
            when cache_read is not null then 'cached_input'
            -- Hosting of a fine-tune can be named without a word of its own, so no direction is assumed.
            when tuning is not null then direction
            else coalesce(direction, default_direction)
        end as flow
    from matched_names
),

meters_by_grammar as (
    select
        matched_names.source,
        matched_names.raw_meter_name,
        matched_names.model,
        coalesce(
            matched_names.capacity,
            matched_names.tool,
            matched_names.meter,
            billed_modalities.modality || '_' || billed_modalities.flow
        ) as meter,
        coalesce(matched_names.deployment_scope, '') as deployment_scope,
        coalesce(matched_names.service_tier, 'standard') as service_tier,
        matched_names.context_band,
        case
            when matched_names.purpose is not null then matched_names.purpose
            when matched_names.is_cut then 'too_many_words'
            when matched_names.capacity is not null then null
            when not matched_names.is_model_known then 'unknown_words'
            when matched_names.models_named > 1 then 'ambiguous_model'
            when billed_modalities.is_contradictory then 'contradictory_words'
            when
                coalesce(
                    matched_names.tool, matched_names.meter, billed_modalities.modality || billed_modalities.flow
                ) is null
                then 'incomplete_words'
        end as unmapped_reason
    from matched_names
    inner join billed_modalities
        on
            matched_names.source = billed_modalities.source
            and matched_names.raw_meter_name = billed_modalities.raw_meter_name
),

parsed_names as (
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
    left join meters_by_grammar as grammar
        on
            meter_names.source = grammar.source
            and meter_names.raw_meter_name = grammar.raw_meter_name
            and grammar.unmapped_reason is null
    left join meters_by_grammar as refused
        on
            meter_names.source = refused.source
            and meter_names.raw_meter_name = refused.raw_meter_name
)

select * from parsed_names
