{#-
    `select` of all columns of a relation, once for each element of a column of text that is separated by semicolons,
    with `<name>`, the element, and `<name>_number`, counted from 1. A row whose text is NULL stays one row, with a NULL
    element.

    Args: relation: a CTE. column: its column of text. name: of the new column.
-#}
{% macro split_rows(relation, column, name) %}
    {{- return(adapter.dispatch('split_rows', 'tokenbooks')(relation, column, name)) -}}
{% endmacro %}

{% macro duckdb__split_rows(relation, column, name) -%}
    select
        listed.* exclude (elements),
        unnest(listed.elements) as {{ name }},
        generate_subscripts(listed.elements, 1) as {{ name }}_number
    from (
        select
            *,
            coalesce(string_split({{ column }}, ';'), [cast(null as varchar)]) as elements
        from {{ relation }}
    ) as listed
{%- endmacro %}

{% macro postgres__split_rows(relation, column, name) -%}
    select
        {{ relation }}.*,
        numbered.{{ name }},
        numbered.{{ name }}_number
    from {{ relation }}
    cross join lateral unnest(
        coalesce(string_to_array({{ relation }}.{{ column }}, ';'), array[cast(null as text)])
    ) with ordinality as numbered ({{ name }}, {{ name }}_number)
{%- endmacro %}

{% macro spark__split_rows(relation, column, name) -%}
    select
        numbered_rows.* except (element_index),
        element_index + 1 as {{ name }}_number
    from (
        select
            *,
            posexplode(coalesce(split({{ column }}, ';'), array(cast(null as string)))) as (element_index, {{ name }})
        from {{ relation }}
    ) as numbered_rows
{%- endmacro %}
