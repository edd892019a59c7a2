{#-
    Whether a quantity of a unit counts as metered. Zero tokens are no usage; a zero of `extra_quantity` is kept, as a
    duration of zero is all that its event reports and no proof that the call was free.
-#}
{% macro is_metered(quantity, unit) -%}
    {{ quantity }} {{ '> 0' if unit == 'tokens' else '>= 0' }}
{%- endmacro %}
