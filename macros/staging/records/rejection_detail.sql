{#- The detail of a finding, `reason|detail`, in words; NULL without a finding. -#}
{% macro rejection_detail(finding='finding') -%}
    nullif(split_part({{ finding }}, '|', 2), '')
{%- endmacro %}
