{#-
    The tags of a record that are kept, as the text of a JSON object; NULL without any. Only the keys of the variable
    `tag_keys` are kept, as a tag can hold anything.

    Args: object: expression for the JSON text of an object of tags, or NULL; none where the relation has a column for
    each key, see `tag_fields`.
-#}
{% macro stored_tags(object=none) -%}
    {%- set values, mapping = {}, {} -%}
    {%- for key in var('tag_keys') -%}
        {%- do mapping.update({key: [key]}) -%}
    {%- endfor -%}
    {%- set fields = json_fields(object, mapping) if object -%}
    {%- for key in mapping -%}
        {%- do values.update({key: json_field(fields, mapping, key) if object else 'tag_' ~ key}) -%}
    {%- endfor -%}
    case
        when {{ object or 'coalesce(' ~ values.values() | join(', ') ~ ')' }} is not null then nullif('{' || substring(
            ''
            {%- for key, value in values.items() %}
            || coalesce(',"{{ key }}":' || {{ json_string(value) }}, '')
            {%- endfor %},
            2
        ) || '}', '{}')
    end
{%- endmacro %}
