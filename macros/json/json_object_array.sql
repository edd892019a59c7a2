{#-
    The JSON at several dotted paths of a document, as an array of JSON text in the given order. Unlike in
    `json_text_array` a string keeps its quotes, so an element that starts with a brace is an object and safe to parse
    again.
-#}
{% macro json_object_array(document, paths) %}
    {{- return(adapter.dispatch('json_object_array', 'tokenbooks')(document, paths)) -}}
{% endmacro %}

{% macro duckdb__json_object_array(document, paths) -%}
    json_extract({{ document }}, [{% for path in paths %}'$.{{ path }}'{{ ", " if not loop.last }}{% endfor %}])
{%- endmacro %}

{#- `offset 0` keeps the planner from copying the cast, and so the parsing, into every element. -#}
{% macro postgres__json_object_array(document, paths) -%}
    (
        select array[{% for path in paths %}cast(parsed.document #> '{{ json_path_elements(path) }}' as text)
            {{- ", " if not loop.last }}{% endfor %}]
        from (select cast({{ document }} as jsonb) as document offset 0) as parsed
    )
{%- endmacro %}

{#- The function around it lets Spark parse the document once. -#}
{% macro spark__json_object_array(document, paths) -%}
    transform(
        array(try_parse_json({{ document }})),
        parsed -> array({% for path in paths %}to_json(variant_get(parsed, '$.{{ spark_json_path(path) }}', 'variant'))
            {{- ", " if not loop.last }}{% endfor %})
    )[0]
{%- endmacro %}
