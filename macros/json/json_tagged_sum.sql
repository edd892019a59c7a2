{#-
    Sum of a whole number over the elements of a JSON list of objects whose tag, in upper case, is one of some values;
    with `is_listed` false, over those with any other tag. 0 when there is no such element or no list. An element
    without a number counts 0. A number that is not a whole number of at most twelve digits counts 10^12, which no call
    has.

    Args: list: expression for JSON text. tag: key of the tag. numbers: keys that the number may be under. values:
    tags.
-#}
{% macro json_tagged_sum(list, tag, numbers, values, is_listed=true) %}
    {{- return(adapter.dispatch('json_tagged_sum', 'tokenbooks')(list, tag, numbers, values, is_listed)) -}}
{% endmacro %}

{% macro duckdb__json_tagged_sum(list, tag, numbers, values, is_listed) -%}
    coalesce(cast(list_sum(list_transform(
        {{ json_tagged_elements(list, tag, numbers, values, is_listed) }},
        lambda item: case
            when coalesce(item['{{ numbers | join("'], item['") }}']) is null then 0
            when regexp_full_match(coalesce(item['{{ numbers | join("'], item['") }}']), '[0-9]{1,12}(\.0+)?')
                then cast(split_part(coalesce(item['{{ numbers | join("'], item['") }}']), '.', 1) as bigint)
            else 1000000000000
        end
    )) as bigint), 0)
{%- endmacro %}

{% macro postgres__json_tagged_sum(list, tag, numbers, values, is_listed) -%}
    (
        select
            cast(coalesce(sum(case
                when coalesce(items.item ->> '{{ numbers | join("', items.item ->> '") }}') is null then 0
                when coalesce(items.item ->> '{{ numbers | join("', items.item ->> '") }}') ~ '^[0-9]{1,12}(\.0+)?$'
                    then cast(
                        split_part(
                            coalesce(items.item ->> '{{ numbers | join("', items.item ->> '") }}'), '.', 1
                        ) as bigint
                    )
                else 1000000000000
            end), 0) as bigint)
        from {{ json_tagged_elements(list, tag, numbers, values, is_listed) }} as items
    )
{%- endmacro %}

{% macro spark__json_tagged_sum(list, tag, numbers, values, is_listed) -%}
    coalesce(aggregate(
        {{ json_tagged_elements(list, tag, numbers, values, is_listed) }},
        cast(0 as bigint),
        (total, item) -> total + case
            when coalesce(item.{{ numbers | join(', item.') }}) is null then 0
            when coalesce(item.{{ numbers | join(', item.') }}) rlike '^[0-9]{1,12}([.]0+)?$'
                then cast(split_part(coalesce(item.{{ numbers | join(', item.') }}), '.', 1) as bigint)
            else 1000000000000
        end
    ), 0)
{%- endmacro %}
