{#-
    The tags of a record that are kept, as the text of a JSON object; NULL without any. Only the keys of the variable
    `tag_keys` are kept, as a tag can hold anything.

    Args: object: expression for the JSON text of an object of tags, or NULL.
-#}
{% macro stored_tags(object) -%}
    {%- set mapping = {} -%}
    {%- for key in var('tag_keys') -%}
        {%- do mapping.update({key: [key]}) -%}
    {%- endfor -%}
    {%- set fields = json_fields(object, mapping) -%}
    case
        when {{ object }} is not null then nullif('{' || substring(
            ''
            {%- for key in mapping %}
            || coalesce(',"{{ key }}":' || {{ json_string(json_field(fields, mapping, key)) }}, '')
            {%- endfor %},
            2
        ) || '}', '{}')
    end
{%- endmacro %}
