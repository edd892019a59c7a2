{#- The geography in the prefix of a cross-region profile's id; NULL for any other model id of Bedrock. -#}
{% macro bedrock_region(model_id) -%}
    case
        when split_part(lower({{ model_id }}), '.', 1) in ({{ text_list(bedrock_geographies()) }})
            then split_part(lower({{ model_id }}), '.', 1)
    end
{%- endmacro %}
