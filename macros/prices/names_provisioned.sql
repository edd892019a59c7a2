{#-
    Whether a scope, deployment type or tier names capacity that was bought in advance. Clouds write it in many forms:
    `GlobalProvisionedManaged`, `provisioned_throughput`, `PTU`.
-#}
{% macro names_provisioned(name) -%}
    (lower({{ name }}) like '%provision%' or lower({{ name }}) in ('ptu', 'ptus', 'reserved', 'dedicated'))
{%- endmacro %}
