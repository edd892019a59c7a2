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

worded as (
    {%- for words, spelling_rank in [('model', 1), ('core', 2), ('undated', 2), ('released', 3)] %}
    select
        source,
        model,
        core,
        {{ words }} as words,
        {{ spelling_rank }} as spelling_rank
    from shortened

    union

    select
        source,
        model,
        core,
        {{ regexp_replace_all(words, vendor, '') }} as words,
        {{ [spelling_rank, 2] | max }} as spelling_rank
    from shortened
    {{ 'union' if not loop.last }}
    {%- endfor %}
),

spelled as (
    select
        source,
        model,
        core,
        {{ model_spelling('words') }} as spelling,
        spelling_rank
    from worded

    union

    select
        source,
        model,
        core,
        {{ model_spelling('words') }} || 'ga' as spelling,
        spelling_rank
    from worded
    where source = 'google'

    union

    select
        source,
        model,
        model as core,
        {{ model_spelling('model_words') }} as spelling,
        0 as spelling_rank
    from listed
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
