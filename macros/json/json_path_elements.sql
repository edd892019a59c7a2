{#-
    A dotted path with `[n]` for elements of arrays, counted from 0, as PostgreSQL writes it: `a.b[0].c` is
    `{a,b,0,c}`. A key that holds a dot is in double quotes.
-#}
{% macro json_path_elements(path) -%}
    { {{- modules.re.findall('"[^"]*"|[^."\[\]]+', path) | join(",") -}} }
{%- endmacro %}
