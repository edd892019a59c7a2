{#-
    The dates on which this model and its inputs do not agree: a group has a new or changed fingerprint, or is gone.
    None if the model is built from the start.

    Args: inputs: relation with the date column, the key columns and a `fingerprint` of all inputs of a group. keys: the
    columns of a group, the date first.
-#}
{% macro stale_dates(inputs, keys) %}
    {%- if not execute or not is_incremental() -%}
        {{- return(none) -}}
    {%- endif -%}
    {%- set columns = keys + ['fingerprint'] -%}
    {%- set query -%}
        with wanted as (select distinct {{ columns | join(', ') }} from {{ inputs }}),
        built as (select distinct {{ columns | join(', ') }} from {{ this }})
        select distinct coalesce(wanted.{{ keys[0] }}, built.{{ keys[0] }}) as stale_date
        from wanted
        full join built
            on {% for column in columns -%}
            wanted.{{ column }} = built.{{ column }}{{ ' and ' if not loop.last }}
            {%- endfor %}
        where wanted.fingerprint is null or built.fingerprint is null
        order by stale_date
    {%- endset -%}
    {{- return(run_query(query).columns[0].values() | list) -}}
{% endmacro %}
