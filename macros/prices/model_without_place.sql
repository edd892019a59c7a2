{#-
    The name of a called model without what states where the call goes. Google names the publisher before a model, and
    Vertex AI the version of a partner's model behind `@`. Bedrock names the geography of a profile first. The price
    book has profiles of the US, of the EU and of the world under their own ids, and those of other geographies under
    the model.
-#}
{% macro model_without_place(platform, name) -%}
    case {{ platform }}
        when 'gemini_api' then {{ regexp_replace_all(name, '^models/', '') }}
        when 'vertex' then {{ regexp_replace_all(
            regexp_replace_all(name, '^(publishers/[^/]+/models/|google/|anthropic/)', ''),
            '^(claude-[^@]*)@.*$', '\\1'
        ) }}
        when 'bedrock' then {{ regexp_replace_all(name, '^(apac|au|ca|in|jp)[.]', '') }}
        else {{ name }}
    end
{%- endmacro %}
