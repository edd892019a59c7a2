{#-
    `select` of some columns of a relation, once for each of several rows of expressions over it. It reads the relation
    in one pass. A union would read, and join, the relation once for each row.

    Args: relation: a CTE. columns: its columns to repeat. rows: list of {name: expression}. All rows have the same
    names.
-#}
{% macro unpivoted(relation, columns, rows) %}
    {{- return(adapter.dispatch('unpivoted', 'tokenbooks')(relation, columns, rows)) -}}
{% endmacro %}

{% macro default__unpivoted(relation, columns, rows) -%}
    select
        {{ relation }}.{{ columns | join(',\n        ' ~ relation ~ '.') }},
        {% for name in rows[0] -%}
        expressed.{{ name }}{{ ',' if not loop.last }}
        {% endfor -%}
    from {{ relation }}
    cross join lateral (
        values
        {% for row in rows -%}
        ({{ row.values() | join(', ') }}){{ ',' if not loop.last }}
        {% endfor -%}
    ) as expressed ({{ rows[0] | join(', ') }})
{%- endmacro %}

{#- DuckDB plans a lateral step as a join of the relation with itself. It unpacks a list row by row. -#}
{% macro duckdb__unpivoted(relation, columns, rows) -%}
    select
        {{ columns | join(',\n        ') }},
        {% for name in rows[0] -%}
        expressed.{{ name }}{{ ',' if not loop.last }}
        {% endfor -%}
    from (
        select
            {{ columns | join(',\n            ') }},
            unnest([
                {% for row in rows -%}
                { {%- for name, expression in row.items() %}'{{ name }}': {{ expression }}{{ ', ' if not loop.last }}{% endfor -%} }
                {{- ',' if not loop.last }}
                {% endfor -%}
            ]) as expressed
        from {{ relation }}
    ) as listed
{%- endmacro %}

{#- Spark cannot evaluate columns in `values`. -#}
{% macro spark__unpivoted(relation, columns, rows) -%}
    select
        {{ columns | join(',\n        ') }},
        inline(array(
            {% for row in rows -%}
            named_struct(
                {%- for name, expression in row.items() %}'{{ name }}', {{ expression }}{{ ', ' if not loop.last }}{% endfor -%}
            ){{ ',' if not loop.last }}
            {% endfor -%}
        ))
    from {{ relation }}
{%- endmacro %}
