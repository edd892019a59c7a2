{#-
    List of the entries of a JSON object on DuckDB, `key` and `value` as text. Of two entries with one key it has the
    first.
-#}
{% macro duckdb_json_entries(object) -%}
    list_transform(
        list_distinct(json_keys({{ object }})),
        lambda name: {
            'key': name,
            'value': json_extract_string({{ object }}, '/' || replace(replace(name, '~', '~0'), '/', '~1'))
        }
    )
{%- endmacro %}
