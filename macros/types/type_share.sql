{#- A share of a bill: a cost of twelve decimals times a ratio of twelve. -#}
{% macro type_share() %}decimal(38, 24){% endmacro %}
