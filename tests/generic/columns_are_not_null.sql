{#- Fails with one row that counts the NULLs of each column, in a single scan. -#}
{% test columns_are_not_null(model, columns) %}

with

counted as (

    select
        {%- for column in columns %}
        count(*) - count({{ column }}) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ model }}

)

select * from counted
where {{ columns | join(' > 0 or ') }} > 0

{% endtest %}
