{#-
    The meaning of all words of a meter name together, and the model that they name. The words that the vocabulary does
    not have must form the whole name of the model, because a longer name is another model. The words of the product,
    before a `|`, may be a part of it or not. Long because the words of a name are collected first, and then the best of
    several readings and candidates is chosen.
-#}
{%- set stated_once = [
    'direction', 'cache_read', 'cache_write', 'cache_lifetime', 'service_tier', 'deployment_scope', 'context_band',
    'capacity', 'tool', 'purpose', 'tuning'
] -%}
{#-
    The readings of a name, best first. A tool before the `|` is billed whatever model is behind it. A text model puts
    out no images, so the image output of its name is that of the family's image model.
-#}
{%- set readings = ['tool', 'images', 'rest', 'images of all', 'all'] -%}

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
        coalesce(grammars.shows_image_models, false) as shows_image_models,
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
        shows_image_models,
        {{ joined_text("case when dimension = 'model' then value end", ' ', 'model_word_number') }} as model_words,
        {{ joined_text("case when dimension = 'product' then value end", ' ', 'word_number') }} as product_words,
        {% for dimension in stated_once %}
        max(case when dimension = '{{ dimension }}' then value end) as {{ dimension }},
        {% endfor %}
        count(distinct case
            when dimension not in ('model', 'product', 'modality', 'noise') then dimension || value
        end)
        - count(distinct case when dimension not in ('model', 'product', 'modality', 'noise') then dimension end)
            as contradictions,
        count(case when dimension = 'modality' then 1 end) as modality_words,
        count(distinct case when dimension = 'modality' then value end) as modalities,
        min(case when dimension = 'modality' then value end) as first_modality,
        max(case when dimension = 'modality' then value end) as last_modality,
        max(case when word_number = words_read then 1 else 0 end) = 1 as is_cut
    from words_in_order
    group by source, raw_meter_name, is_spelled, global_prefix, shows_image_models
),

readings as (
    {% for reading in readings -%}
    select
        '{{ reading }}' as reading,
        {{ loop.index }} as reading_number
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

words_of_readings as (
    select
        names.*,
        readings.reading,
        readings.reading_number,
        case
            when readings.reading = 'tool'
                then case
                    when
                        coalesce(names.direction, names.cache_read, names.cache_write, names.first_modality) is null
                        and {{ regexp_matches('names.model_words', '^[a-z][^ ]*[-0-9][^ ]*$') }}
                        then names.product_words
                end
            when
                readings.reading like 'images%'
                and (
                    not names.is_spelled
                    or names.modalities != 1
                    or names.first_modality != 'image'
                    or names.direction != 'output'
                )
                then null
            when readings.reading like '%all'
                then names.product_words || coalesce(' ' || names.model_words, '')
            else names.model_words
        end as words
    from words_of_names as names
    cross join readings
),

readings_with_keys as (
    select
        *,
        case
            when not is_spelled then words
            when reading like 'images%' and words like '% ga'
                then {{ model_spelling('substring(words, 1, length(words) - 3)') }} || 'imagega'
            when reading like 'images%' then {{ model_spelling('words') }} || 'image'
            else {{ model_spelling('words') }}
        end as model_key
    from words_of_readings
    where words is not null
),

spelled_readings as (
    -- A family named by its modality (`gpt aud mini`) needs that word. A model of one modality matches no other
    -- modality. `*` is any single word that looks like a model id, on bills that write ids in full; before a `|` only
    -- a word with a digit does. Image output of a family without an image model stays unmapped where names show which
    -- models put out images.
    select
        names.source,
        names.raw_meter_name,
        names.reading_number,
        case when spellings.model_words = '*' then names.words else spellings.model end as model,
        spellings.model_words,
        spellings.models_spelled,
        spellings.family_modality,
        spellings.default_modality,
        spellings.default_direction,
        spellings.meter,
        min(names.reading_number) over (partition by names.source, names.raw_meter_name) as best_reading_number
    from readings_with_keys as names
    inner join spellings
        on
            names.source = spellings.source
            and (
                names.model_key = spellings.model_words
                or (
                    spellings.model_words = '*'
                    and (
                        (names.reading = 'rest' and {{ regexp_matches('names.words', '^[^ ]*[-0-9][^ ]*$') }})
                        or (names.reading = 'all' and {{ regexp_matches('names.words', '^[^ ]*[0-9][^ ]*$') }})
                    )
                )
            )
            and (names.reading != 'tool' or (spellings.meter is not null and spellings.model is null))
            and (
                not names.shows_image_models
                or names.direction is null or names.direction != 'output'
                or names.modalities != 1 or names.first_modality != 'image'
                or {{ regexp_matches('spellings.model', 'image|banana') }}
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

candidates as (
    select
        source,
        raw_meter_name,
        model,
        family_modality,
        default_modality,
        default_direction,
        meter,
        sum(case when model_words != '*' then models_spelled else 0 end) over (
            partition by source, raw_meter_name
        ) as models_named,
        row_number() over (
            partition by source, raw_meter_name
            order by
                case when model_words = '*' then 1 else 0 end asc,
                family_modality asc nulls last
        ) as candidate_number
    from spelled_readings
    where reading_number = best_reading_number
),

tools_of_families as (
    -- A tool is billed for a family of models (`gemini 3`), so its name must be the beginning of a model's.
    select distinct
        names.source,
        names.raw_meter_name
    from readings_with_keys as names
    inner join spellings
        on
            names.source = spellings.source
            and spellings.model_words like names.model_key || '%'
    where names.tool is not null and names.reading = 'rest' and length(names.model_key) > 3
),

matched_names as (
    select
        names.*,
        case
            when names.tool is not null then null
            when names.tuning is not null then names.tuning || candidates.model
            when names.deployment_scope = 'global' then coalesce(names.global_prefix, '') || candidates.model
            else candidates.model
        end as model,
        candidates.family_modality,
        candidates.default_modality,
        candidates.default_direction,
        candidates.meter,
        case when names.tool is not null then tools_of_families.source else candidates.source end is not null
            as is_model_known,
        case when names.tool is not null then 0 else coalesce(candidates.models_named, 0) end as models_named
    from words_of_names as names
    left join candidates
        on
            names.source = candidates.source
            and names.raw_meter_name = candidates.raw_meter_name
            and candidates.candidate_number = 1
    left join tools_of_families
        on
            names.source = tools_of_families.source
            and names.raw_meter_name = tools_of_families.raw_meter_name
)

select * from matched_names
