{{ config(materialized='table') }}
{#-
    The words that name a model on a bill. On some platforms these are a few words, which are rows of the seed
    `billing_meter_models`. Clouds spell the model ids of the price book in many ways: without vendor, version, date,
    punctuation, or the ending that marks a model as instruction-tuned. A spelling in the seed wins over the whole id,
    the whole id over a shorter form, and a release over a preview. Clouds write the version of Claude before or after
    its family, whatever the id does (`Claude4.6Sonnet`), so both orders count, and that of the id wins. If two ids of
    one model share a spelling (Bedrock has two endpoints), the id with a version is meant. Long because each way to
    shorten an id is a step of its own.
-#}
{%- set vendor = '^[a-z0-9]+[.]' -%}

with prices as (
    select * from {{ ref('int_list_prices_unioned') }}
),

platforms as (
    select * from {{ ref('platforms') }}
),

grammars as (
    select * from {{ ref('meter_grammars') }}
    where models_by = 'spelling'
),

listed_models as (
    select
        models.*,
        grammars.meter_grammar is not null as is_spelling
    from {{ ref('billing_meter_models') }} as models
    left join grammars
        on models.source = grammars.meter_grammar
),

sold_models as (
    -- The global profile calls the same model, so its prefix is cut off.
    select distinct
        grammars.meter_grammar as source,
        case
            when prices.model like grammars.global_prefix || '%'
                then substring(
                    {{ model_as_billed('prices.platform', 'prices.model') }}, length(grammars.global_prefix) + 1
                )
            else {{ model_as_billed('prices.platform', 'prices.model') }}
        end as model
    from prices
    inner join platforms
        on prices.platform = platforms.platform
    inner join grammars
        on platforms.meter_grammar = grammars.meter_grammar

    union

    select distinct
        grammars.meter_grammar as source,
        {{ regexp_replace_all('prices.model', '(-0|-latest)$', '') }} as model
    from prices
    inner join grammars
        on
            prices.platform = grammars.resold_platform
            and prices.model like grammars.resold_models
),

unversioned_models as (
    select
        source,
        model,
        {{ regexp_replace_all(
            regexp_replace_all('model', '(-[0-9]{8})?(-v[0-9]+(:[0-9]+)?|-[0-9]+:[0-9]+)?$', ''),
            '-(instruct|it)$',
            ''
        ) }} as core
    from sold_models
),

-- Forms are rows to join, not branches of a union: Spark would read all price lists again for each branch.
forms as (
    {%- for form in ['model', 'core', 'undated', 'released'] %}
    select '{{ form }}' as form
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

vendors as (
    select true as has_vendor
    union all
    select false as has_vendor
),

forms_of_models as (
    select
        unversioned_models.source,
        unversioned_models.model,
        unversioned_models.core,
        vendors.has_vendor,
        case forms.form
            when 'model' then unversioned_models.model
            when 'core' then unversioned_models.core
            when 'undated' then {{ regexp_replace_all('unversioned_models.core', '-[0-9]{4}$', '') }}
            else {{ regexp_replace_all('unversioned_models.core', '-preview(-[0-9]{2}-[0-9]{2,4})?', '') }}
        end as words,
        case when forms.form = 'released' then 3 when forms.form = 'model' and vendors.has_vendor then 1 else 2 end
            as spelling_rank
    from unversioned_models
    cross join forms
    cross join vendors
),

words_of_models as (
    select
        source,
        model,
        core,
        case when has_vendor then words else {{ regexp_replace_all('words', vendor, '') }} end as words,
        spelling_rank
    from forms_of_models

    union all

    select
        source,
        model,
        model as core,
        model_words as words,
        0 as spelling_rank
    from listed_models
    where is_spelling
),

orders as (
    select false as is_swapped
    union all
    select true as is_swapped
),

words_in_both_orders as (
    select
        words_of_models.source,
        words_of_models.model,
        words_of_models.core,
        case
            when orders.is_swapped then {{ words_in_other_order('words_of_models.words') }}
            else words_of_models.words
        end as words,
        words_of_models.spelling_rank + case when orders.is_swapped then 4 else 0 end as spelling_rank
    from words_of_models
    inner join orders
        on (not orders.is_swapped or words_of_models.words like '%claude%')
),

spelling_endings as (
    select
        meter_grammar as source,
        '' as ending
    from grammars

    union all

    select
        meter_grammar as source,
        release_ending as ending
    from grammars
    where release_ending is not null
),

spellings as (
    select distinct
        words_in_both_orders.source,
        words_in_both_orders.model,
        words_in_both_orders.core,
        {{ model_spelling('words_in_both_orders.words') }} || spelling_endings.ending as spelling,
        words_in_both_orders.spelling_rank
    from words_in_both_orders
    inner join spelling_endings
        on
            words_in_both_orders.source = spelling_endings.source
            and (spelling_endings.ending = '' or words_in_both_orders.spelling_rank > 0)
),

ranked_spellings as (
    select
        *,
        min(spelling_rank) over (partition by source, spelling) as best_rank
    from spellings
    -- `v3` or `r1` alone does not name a model.
    where length(spelling) > 3
),

best_spellings as (
    select
        source,
        spelling,
        max(model) as model,
        count(distinct core) as models_spelled
    from ranked_spellings
    where spelling_rank = best_rank
    group by source, spelling
),

names_of_models as (
    select
        source,
        model_words,
        model,
        family_modality,
        default_modality,
        default_direction,
        meter,
        1 as models_spelled
    from listed_models
    where not is_spelling

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
    from best_spellings
)

select * from names_of_models
