{#-
    The meaning of all words of a meter name together, and the model that they name. The words that the vocabulary does
    not have must form the whole name of the model, because a longer name is another model. Long because the words of a
    name are collected first, and then the best of several candidates is chosen.
-#}
{% set stated_once = [
    'direction', 'cache_read', 'cache_write', 'cache_lifetime', 'service_tier', 'deployment_scope', 'context_band',
    'capacity', 'purpose'
] %}

with meter_words as (
    select * from {{ ref('int_meter_names_split') }}
),

spellings as (
    select * from {{ ref('int_billed_model_spellings') }}
),

grammars as (
    select * from {{ ref('meter_grammars') }}
),

words_in_order as (
    select
        meter_words.*,
        coalesce(grammars.models_by = 'spelling', false) as is_spelled,
        grammars.global_prefix,
        -- If the grammar allows the date of a snapshot anywhere, the date counts as the last word.
        case
            when
                grammars.dates = 'anywhere'
                and {{ regexp_matches('meter_words.value', '^(0[1-9]|1[0-2])[0-3][0-9](20[0-9]{2})?$') }}
                then 1000
            else 0
        end + meter_words.word_number as model_word_number
    from meter_words
    left join grammars
        on meter_words.source = grammars.meter_grammar
),

words_of_names as (
    select
        source,
        raw_meter_name,
        is_spelled,
        global_prefix,
        {{ joined_text("case when dimension = 'model' then value end", ' ', 'model_word_number') }} as model_words,
        {% for dimension in stated_once %}
        max(case when dimension = '{{ dimension }}' then value end) as {{ dimension }},
        {% endfor %}
        count(distinct case when dimension not in ('model', 'modality', 'noise') then dimension || value end)
        - count(distinct case when dimension not in ('model', 'modality', 'noise') then dimension end)
            as contradictions,
        count(case when dimension = 'modality' then 1 end) as modality_words,
        count(distinct case when dimension = 'modality' then value end) as modalities,
        min(case when dimension = 'modality' then value end) as first_modality,
        max(case when dimension = 'modality' then value end) as last_modality,
        max(case when word_number = words_read then 1 else 0 end) = 1 as is_cut
    from words_in_order
    group by source, raw_meter_name, is_spelled, global_prefix
),

names_with_keys as (
    select
        *,
        case when is_spelled then {{ model_spelling('model_words') }} else model_words end as model_key
    from words_of_names
),

candidates as (
    -- A family named by its modality (`gpt aud mini`) needs that word. A model of one modality matches no other
    -- modality. `*` is any single word that looks like a model id, on bills that write ids in full.
    select
        names.source,
        names.raw_meter_name,
        case when spellings.model_words = '*' then names.model_words else spellings.model end as model,
        spellings.family_modality,
        spellings.default_modality,
        spellings.default_direction,
        spellings.meter,
        sum(case when spellings.model_words != '*' then spellings.models_spelled else 0 end) over (
            partition by names.source, names.raw_meter_name
        ) as models_named,
        row_number() over (
            partition by names.source, names.raw_meter_name
            order by
                case when spellings.model_words = '*' then 1 else 0 end asc,
                spellings.family_modality asc nulls last
        ) as candidate_number
    from names_with_keys as names
    inner join spellings
        on
            names.source = spellings.source
            and (
                names.model_key = spellings.model_words
                or (spellings.model_words = '*' and {{ regexp_matches('names.model_words', '^[^ ]*[-0-9][^ ]*$') }})
            )
            and (
                spellings.model_words = '*'
                or names.is_spelled
                or spellings.family_modality in (names.first_modality, names.last_modality)
                or (
                    spellings.family_modality is null
                    and (
                        spellings.default_modality is null
                        or names.modalities = 0
                        or (names.modalities = 1 and names.first_modality = spellings.default_modality)
                    )
                )
            )
),

matched_names as (
    select
        names.*,
        case
            when names.deployment_scope = 'global' then coalesce(names.global_prefix, '') || candidates.model
            else candidates.model
        end as model,
        candidates.family_modality,
        candidates.default_modality,
        candidates.default_direction,
        candidates.meter,
        candidates.candidate_number is not null as is_model_known,
        coalesce(candidates.models_named, 0) as models_named
    from names_with_keys as names
    left join candidates
        on
            names.source = candidates.source
            and names.raw_meter_name = candidates.raw_meter_name
            and candidates.candidate_number = 1
)

select * from matched_names
