{{ config(materialized='table') }}
{#-
    The models of the price book as a cloud's bill may spell them: without vendor, version, date or what says that a model
    follows instructions, and without punctuation. A spelling by hand wins over the whole id, that over a shorter one, and a
    release over a preview. Of two ids of one model (Bedrock's two endpoints) the versioned one is meant.
-#}
{%- set grammars = ['bedrock', 'google'] -%}
{%- set vendor = '^[a-z0-9]+[.]' -%}

with prices as (
    select * from {{ ref('int_list_prices_unioned') }}
),

platforms as (
    select * from {{ ref('platforms') }}
),

listed as (
    select * from {{ ref('billing_meter_models') }}
    where source in ({{ text_list(grammars) }})
),

sold as (
    -- a cross-region profile is another way to the same model
    select distinct
        platforms.meter_grammar as source,
        {{ regexp_replace_all(model_as_billed('prices.platform', 'prices.model'), '^global[.]', '') }} as model
    from prices
    inner join platforms
        on prices.platform = platforms.platform
    where platforms.meter_grammar in ({{ text_list(grammars) }})

    union

    -- Google sells Claude, and has no list of it here
    select distinct
        'google' as source,
        {{ regexp_replace_all('model', '(-0|-latest)$', '') }} as model
    from prices
    where platform = 'anthropic' and model like 'claude-%'
),

unversioned as (
    select
        source,
        model,
        {{ regexp_replace_all(
            regexp_replace_all('model', '(-[0-9]{8})?(-v[0-9]+(:[0-9]+)?|-[0-9]+:[0-9]+)?$', ''),
            '-(instruct|it)$',
            ''
        ) }} as core
    from sold
),

shortened as (
    select
        source,
        model,
        core,
        {{ regexp_replace_all('core', '-[0-9]{4}$', '') }} as undated,
        {{ regexp_replace_all('core', '-preview(-[0-9]{2}-[0-9]{2,4})?', '') }} as released
    from unversioned
),

-- Rows of forms, and not a union over them: Spark would read all price lists again for each.
forms as (
    {%- for form, spelling_rank in [('model', 1), ('core', 2), ('undated', 2), ('released', 3)] %}
    select
        '{{ form }}' as form,
        false as is_without_vendor,
        {{ spelling_rank }} as spelling_rank

    union all

    select
        '{{ form }}' as form,
        true as is_without_vendor,
        {{ [spelling_rank, 2] | max }} as spelling_rank
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

formed as (
    select
        shortened.source,
        shortened.model,
        shortened.core,
        forms.is_without_vendor,
        forms.spelling_rank,
        case forms.form
            when 'model' then shortened.model
            when 'core' then shortened.core
            when 'undated' then shortened.undated
            else shortened.released
        end as words
    from shortened
    cross join forms
),

worded as (
    select
        source,
        model,
        core,
        case when is_without_vendor then {{ regexp_replace_all('words', vendor, '') }} else words end as words,
        spelling_rank
    from formed

    union all

    select
        source,
        model,
        model as core,
        model_words as words,
        0 as spelling_rank
    from listed
),

endings as (
    select
        '' as ending,
        false as is_of_releases

    union all

    select
        'ga' as ending,
        true as is_of_releases
),

spelled as (
    select distinct
        worded.source,
        worded.model,
        worded.core,
        {{ model_spelling('worded.words') }} || endings.ending as spelling,
        worded.spelling_rank
    from worded
    inner join endings
        on not endings.is_of_releases or (worded.source = 'google' and worded.spelling_rank > 0)
),

ranked as (
    select
        *,
        min(spelling_rank) over (partition by source, spelling) as best_rank
    from spelled
    -- `v3` or `r1` alone is nobody's name
    where length(spelling) > 3
),

chosen as (
    select
        source,
        spelling,
        max(model) as model,
        count(distinct core) as models_spelled
    from ranked
    where spelling_rank = best_rank
    group by source, spelling
)

select * from chosen
