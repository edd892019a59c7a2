{#-
    The condition under which a quantity of a unit counts as metered. Zero tokens are no usage; a duration of zero is
    kept, as it is all that its event reports and no proof that the call was free.
-#}
{% macro is_metered(unit) -%}
    {{ '>= 0' if unit == 'seconds' else '> 0' }}
{%- endmacro %}
