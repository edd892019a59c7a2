{#-
    The largest value of an instant of this model among the rows that the run leaves in place. None if it leaves no row.
    Spark replaces the day of the newest input (`insert_overwrite`). So the rows that a run writes for that day must
    include the rows of earlier runs of the day. Other engines only add rows.

    Args: column: the instant. day: the model's partition, the day of that instant. inputs: relation whose largest
    `loaded_at` is the instant of the rows that this run adds.
-#}
{% macro last_kept_value(column, day, inputs) %}
    {{- return(adapter.dispatch('last_kept_value', 'tokenbooks')(column, day, inputs)) -}}
{% endmacro %}

{% macro default__last_kept_value(column, day, inputs) %}
    {{- return(last_value(column)) -}}
{% endmacro %}

{#- If no input is newer than the model, nothing is written, and so nothing is replaced. -#}
{% macro spark__last_kept_value(column, day, inputs) %}
    {%- if not execute -%}
        {{- return(none) -}}
    {%- endif -%}
    {%- set query -%}
        with loaded as (
            select max(loaded_at) as newest from {{ inputs }}
        )
        select max(built.{{ column }})
        from {{ this }} as built
        cross join loaded
        where
            built.{{ day }} < cast(loaded.newest as date)
            or loaded.newest = (select max({{ column }}) from {{ this }})
    {%- endset -%}
    {{- return(run_query(query).columns[0].values()[0]) -}}
{% endmacro %}
