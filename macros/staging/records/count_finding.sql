{#-
    The first reported count that is not valid, as `reason|detail`: negative, or not a whole number below 10^12. NULL
    when all are valid. The text of count `<name>` is column `raw_<name>`, its number column `<name>`.
-#}
{% macro count_finding(names) -%}
    coalesce(
        'negative_count|' || case
            {% for name in names -%}
            when raw_{{ name }} like '-%' and coalesce({{ name }} < 0, true) then '{{ name }}'
            {% endfor -%}
        end || ' is negative',
        'invalid_count|' || case
            {% for name in names -%}
            when raw_{{ name }} is not null and coalesce({{ name }} > 999999999999, true) then '{{ name }}'
            {% endfor -%}
        end || ' is not a whole number below 10^12'
    )
{%- endmacro %}
