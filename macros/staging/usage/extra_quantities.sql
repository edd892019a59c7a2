{#-
    The quantities of an event on meters without a column of their own, as text `meter=quantity;meter=quantity`; NULL
    when there is none. `int_usage_events_unioned` splits the text.

    Args: extras: list of {meter: expression of its name, quantity: expression, NULL if there is none}. unknown: whether
    the relation has column `unknown_counts`.
-#}
{% macro extra_quantities(extras, unknown=false) -%}
    {%- set texts = [] -%}
    {%- for extra in extras -%}
        {%- do texts.append(extra.meter ~ " || '=' || cast(" ~ extra.quantity ~ ' as ' ~ dbt.type_string() ~ ')') -%}
    {%- endfor -%}
    {%- if unknown -%}{%- do texts.append('unknown_counts') -%}{%- endif -%}
    {%- if texts | length > 1 -%}
    nullif(concat_ws(';', {{ texts | join(', ') }}), '')
    {%- else -%}
    {{ texts[0] if texts else 'null' }}
    {%- endif -%}
{%- endmacro %}
