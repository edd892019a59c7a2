{#-
    Whether quantities of a unit are whole numbers, at prices quoted per single unit or a power of ten of them: then
    quantity × price never needs rounding, and the cost of a sum is the sum of the costs.
-#}
{% macro is_whole(unit) %}
    {{- return(unit == 'tokens') -}}
{% endmacro %}
