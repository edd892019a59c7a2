{#-
    An array of records `name` and `counted` on Spark as text `name=sum;name=sum` in the order of the names. NULL when
    no record counts more than zero.
-#}
{% macro spark_summed_quantities(entries) -%}
    transform(
        array(filter({{ entries }}, entry -> entry.counted > 0)),
        counted_entries -> nullif(array_join(transform(
            array_sort(array_distinct(transform(counted_entries, entry -> entry.name))),
            name -> concat(name, '=', aggregate(
                filter(counted_entries, entry -> entry.name = name), 0L, (total, entry) -> total + entry.counted
            ))
        ), ';'), '')
    )[0]
{%- endmacro %}
