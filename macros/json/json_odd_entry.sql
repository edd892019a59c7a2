{#-
    The first key by name of a JSON object, other than some keys, whose value is neither null nor a plain whole number
    of at most twelve digits without leading zeros; NULL when there is none.

    Args: object: expression for the text of a JSON object. except_keys: texts without quotes.
-#}
{% macro json_odd_entry(object, except_keys) %}
    {{- return(adapter.dispatch('json_odd_entry', 'tokenbooks')(object, except_keys)) -}}
{% endmacro %}

{% macro duckdb__json_odd_entry(object, except_keys) -%}
    list_min(list_transform(
        list_filter(
            {{ duckdb_json_entries(object) }},
            lambda entry: entry.key not in ({{ text_list(except_keys) }})
            and not regexp_full_match(entry.value, '(0|[1-9][0-9]{0,11})')
        ),
        lambda entry: entry.key
    ))
{%- endmacro %}

{#- Order by bytes, as other engines do. -#}
{% macro postgres__json_odd_entry(object, except_keys) -%}
    (
        select min(entries.key collate "C")
        from jsonb_each_text(cast({{ object }} as jsonb)) as entries (key, value)
        where entries.key not in ({{ text_list(except_keys) }}) and entries.value !~ '^(0|[1-9][0-9]{0,11})$'
    )
{%- endmacro %}

{% macro spark__json_odd_entry(object, except_keys) -%}
    array_min(transform(
        filter(
            map_entries(from_json({{ object }}, 'map<string, string>')),
            entry -> entry.key not in ({{ text_list(except_keys) }})
            and not entry.value rlike r'^(0|[1-9][0-9]{0,11})\z'
        ),
        entry -> entry.key
    ))
{%- endmacro %}
