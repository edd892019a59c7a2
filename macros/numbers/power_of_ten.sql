{#- Ten to the power of 0 to 4 digits, as a whole number: the minor units of one major unit of a currency. -#}
{% macro power_of_ten(digits) -%}
    case {{ digits }} when 0 then 1 when 1 then 10 when 2 then 100 when 3 then 1000 else 10000 end
{%- endmacro %}
