{#- The meter that a key of a JSON object counts by `json_entry_quantities`; NULL to leave it out. -#}
{% macro meter_of_key(key, meters) -%}
    case lower({{ key }})
        {%- for name, meter in meters.items() %} when '{{ name }}' then {{ "'" ~ meter ~ "'" if meter else 'null' }}
        {%- endfor %} else {{ plain_quantity_name(key) }} end
{%- endmacro %}
