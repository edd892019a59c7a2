{#-
    The positive whole numbers among the attributes of a JSON document whose names start with a prefix and are not
    known, as `name=count;name=count`, in the order of the names, which are in lower case. NULL when there is none.

    Args: document: expression for JSON text. prefixes: starts of names, texts without quotes. known: names.
-#}
{% macro json_unknown_attributes(document, prefixes, known) %}
    {%- set pattern = '^(' ~ prefixes | map('replace', '.', '[.]') | join('|') ~ ')' -%}
    {{- return(adapter.dispatch('json_unknown_attributes', 'tokenbooks')(document, pattern, known)) -}}
{% endmacro %}

{% macro duckdb__json_unknown_attributes(document, pattern, known) -%}
    nullif(array_to_string(list_sort(list_transform(
        list_filter(
            list_transform(
                list_filter(
                    json_keys({{ document }}, '/attributes'),
                    lambda name: regexp_matches(name, '{{ pattern }}') and name not in ({{ text_list(known) }})
                ),
                lambda name: {
                    'name': name,
                    'counted': json_extract_string(
                        {{ document }}, '/attributes/' || replace(replace(name, '~', '~0'), '/', '~1')
                    )
                }
            ),
            lambda entry: regexp_full_match(entry['counted'], '[1-9][0-9]{0,11}')
        ),
        lambda entry: {{ quantity_name("entry['name']") }} || '=' || entry['counted']
    )), ';'), '')
{%- endmacro %}

{% macro postgres__json_unknown_attributes(document, pattern, known) -%}
    {%- set attributes = "cast(" ~ document ~ " as jsonb) -> 'attributes'" -%}
    (
        select string_agg(
            {{ quantity_name('counted.key') }} || '=' || counted.value, ';'
            order by {{ quantity_name('counted.key') }} || '=' || counted.value collate "C"
        )
        from jsonb_each_text(
            case when jsonb_typeof({{ attributes }}) = 'object' then {{ attributes }} else cast('{}' as jsonb) end
        ) as counted (key, value)
        where
            counted.key ~ '{{ pattern }}'
            and counted.key not in ({{ text_list(known) }})
            and counted.value ~ '^[1-9][0-9]{0,11}$'
    )
{%- endmacro %}

{% macro spark__json_unknown_attributes(document, pattern, known) -%}
    nullif(array_join(array_sort(transform(
        filter(
            map_entries(from_json(get_json_object({{ document }}, '$.attributes'), 'map<string,string>')),
            entry -> entry.key rlike '{{ pattern }}'
                and entry.key not in ({{ text_list(known) }})
                and entry.value rlike '^[1-9][0-9]{0,11}$'
        ),
        entry -> concat({{ quantity_name('entry.key') }}, '=', entry.value)
    )), ';'), '')
{%- endmacro %}
