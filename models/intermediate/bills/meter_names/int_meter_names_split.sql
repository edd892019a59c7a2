{#- Longer names are cut here, and left unmapped where the words are read. -#}
{% set words_read = 24 %}
{#- What Azure calls the models of a family, behind its number. -#}
{% set model_names = [
    'mini', 'nano', 'pro', 'codex', 'chat', 'sol', 'luna', 'terra', 'astra', 'cyber', 'rosalind', 'flare', 'sunburst'
] %}

with meter_names as (
    select * from {{ ref('int_meter_names_distinct') }}
),

known_words as (
    select * from {{ ref('billing_meter_words') }}
),

positions as (
    {% for position in range(1, words_read + 1) %}
    select {{ position }} as word_number
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

unglued as (
    -- Azure glues words: `realtimePrvwTxtInp` and `aud1217` are told apart by case and by the four digits of a date,
    -- `GPT5.4mini` by what its models are called; AWS writes `CacheReadInputTokenCount`
    select
        source,
        raw_meter_name,
        case
            when source = 'azure'
                then {{ regexp_replace_all(
                    regexp_replace_all(
                        regexp_replace_all(
                            'lower(' ~ regexp_replace_all('raw_meter_name', '([a-z])([A-Z])', '\\1 \\2') ~ ')',
                            '([a-z])([0-9]{4})',
                            '\\1 \\2'
                        ),
                        '(gpt)([0-9])',
                        '\\1 \\2'
                    ),
                    '([0-9]o?)(' ~ model_names | join('|') ~ ')',
                    '\\1 \\2'
                ) }}
            when source = 'bedrock'
                then lower({{ regexp_replace_all('raw_meter_name', '([a-z0-9])([A-Z])', '\\1 \\2') }})
            when source = 'google' then {{ google_model_words('lower(raw_meter_name)') }}
            else replace(lower(raw_meter_name), '|', ' | ')
        end as lowered_name
    from meter_names
),

spaced as (
    -- a hyphen is a space to the clouds and part of the model's id to OpenAI, whose `|` ends a prefix
    select
        source,
        raw_meter_name,
        case
            when source = 'azure'
                then replace(
                    trim({{ regexp_replace_all('lowered_name', '[-_/,|() ]+', ' ') }}),
                    'tokens preview',
                    'tokens'
                )
            when source in ('bedrock', 'google')
                then trim({{ regexp_replace_all('lowered_name', '[^a-z0-9.]+', ' ') }})
            else trim({{ regexp_replace_all('lowered_name', '[_/,() ]+', ' ') }})
        end as spaced_name
    from unglued
),

split as (
    select
        spaced.source,
        spaced.raw_meter_name,
        positions.word_number,
        split_part(spaced.spaced_name, ' ', positions.word_number) as word
    from spaced
    cross join positions
    where split_part(spaced.spaced_name, ' ', positions.word_number) != ''
),

prefixed as (
    select
        source,
        raw_meter_name,
        word_number,
        word,
        max(case when word = '|' then word_number else 0 end) over (
            partition by source, raw_meter_name
        ) as prefix_words
    from split
),

read as (
    -- what the vocabulary does not know names the model, unless it stands in the prefix, which names the product, or is
    -- a region of AWS: USE1 is us-east-1
    select
        prefixed.source,
        prefixed.raw_meter_name,
        prefixed.word_number,
        prefixed.word,
        coalesce(
            known_words.dimension,
            case
                when prefixed.source = 'bedrock' and {{ regexp_matches('prefixed.word', '^[a-z]{2}[censw][0-9]$') }}
                    then 'noise'
                when prefixed.word_number > prefixed.prefix_words then 'model'
                else 'noise'
            end
        ) as dimension,
        coalesce(known_words.value, prefixed.word) as value,
        {{ words_read }} as words_read
    from prefixed
    left join known_words
        on
            prefixed.source = known_words.source
            and prefixed.word = known_words.word
)

select * from read
