{#- The unknown count of a record, of columns `unknown_meter` and `unknown_quantity`, as a finding quotes it. -#}
{% macro unknown_count_text() -%}
    {{ plain_name('unknown_meter') }} || ' ' || unknown_quantity
{%- endmacro %}
