{#-
    Sum of the whole numbers that a JSON object holds under some keys; with `is_listed` false, under all other keys. 0
    when there is none; a value that is not a plain whole number of at most twelve digits counts 0.

    Args: object: expression for the text of a JSON object. keys: texts without quotes.
-#}
{% macro json_entries_sum(object, keys, is_listed=true) %}
    {{- return(adapter.dispatch('json_entries_sum', 'tokenbooks')(object, keys, is_listed)) -}}
{% endmacro %}

{% macro duckdb__json_entries_sum(object, keys, is_listed) -%}
    coalesce(cast(list_sum(list_transform(
        list_filter(
            {{ duckdb_json_entries(object) }},
            lambda entry: entry.key {{ 'in' if is_listed else 'not in' }} ({{ text_list(keys) }})
            and regexp_full_match(entry.value, '[0-9]{1,12}')
        ),
        lambda entry: cast(entry.value as bigint)
    )) as bigint), 0)
{%- endmacro %}

{% macro postgres__json_entries_sum(object, keys, is_listed) -%}
    (
        select cast(coalesce(sum(
            case when entries.value ~ '^[0-9]{1,12}$' then cast(entries.value as bigint) end
        ), 0) as bigint)
        from jsonb_each_text(cast({{ object }} as jsonb)) as entries (key, value)
        where entries.key {{ 'in' if is_listed else 'not in' }} ({{ text_list(keys) }})
    )
{%- endmacro %}

{% macro spark__json_entries_sum(object, keys, is_listed) -%}
    coalesce(aggregate(
        filter(
            map_entries(from_json({{ object }}, 'map<string, string>')),
            entry -> entry.key {{ 'in' if is_listed else 'not in' }} ({{ text_list(keys) }})
            and entry.value rlike r'^[0-9]{1,12}\z'
        ),
        cast(0 as bigint),
        (total, entry) -> total + cast(entry.value as bigint)
    ), 0)
{%- endmacro %}
