{#-
    The row of `unpivoted` for a count of a provider report whose name is unknown, of column `unknown`, an element of
    `unknown_counts`: it is metered under its own name.
-#}
{% macro unknown_report_row() %}
    {{- return({
        'meter': "split_part(unknown, '=', 1)",
        'quantity': "cast(case when finding is null then split_part(unknown, '=', 2) end as "
            ~ type_total_quantity() ~ ')',
        'is_head': 'false',
    }) -}}
{% endmacro %}
