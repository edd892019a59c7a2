{#-
    Whether the provider's bill for a day no longer changes: some hours after the day, or after the month it is billed
    in, as the platform's row in seeds/reference/platforms.csv says. A platform without a row is judged by the month.
-#}
{% macro is_bill_final(usage_date, platforms) -%}
    case
        when {{ platforms }}.bill_basis = 'day'
            then {{ as_of() }} >= {{ add_hours(
                'cast(' ~ usage_date ~ ' as timestamp)', '(24 + ' ~ platforms ~ '.final_after_hours)'
            ) }}
        else {{ is_period_final(month_start(usage_date), platforms) }}
    end
{%- endmacro %}
