{#-
    Text as a bigint if it spells a whole number of at most 15 digits. A zero fraction is allowed, because JSON writes
    1e3 as 1000.0 and means 1000. NULL for any other text, which staging turns into a rejection and never into a zero.
-#}
{% macro whole_number(text) %}
    {{- return(adapter.dispatch('whole_number', 'tokenbooks')(text)) -}}
{% endmacro %}

{% macro default__whole_number(text) -%}
    case
        when {{ regexp_matches(text, '^-?(0|[1-9][0-9]{0,14})(\.0+)?$') }}
            then cast(split_part({{ text }}, '.', 1) as bigint)
    end
{%- endmacro %}

{#- On DuckDB the round trip through bigint is ten times faster than a pattern, and decides all but odd spellings. -#}
{% macro duckdb__whole_number(text) -%}
    case
        when cast(try_cast({{ text }} as bigint) as varchar) = {{ text }} and length({{ text }}) <= 15
            then try_cast({{ text }} as bigint)
        when {{ regexp_matches(text, '^-?(0|[1-9][0-9]{0,14})(\.0+)?$') }}
            then cast(split_part({{ text }}, '.', 1) as bigint)
    end
{%- endmacro %}

{#-
    Spark writes a number that JSON spells with an exponent as a float does: ten million is 1.0E7. The macro is on one
    line, because the metastore of Spark takes views of up to 32,700 characters.
-#}
{% macro spark__whole_number(text) -%}
    case when {{ regexp_matches(text, '^-?((0|[1-9][0-9]{0,14})(\.0+)?|[1-9]\.[0-9]+E([7-9]|1[0-4]))$') }} and mod(try_cast(
        {{- text }} as decimal(38, 15)), 1) = 0 then cast(try_cast({{ text }} as decimal(38, 15)) as bigint) end
{%- endmacro %}
