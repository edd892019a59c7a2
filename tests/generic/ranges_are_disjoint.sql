{#-
    Fails where two half-open ranges of one key overlap, and for a range that ends where it starts or before. A
    NULL start is the beginning of time, a NULL end is open.
-#}
{% test ranges_are_disjoint(model, key_columns, from_column, until_column) %}

with

ranges as (

    select
        {%- for column in key_columns %}
        {{ column }},
        {%- endfor %}
        {{ from_column }} as range_from,
        {{ until_column }} as range_until,
        row_number() over (
            partition by {{ key_columns | join(', ') }}
            order by {{ from_column }} nulls first
        ) as range_number,
        count(*) over (partition by {{ key_columns | join(', ') }}) as ranges_of_key,
        lead({{ from_column }}) over (
            partition by {{ key_columns | join(', ') }}
            order by {{ from_column }} nulls first
        ) as next_from
    from {{ model }}

)

select * from ranges
where
    range_from >= range_until
    or (range_number < ranges_of_key and (range_until is null or next_from is null or range_until > next_from))

{% endtest %}
