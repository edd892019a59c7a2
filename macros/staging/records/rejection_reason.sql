{#-
    The reason of a finding, `reason|detail`; NULL without a finding. Only this macro and `rejection_detail` cut a
    finding.
-#}
{% macro rejection_reason(finding='finding') -%}
    nullif(split_part({{ finding }}, '|', 1), '')
{%- endmacro %}
