{#- What a finding, `reason|detail`, says in words; NULL where nothing was found. -#}
{% macro rejection_detail(finding='finding') -%}
    nullif(split_part({{ finding }}, '|', 2), '')
{%- endmacro %}
