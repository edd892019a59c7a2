{% set stated_once = [
    'direction', 'cache_read', 'cache_write', 'cache_lifetime', 'service_tier', 'deployment_scope', 'context_band',
    'capacity', 'purpose'
] %}
{#- Clouds spell a model in many ways. -#}
{% set spellers = ['bedrock', 'google'] %}

with meter_words as (
    select * from {{ ref('int_meter_names_split') }}
),

models as (
    select * from {{ ref('int_billing_models_named') }}
),

words_ordered as (
    -- at Azure the date of a snapshot stands anywhere: `gpt rt 1215 mn` is `gpt rt mn 1215`
    select
        *,
        case
            when source = 'azure' and {{ regexp_matches('value', '^(0[1-9]|1[0-2])[0-3][0-9](20[0-9]{2})?$') }} then 1000
            else 0
        end + word_number as model_word_number
    from meter_words
),

words_joined as (
    select
        source,
        raw_meter_name,
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
        max(case when word_number = words_read then 1 else 0 end) as is_cut
    from words_ordered
    group by source, raw_meter_name
),

words_summed as (
    select
        *,
        case
            when source in ({{ text_list(spellers) }}) then {{ model_spelling('model_words') }}
            else model_words
        end as model_key
    from words_joined
),

candidates as (
    -- a family named by its modality (`gpt aud mini`) needs that word; a model of one modality bears no other;
    -- `*` stands for any single word that looks like a model id, at a source that writes ids in full
    select
        words_summed.source,
        words_summed.raw_meter_name,
        case when models.model_words = '*' then words_summed.model_words else models.model end as model,
        models.family_modality,
        models.default_modality,
        models.default_direction,
        models.meter,
        sum(case when models.model_words != '*' then models.models_spelled else 0 end) over (
            partition by words_summed.source, words_summed.raw_meter_name
        ) as models_named,
        row_number() over (
            partition by words_summed.source, words_summed.raw_meter_name
            order by
                case when models.model_words = '*' then 1 else 0 end asc,
                models.family_modality asc nulls last
        ) as candidate_number
    from words_summed
    inner join models
        on
            words_summed.source = models.source
            and (
                words_summed.model_key = models.model_words
                or (models.model_words = '*' and {{ regexp_matches('words_summed.model_words', '^[^ ]*[-0-9][^ ]*$') }})
            )
            and (
                models.model_words = '*'
                or models.source in ({{ text_list(spellers) }})
                or models.family_modality in (words_summed.first_modality, words_summed.last_modality)
                or (
                    models.family_modality is null
                    and (
                        models.default_modality is null
                        or words_summed.modalities = 0
                        or (words_summed.modalities = 1 and words_summed.first_modality = models.default_modality)
                    )
                )
            )
),

matched as (
    select
        words_summed.*,
        case
            when words_summed.source = 'bedrock' and words_summed.deployment_scope = 'global'
                then 'global.' || candidates.model
            else candidates.model
        end as model,
        candidates.family_modality,
        candidates.default_modality,
        candidates.default_direction,
        candidates.meter,
        coalesce(candidates.candidate_number, 0) as is_model_known,
        coalesce(candidates.models_named, 0) as models_named
    from words_summed
    left join candidates
        on
            words_summed.source = candidates.source
            and words_summed.raw_meter_name = candidates.raw_meter_name
            and candidates.candidate_number = 1
)

select * from matched
