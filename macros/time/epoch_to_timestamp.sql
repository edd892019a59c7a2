{#-
    Whole seconds since 1970-01-01T00:00:00Z as a UTC timestamp without zone. NULL before 1970 or after 2199, where
    engines overflow.
-#}
{% macro epoch_to_timestamp(seconds) %}
    {{- return(adapter.dispatch('epoch_to_timestamp', 'tokenbooks')(seconds)) -}}
{% endmacro %}

{% macro default__epoch_to_timestamp(seconds) -%}
    case
        when {{ seconds }} between 0 and 7258118399
            then cast(to_timestamp({{ seconds }}) at time zone 'UTC' as timestamp)
    end
{%- endmacro %}

{#- Spark has no `at time zone`. Its timestamps are instants, read in the time zone of the session, which is UTC. -#}
{% macro spark__epoch_to_timestamp(seconds) -%}
    case when {{ seconds }} between 0 and 7258118399 then timestamp_seconds({{ seconds }}) end
{%- endmacro %}
