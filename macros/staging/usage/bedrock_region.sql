{#- The geography that a cross-region profile of Bedrock names as its prefix; NULL for any other model id. -#}
{% macro bedrock_region(model_id) -%}
    case
        when split_part(lower({{ model_id }}), '.', 1) in ({{ text_list(bedrock_geographies()) }})
            then split_part(lower({{ model_id }}), '.', 1)
    end
{%- endmacro %}
