{#-
    The CTEs that read the counts of usage objects of any provider as whole numbers, up to `objects_with_counts`: those
    of `agreed_counts`, and the number of each count in a column `<name>`. The arguments are those of `agreed_counts`.
-#}
{% macro whole_counts(objects, mapping, counts) -%}
    {{ agreed_counts(objects, mapping, counts) }},

    objects_with_counts as (
        select
            *,
            {% for name in counts -%}
            {{ whole_number('raw_' ~ name) }} as {{ name }}{{ ',' if not loop.last }}
            {% endfor %}
        from objects_with_texts
    )
{%- endmacro %}
