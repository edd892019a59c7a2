{#- Fails with one row that counts the NULLs of each column, in a single scan. With a date column, see
    `is_built_date`. -#}
{% test columns_are_not_null(model, columns, date_column=none, newest_only=false) %}

with

counted as (

    select
        {%- for column in columns %}
        count(*) - count({{ column }}) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ model }}
    {% if date_column %}where {{ is_built_date(date_column, newest_only) }}{% endif %}

)

select * from counted
where {{ columns | join(' > 0 or ') }} > 0

{% endtest %}
