{#-
    `select` of all columns of a relation and of new columns that are expensive to compute, such as a parsed document.
    Each is computed once a row, however often it is used. PostgreSQL copies an expression into every place that uses
    it, unless the expression is in a lateral step with an `offset`. Spark copies it into every filter that uses it, and
    into expressions that use it in turn, until no memory holds the plan. It stops at a row that is made of the values.
    DuckDB needs nothing.

    Args: relation: a CTE. columns: {name: expression}.
-#}
{% macro computed_once(relation, columns) %}
    {{- return(adapter.dispatch('computed_once', 'tokenbooks')(relation, columns)) -}}
{% endmacro %}

{% macro default__computed_once(relation, columns) -%}
    select
        {{ relation }}.*,
        {% for name, expression in columns.items() -%}
        {{ expression }} as {{ name }}{{ ',' if not loop.last }}
        {% endfor -%}
    from {{ relation }}
{%- endmacro %}

{% macro postgres__computed_once(relation, columns) -%}
    select
        {{ relation }}.*,
        {% for name in columns -%}
        computed.{{ name }}{{ ',' if not loop.last }}
        {% endfor -%}
    from {{ relation }}
    cross join lateral (
        select
            {% for name, expression in columns.items() -%}
            {{ expression }} as {{ name }}{{ ',' if not loop.last }}
            {% endfor -%}
        offset 0
    ) as computed
{%- endmacro %}

{% macro spark__computed_once(relation, columns) -%}
    select
        {{ relation }}.*,
        {% for name in columns -%}
        computed.{{ name }}{{ ',' if not loop.last }}
        {% endfor -%}
    from {{ relation }}
    lateral view inline(array(struct(
        {%- for expression in columns.values() %}{{ expression }}{{ ', ' if not loop.last }}{% endfor -%}
    ))) computed as {{ columns | join(', ') }}
{%- endmacro %}
