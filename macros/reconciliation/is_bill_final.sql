{#-
    Whether the provider's bill for a day no longer changes. The platform's row in seeds/reference/platforms.csv states
    how many hours after the day, or after the month in which it is billed. A platform without a row is judged by the
    month.
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
