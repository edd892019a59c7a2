{#-
    Units whose quantities are whole numbers, at prices quoted per single unit or a power of ten of them. Quantity ×
    price never needs rounding there, and the cost of a sum is the sum of the costs.
-#}
{% macro whole_units() %}
    {{- return(['tokens']) -}}
{% endmacro %}
