{#-
    `select` of all columns of a relation and of new columns that are expensive to compute, such as a parsed document.
    Each is computed once a row, however often it is used. PostgreSQL copies an expression into every place that uses
    it, unless the expression is in a lateral step with an `offset`. Spark copies it into every filter that uses it, and
    into expressions that use it in turn, until no memory holds the plan. It stops at a row that is made of the values.
    DuckDB needs nothing.

    Args: relation: a CTE. columns: {name: expression}. selected: {name: expression over the columns}, selected in place
    of the columns themselves.
-#}
{% macro computed_once(relation, columns, selected=none) %}
    {{- return(adapter.dispatch('computed_once', 'tokenbooks')(relation, columns, selected)) -}}
{% endmacro %}

{% macro default__computed_once(relation, columns, selected) -%}
    {%- if selected is not none -%}
    select
        computed.* exclude ({{ columns | join(', ') }}),
        {% for name, expression in selected.items() -%}
        {{ expression }} as {{ name }}{{ ',' if not loop.last }}
        {% endfor -%}
    from ({{ default__computed_once(relation, columns, none) | indent(4) }}) as computed
    {%- else -%}
    select
        {{ relation }}.*,
        {% for name, expression in columns.items() -%}
        {{ expression }} as {{ name }}{{ ',' if not loop.last }}
        {% endfor -%}
    from {{ relation }}
    {%- endif -%}
{%- endmacro %}

{% macro postgres__computed_once(relation, columns, selected) -%}
    select
        {{ relation }}.*,
        {% for name in selected or columns -%}
        {{ selected[name] ~ ' as ' ~ name if selected else 'computed.' ~ name }}{{ ',' if not loop.last }}
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

{% macro spark__computed_once(relation, columns, selected) -%}
    select
        {{ relation }}.*,
        {% for name in selected or columns -%}
        {{ selected[name] ~ ' as ' ~ name if selected else 'computed.' ~ name }}{{ ',' if not loop.last }}
        {% endfor -%}
    from {{ relation }}
    lateral view inline(array(struct(
        {%- for expression in columns.values() %}{{ expression }}{{ ', ' if not loop.last }}{% endfor -%}
    ))) computed as {{ columns | join(', ') }}
{%- endmacro %}
