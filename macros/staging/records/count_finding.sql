{#-
    The first reported count that is not valid, as `reason|detail`: negative, or not a whole number below 10^12. NULL
    when all are valid. The text of count `<name>` is column `raw_<name>`, its number column `<name>`.
-#}
{% macro count_finding(names) -%}
    case
        {% for name in names -%}
        when raw_{{ name }} like '-%' and coalesce({{ name }}, -1) < 0 then 'negative_count|{{ name }} is negative'
        {% endfor -%}
        {% for name in names -%}
        when raw_{{ name }} is not null and coalesce({{ name }}, 1000000000000) >= 1000000000000
            then 'invalid_count|{{ name }} is not a whole number below 10^12'
        {% endfor -%}
    end
{%- endmacro %}
