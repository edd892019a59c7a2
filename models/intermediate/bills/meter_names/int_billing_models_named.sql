{#-
    The words that name a model on a bill, from a row of the seed each; of clouds, which spell a model in many ways, from its
    name in the price book.
-#}
{% set spellers = ['bedrock', 'google'] %}

with written as (
    select * from {{ ref('billing_meter_models') }}
    where source not in ({{ text_list(spellers) }})
),

spelled as (
    select * from {{ ref('int_billing_models_spelled') }}
),

named as (
    select
        source,
        model_words,
        model,
        family_modality,
        default_modality,
        default_direction,
        meter,
        1 as models_spelled
    from written

    union all

    select
        source,
        spelling as model_words,
        model,
        null as family_modality,
        'text' as default_modality,
        case when model like '%embed%' then 'input' end as default_direction,
        null as meter,
        models_spelled
    from spelled
)

select * from named
