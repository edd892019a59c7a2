{#-
    Replaces the macro of this name in dbt-spark, with which dbt writes the rows of unit tests as text literals. That
    macro leaves backslashes alone, and Spark reads them as escapes. So JSON with an escaped quote arrived as JSON that
    cannot be parsed.
-#}
{% macro spark__escape_single_quotes(expression) -%}
{{ expression | replace("\\", "\\\\") | replace("'", "\\'") }}
{%- endmacro %}
