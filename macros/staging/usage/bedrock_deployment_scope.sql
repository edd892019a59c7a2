{#-
    The deployment scope of a Bedrock model id: the prefix shows a cross-region profile, and an ARN shows provisioned
    throughput. NULL for the ARN of an application's own profile, whose scope is that of the model of its alias.
-#}
{% macro bedrock_deployment_scope(model_id) -%}
    case
        when lower({{ model_id }}) like '%:provisioned-model/%' then 'provisioned'
        when lower({{ model_id }}) like '%:application-inference-profile/%' then null
        when lower({{ model_id }}) like 'global.%' then 'global'
        when split_part(lower({{ model_id }}), '.', 1) in ({{ text_list(bedrock_geographies()) }}) then 'data_zone'
        else 'regional'
    end
{%- endmacro %}
