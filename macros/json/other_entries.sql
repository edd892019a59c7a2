{#-
    `select` of all columns of a relation for each entry of a JSON object in one of them that has none of some keys and
    a plain whole number of at most twelve digits above zero, with `entry_key` and `entry_value`.

    Args: relation: a CTE. object: its column with the text of a JSON object or NULL. except_keys: texts without
    quotes.
-#}
{% macro other_entries(relation, object, except_keys) %}
    {{- return(adapter.dispatch('other_entries', 'tokenbooks')(relation, object, except_keys)) -}}
{% endmacro %}

{% macro duckdb__other_entries(relation, object, except_keys) -%}
    select
        listed.* exclude (entry),
        listed.entry.key as entry_key,
        cast(listed.entry.value as bigint) as entry_value
    from (
        select
            {{ relation }}.*,
            unnest(list_filter(
                {{ duckdb_json_entries(object) }},
                lambda entry: entry.key not in ({{ text_list(except_keys) }})
                and regexp_full_match(entry.value, '[0-9]{1,12}') and not regexp_full_match(entry.value, '0+')
            )) as entry
        from {{ relation }}
    ) as listed
{%- endmacro %}

{% macro postgres__other_entries(relation, object, except_keys) -%}
    select
        {{ relation }}.*,
        entries.key as entry_key,
        case when entries.value ~ '^[0-9]{1,12}$' then cast(entries.value as bigint) end as entry_value
    from {{ relation }}
    cross join lateral jsonb_each_text(cast({{ relation }}.{{ object }} as jsonb)) as entries (key, value)
    where
        entries.key not in ({{ text_list(except_keys) }})
        and entries.value ~ '^[0-9]{1,12}$'
        and entries.value !~ '^0+$'
{%- endmacro %}

{% macro spark__other_entries(relation, object, except_keys) -%}
    select
        {{ relation }}.*,
        exploded.entry_key,
        cast(exploded.entry_value as bigint) as entry_value
    from {{ relation }}
    lateral view explode(map_filter(
        from_json({{ relation }}.{{ object }}, 'map<string, string>'),
        (key, value) -> key not in ({{ text_list(except_keys) }})
        and value rlike r'^[0-9]{1,12}\z' and not value rlike r'^0+\z'
    )) exploded as entry_key, entry_value
{%- endmacro %}
