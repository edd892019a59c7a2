{#- A dotted path as Spark writes it: a key in double quotes is in brackets, `a."b.c"` is `a["b.c"]`. -#}
{% macro spark_json_path(path) -%}
    {{ modules.re.sub('\.("[^"]*")', '[\\1]', path) }}
{%- endmacro %}
