{#-
    The tags of a record that are kept, as the text of a JSON object; NULL without any. Only the keys of the variable
    `tag_keys` are kept, as a tag can hold anything. Reads the columns `tag_<key>`, see `tag_fields`.
-#}
{% macro stored_tags() -%}
    {%- set keys = var('tag_keys') -%}
    case
        when coalesce(tag_{{ keys | join(', tag_') }}) is not null then nullif('{' || substring(
            ''
            {%- for key in keys %}
            || coalesce(',"{{ key }}":' || {{ json_string('tag_' ~ key) }}, '')
            {%- endfor %},
            2
        ) || '}', '{}')
    end
{%- endmacro %}
