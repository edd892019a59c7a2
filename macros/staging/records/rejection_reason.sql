{#- The reason in a finding, `reason|detail`; NULL where nothing was found. A finding is cut here and in `rejection_detail` only. -#}
{% macro rejection_reason(finding='finding') -%}
    nullif(split_part({{ finding }}, '|', 1), '')
{%- endmacro %}
