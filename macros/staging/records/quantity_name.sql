{#- A name of a count as a meter's name: in lower case, without the characters that separate names and quantities. -#}
{% macro quantity_name(name) -%}
    translate(lower({{ name }}), '|=;', '///')
{%- endmacro %}
