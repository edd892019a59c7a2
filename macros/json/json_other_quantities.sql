{#-
    The sums of a whole number over the elements of JSON lists of objects whose tag, in upper case, is not one of some
    values, as `tag=sum;tag=sum` in the order of the tags, which are in lower case and get an ending. NULL when there is
    none. A tag that is not a plain name is not quoted. The other arguments are those of `json_tagged_sum`.

    Args: lists: expressions for JSON text. ending: text behind each tag.
-#}
{% macro json_other_quantities(lists, tag, numbers, values, ending) %}
    {{- return(adapter.dispatch('json_other_quantities', 'tokenbooks')(lists, tag, numbers, values, ending)) -}}
{% endmacro %}

{% macro duckdb__json_other_quantities(lists, tag, numbers, values, ending) -%}
    {%- set number = "coalesce(item['" ~ numbers | join("'], item['") ~ "'])" -%}
    {%- set entries -%}
        flatten([
            {% for list in lists -%}
            list_transform(
                {{ json_tagged_elements(list, tag, numbers, values, false) }},
                lambda item: {
                    'name': {{ plain_quantity_name("item['" ~ tag ~ "']") }} || '{{ ending }}',
                    'counted': case
                        when regexp_full_match({{ number }}, '[0-9]{1,12}(\.0+)?')
                            then cast(split_part({{ number }}, '.', 1) as bigint)
                    end
                }
            ){{ ',' if not loop.last }}
            {%- endfor %}
        ])
    {%- endset -%}
    {{ duckdb_summed_quantities(entries) }}
{%- endmacro %}

{% macro postgres__json_other_quantities(lists, tag, numbers, values, ending) -%}
    {%- set number = "coalesce(items.item ->> '" ~ numbers | join("', items.item ->> '") ~ "')" -%}
    (
        select string_agg(summed.name || '=' || summed.counted, ';' order by summed.name collate "C")
        from (
            select
                named.name,
                sum(named.counted) as counted
            from (
                {% for list in lists -%}
                select
                    {{ plain_quantity_name("items.item ->> '" ~ tag ~ "'") }} || '{{ ending }}' as name,
                    case
                        when {{ number }} ~ '^[0-9]{1,12}(\.0+)?$' then cast(split_part({{ number }}, '.', 1) as bigint)
                    end as counted
                from {{ json_tagged_elements(list, tag, numbers, values, false) }} as items
                {{ 'union all' if not loop.last }}
                {% endfor %}
            ) as named
            group by named.name
        ) as summed
        where summed.counted > 0
    )
{%- endmacro %}

{% macro spark__json_other_quantities(lists, tag, numbers, values, ending) -%}
    {%- set number = 'coalesce(item.' ~ numbers | join(', item.') ~ ')' -%}
    {%- set entries -%}
        flatten(array(
            {% for list in lists -%}
            coalesce(transform(
                {{ json_tagged_elements(list, tag, numbers, values, false) }},
                item -> named_struct(
                    'name', {{ plain_quantity_name('item.' ~ tag) }} || '{{ ending }}',
                    'counted', case
                        when {{ number }} rlike '^[0-9]{1,12}([.]0+)?$'
                            then cast(split_part({{ number }}, '.', 1) as bigint)
                    end
                )
            ), array()){{ ',' if not loop.last }}
            {%- endfor %}
        ))
    {%- endset -%}
    {{ spark_summed_quantities(entries) }}
{%- endmacro %}
