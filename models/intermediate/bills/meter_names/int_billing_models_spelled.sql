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

-- Rows of forms, and not a union over them: Spark would read all price lists again for each.
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

endings as (
    select '' as ending
    union all
    select 'ga' as ending
),

formed as (
    select
        unversioned.source,
        unversioned.model,
        unversioned.core,
        vendors.has_vendor,
        case forms.form
            when 'model' then unversioned.model
            when 'core' then unversioned.core
            when 'undated' then {{ regexp_replace_all('unversioned.core', '-[0-9]{4}$', '') }}
            else {{ regexp_replace_all('unversioned.core', '-preview(-[0-9]{2}-[0-9]{2,4})?', '') }}
        end as words,
        case when forms.form = 'released' then 3 when forms.form = 'model' and vendors.has_vendor then 1 else 2 end
            as spelling_rank
    from unversioned
    cross join forms
    cross join vendors
),

worded as (
    select
        source,
        model,
        core,
        case when has_vendor then words else {{ regexp_replace_all('words', vendor, '') }} end as words,
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

spelled as (
    select distinct
        worded.source,
        worded.model,
        worded.core,
        {{ model_spelling('worded.words') }} || endings.ending as spelling,
        worded.spelling_rank
    from worded
    inner join endings
        on endings.ending = '' or (worded.source = 'google' and worded.spelling_rank > 0)
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
