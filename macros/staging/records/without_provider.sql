{#- The name of a model without its leading provider, as in `azure/gpt-4o`. NULL provider: the name as it is. -#}
{% macro without_provider(model, provider) -%}
    case
        when substring({{ model }}, 1, length({{ provider }}) + 1) = {{ provider }} || '/'
            then substring({{ model }}, length({{ provider }}) + 2)
        else {{ model }}
    end
{%- endmacro %}
