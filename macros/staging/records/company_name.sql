{#- A company's name in lower snake case without its legal form: `cohere_inc` is `cohere`. -#}
{% macro company_name(name) -%}
    {{- regexp_replace_all(name, '(_(inc|llc|l_l_c|ltd|limited|corp|corporation|pbc|sas|gmbh))+$', '') -}}
{%- endmacro %}
