{#-
    The counts of a record as the text of a JSON object, `{"input_tokens":12}`, without those that are not reported.
    The text is built here, as each engine writes JSON in its own way. A count that is not a whole number is named but
    not quoted, as it can be any text.

    Args: counts: names of numbers whose text is in columns `raw_<name>`. sums: names of numbers without one.
-#}
{% macro counts_object(counts, sums=[]) -%}
    '{' || substring(
        ''
        {%- for name in counts %}
        || coalesce(',"{{ name }}":' || case
            when {{ name }} is not null then cast({{ name }} as {{ dbt.type_string() }})
            when raw_{{ name }} is not null then '"not a whole number"'
        end, '')
        {%- endfor %}
        {%- for name in sums %}
        || coalesce(',"{{ name }}":' || cast({{ name }} as {{ dbt.type_string() }}), '')
        {%- endfor %},
        2
    ) || '}'
{%- endmacro %}
