{#- One over ten to the power of 0 to 4 digits, as a decimal: a minor unit of a currency in major units. -#}
{% macro negative_power_of_ten(digits) -%}
    case {{ digits }} when 0 then 1.0000 when 1 then 0.1000 when 2 then 0.0100 when 3 then 0.0010 else 0.0001 end
{%- endmacro %}
