{#- The paths of a span's attributes by name: one key with dots, as OpenTelemetry writes it, or nested objects. -#}
{% macro attribute_paths(names) %}
    {%- set paths = [] -%}
    {%- for name in names -%}
        {%- do paths.append('attributes."' ~ name ~ '"') -%}
    {%- endfor -%}
    {%- for name in names -%}
        {%- do paths.append('attributes.' ~ name) -%}
    {%- endfor -%}
    {{- return(paths) -}}
{% endmacro %}
