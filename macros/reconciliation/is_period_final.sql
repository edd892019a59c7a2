{#- Whether the provider's bill for a month no longer changes: `final_after_hours` of its platform after the month. -#}
{% macro is_period_final(billing_period, platforms) -%}
    (
        {{ as_of() }} >= {{ add_hours(
            'cast(' ~ next_month(billing_period) ~ ' as timestamp)', 'coalesce(' ~ platforms ~ '.final_after_hours, 0)'
        ) }}
    )
{%- endmacro %}
