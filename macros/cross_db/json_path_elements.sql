{#- A dotted path with `[n]` for elements of arrays, counted from 0, as PostgreSQL writes it: `a.b[0].c` is `{a,b,0,c}`. -#}
{% macro json_path_elements(path) -%}
    { {{- path | replace("[", ".") | replace("]", "") | replace(".", ",") -}} }
{%- endmacro %}
