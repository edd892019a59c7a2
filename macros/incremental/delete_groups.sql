{#-
    Deletes the rows of a table whose columns match no row of another relation, on the dates given. Spark's Parquet
    tables have no delete. There whole dates are removed, and the model appends all their groups again.
-#}
{% macro delete_groups(relation, inputs, columns, is_on_dates, dates) %}
    {{- return(adapter.dispatch('delete_groups', 'tokenbooks')(relation, inputs, columns, is_on_dates, dates)) -}}
{% endmacro %}

{% macro default__delete_groups(relation, inputs, columns, is_on_dates, dates) -%}
    delete from {{ relation }}
    where
        {{ is_on_dates }}
        and not exists (
            select 1 from {{ inputs }} as inputs
            where {% for column in columns -%}
                inputs.{{ column }} = {{ relation.identifier }}.{{ column }}{{ ' and ' if not loop.last }}
            {%- endfor %}
        )
{%- endmacro %}

{% macro spark__delete_groups(relation, inputs, columns, is_on_dates, dates) -%}
    alter table {{ relation }} drop if exists
    {% for date in dates %}partition ({{ columns[0] }} = date '{{ date }}'){{ ', ' if not loop.last }}{% endfor %}
{%- endmacro %}
