{#-
    The values at several dotted paths of a JSON document, as an array of text in the given order; a missing path and a
    JSON null are NULL. One call parses the document once, so staging asks for all fields together.
-#}
{% macro json_text_array(document, paths) %}
    {{- return(adapter.dispatch('json_text_array', 'tokenbooks')(document, paths)) -}}
{% endmacro %}

{% macro duckdb__json_text_array(document, paths) -%}
    json_extract_string({{ document }}, [{% for path in paths %}'$.{{ path }}'{{ ", " if not loop.last }}{% endfor %}])
{%- endmacro %}

{#- `offset 0` keeps the planner from copying the cast, and so the parsing, into every element. -#}
{% macro postgres__json_text_array(document, paths) -%}
    (
        select array[{% for path in paths %}parsed.document #>> '{{ json_path_elements(path) }}'
            {{- ", " if not loop.last }}{% endfor %}]
        from (select cast({{ document }} as jsonb) as document offset 0) as parsed
    )
{%- endmacro %}

{#-
    The function around it lets Spark parse the document once. A document that has one key twice cannot be parsed, and
    all its values are NULL.
-#}
{% macro spark__json_text_array(document, paths) -%}
    transform(
        array(try_parse_json({{ document }})),
        v -> array({% for path in paths %}variant_get(v, '$.{{ spark_json_path(path) }}', 'string')
            {{- ", " if not loop.last }}{% endfor %})
    )[0]
{%- endmacro %}
