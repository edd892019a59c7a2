{#-
    Replaces dbt-spark's macro of this name, by which dbt writes the rows of unit tests as text literals. It leaves
    backslashes alone, and Spark reads them as escapes: JSON with an escaped quote arrived as JSON that cannot be parsed.
-#}
{% macro spark__escape_single_quotes(expression) -%}
{{ expression | replace("\\", "\\\\") | replace("'", "\\'") }}
{%- endmacro %}
