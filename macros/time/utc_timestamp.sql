{#-
    RFC 3339 text as a UTC timestamp without zone. NULL for any other text. Digits beyond microseconds are cut on every
    engine.
-#}
{% macro utc_timestamp(text) %}
    {{- return(adapter.dispatch('utc_timestamp', 'tokenbooks')(text)) -}}
{% endmacro %}

{% macro duckdb__utc_timestamp(text) -%}
    case
        when {{ is_rfc3339(text) }}
            then cast(upper({{ text }}) as timestamp with time zone) at time zone 'UTC'
    end
{%- endmacro %}

{#- PostgreSQL rounds at the sixth digit, and DuckDB cuts. -#}
{% macro postgres__utc_timestamp(text) -%}
    case
        when {{ is_rfc3339(text) }}
            then cast(
                regexp_replace(upper({{ text }}), '(\.[0-9]{6})[0-9]+', '\1') as timestamp with time zone
            ) at time zone 'UTC'
    end
{%- endmacro %}

{#- Spark's timestamps are instants, read in the time zone of the session, which is UTC. Offsets need their colon. -#}
{% macro spark__utc_timestamp(text) -%}
    case
        when {{ is_rfc3339(text) }}
            then cast(regexp_replace(upper({{ text }}), '([+-][0-9]{2})([0-9]{2})$', '$1:$2') as timestamp)
    end
{%- endmacro %}
