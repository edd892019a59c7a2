{#-
    The first three keys, in their order, of a JSON object inside a document that hold a number, contain one of some
    words and are plain names, as text `a, b, c`. NULL when there is none. A finding quotes them as what was found.

    Args: document: expression for JSON text. path: key of the object; empty for the document itself. words: texts in
    lower case without quotes.
-#}
{% macro json_key_names(document, path, words) %}
    {%- set pattern = '^[A-Za-z0-9_.:/@+-]*(' ~ words | join('|') ~ ')[A-Za-z0-9_.:/@+-]*$' -%}
    {{- return(adapter.dispatch('json_key_names', 'tokenbooks')(document, path, pattern)) -}}
{% endmacro %}

{% macro duckdb__json_key_names(document, path, pattern) -%}
    {%- set place = '/' ~ path if path else '' -%}
    nullif(array_to_string(list_slice(list_sort(list_filter(
        list_filter(
            json_keys({{ document }}, '{{ place }}'),
            lambda name: regexp_matches(lower(name), '{{ pattern }}') and length(name) <= 64
        ),
        lambda name: regexp_full_match(
            json_extract_string({{ document }}, '{{ place }}/' || replace(replace(name, '~', '~0'), '/', '~1')),
            '-?[0-9][0-9.]*'
        )
    )), 1, 3), ', '), '')
{%- endmacro %}

{% macro postgres__json_key_names(document, path, pattern) -%}
    {%- set object = "cast(" ~ document ~ " as jsonb) #> '" ~ json_path_elements(path) ~ "'" -%}
    (
        select string_agg(named.key, ', ' order by named.key collate "C")
        from (
            select entries.key
            from jsonb_each_text(
                case when jsonb_typeof({{ object }}) = 'object' then {{ object }} else cast('{}' as jsonb) end
            ) as entries (key, value)
            where
                lower(entries.key) ~ '{{ pattern }}'
                and length(entries.key) <= 64
                and entries.value ~ '^-?[0-9][0-9.]*$'
            order by entries.key collate "C"
            limit 3
        ) as named
    )
{%- endmacro %}

{% macro spark__json_key_names(document, path, pattern) -%}
    {%- set object = "get_json_object(" ~ document ~ ", '$." ~ path ~ "')" if path else document -%}
    nullif(array_join(slice(array_sort(map_keys(map_filter(
        from_json({{ object }}, 'map<string,string>'),
        (name, value) -> lower(name) rlike '{{ pattern }}'
            and length(name) <= 64 and value rlike '^-?[0-9][0-9.]*$'
    ))), 1, 3), ', '), '')
{%- endmacro %}
