{#-
    The tags that are kept, as fields `tag_<key>` of a record with their JSON paths: below the first of several objects
    that has the tag.
-#}
{% macro tag_fields(parents) %}
    {%- set fields = {} -%}
    {%- for key in var('tag_keys') -%}
        {%- do fields.update({'tag_' ~ key: nested_paths(parents, key)}) -%}
    {%- endfor -%}
    {{- return(fields) -}}
{% endmacro %}
