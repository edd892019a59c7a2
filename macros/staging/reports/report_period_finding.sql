{#- Why a result whose bucket is not an `is_report_period` cannot be used, as `reason|detail`. -#}
{% macro report_period_finding() -%}
    'invalid_period|the bucket is not within one UTC day: fetch the report by the day, hour or minute'
{%- endmacro %}
