{#-
    Each word of a meter name, and what the word means. A name with too many words is cut here, and refused by
    `int_meter_names_parsed`. Long because a name is cleaned, split and classified in separate steps.
-#}
{% set words_read = 24 %}

with meter_names as (
    select * from {{ ref('int_meter_names_distinct') }}
),

vocabulary as (
    select * from {{ ref('billing_meter_words') }}
),

positions as (
    {% for position in range(1, words_read + 1) %}
    select {{ position }} as word_number
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

spaced_names as (
    select
        source,
        raw_meter_name,
        {{ meter_words('source', 'raw_meter_name') }} as spaced_name
    from meter_names
),

words as (
    select
        spaced_names.source,
        spaced_names.raw_meter_name,
        positions.word_number,
        split_part(spaced_names.spaced_name, ' ', positions.word_number) as word
    from spaced_names
    cross join positions
    where split_part(spaced_names.spaced_name, ' ', positions.word_number) != ''
),

words_after_prefixes as (
    select
        source,
        raw_meter_name,
        word_number,
        word,
        max(case when word = '|' then word_number else 0 end) over (
            partition by source, raw_meter_name
        ) as prefix_words
    from words
),

classified_words as (
    -- A word that the vocabulary does not have names the model, unless it is the code of a region. In the prefix it
    -- names the product, which may be a model, a tool or neither.
    select
        words_after_prefixes.source,
        words_after_prefixes.raw_meter_name,
        words_after_prefixes.word_number,
        words_after_prefixes.word,
        coalesce(
            vocabulary.dimension,
            case
                when words_after_prefixes.word = '|' then 'noise'
                when {{ is_region_code('words_after_prefixes.source', 'words_after_prefixes.word') }} then 'noise'
                when words_after_prefixes.word_number > words_after_prefixes.prefix_words then 'model'
                else 'product'
            end
        ) as dimension,
        coalesce(vocabulary.value, words_after_prefixes.word) as value,
        {{ words_read }} as words_read
    from words_after_prefixes
    left join vocabulary
        on
            words_after_prefixes.source = vocabulary.source
            and words_after_prefixes.word = vocabulary.word
)

select * from classified_words
