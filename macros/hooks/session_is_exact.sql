{#-
    Hook before a run. It stops the run if arithmetic would go wrong without an error, and names the setting to change.
-#}
{% macro session_is_exact() %}
    {{- return(adapter.dispatch('session_is_exact', 'tokenbooks')()) -}}
{% endmacro %}

{% macro default__session_is_exact() %}{% endmacro %}

{#-
    Spark cuts the scale of wide products unless a setting forbids it, answers overflow with NULL outside ANSI mode, and
    shows instants in the time zone of the session. Before version 4 it has neither variants nor ordered lists.
-#}
{% macro spark__session_is_exact() -%}
    {%- if execute -%}
        {%- set needed = {
            'spark.sql.ansi.enabled': 'true',
            'spark.sql.decimalOperations.allowPrecisionLoss': 'false',
            'spark.sql.session.timeZone': 'UTC',
        } -%}
        {%- for name, value in needed.items() -%}
            {%- set found = run_query('set ' ~ name).rows[0][1] -%}
            {%- if found | lower != value | lower -%}
                {{ exceptions.raise_compiler_error(
                    "The Spark session has " ~ name ~ " = " ~ found ~ ", and the books need " ~ value
                    ~ "; set it in profiles.yml, as profiles.yml.example does, or on the server."
                ) }}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
