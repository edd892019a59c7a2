{#-
    The part of history that a data test reads. `dbt build` tests the dates that it has just summed, so that a daily run
    never reads all of them. `dbt test` tests everything. In a build, tests that are expensive for each event read the
    newest of those dates only.
-#}
{% macro is_built_date(column, newest_only=false) -%}
    {%- set dates = built_dates() -%}
    {{ is_one_of_dates(column, dates[-1:] if dates and newest_only else dates) }}
{%- endmacro %}
