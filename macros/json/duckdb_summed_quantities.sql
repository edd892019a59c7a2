{#-
    A list of records `name` and `counted` on DuckDB as text `name=sum;name=sum` in the order of the names. NULL when no
    record counts more than zero.
-#}
{% macro duckdb_summed_quantities(entries) -%}
    list_transform(
        [list_filter({{ entries }}, lambda entry: entry['counted'] > 0)],
        lambda counted_entries: nullif(array_to_string(list_transform(
            list_sort(list_distinct(list_transform(counted_entries, lambda entry: entry['name']))),
            lambda name: name || '=' || cast(list_sum(list_transform(
                list_filter(counted_entries, lambda entry: entry['name'] = name), lambda entry: entry['counted']
            )) as bigint)
        ), ';'), '')
    )[1]
{%- endmacro %}
