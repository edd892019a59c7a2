{#-
    Whether a quantity of a unit counts as metered. Zero tokens are not usage. A zero of `extra_quantity` is kept: a
    duration of zero is all that its event reports, and does not show that the call was free.
-#}
{% macro is_metered(quantity, unit) -%}
    {{ quantity }} {{ '> 0' if unit == 'tokens' else '>= 0' }}
{%- endmacro %}
