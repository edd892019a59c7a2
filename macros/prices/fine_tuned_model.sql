{#-
    The name of a called model, with a fine-tuned one under its base: `ft:<base>`. OpenAI's API names it
    `ft:<base>:<organization>:…` and its bill `ft-<base>`. Azure answers `<base>.ft-<job>`.
-#}
{% macro fine_tuned_model(platform, model) -%}
    case {{ platform }}
        when 'openai' then {{ regexp_replace_all(model, '^ft[:-]([^:]+)(:.*)?$', 'ft:\\1') }}
        when 'azure' then {{ regexp_replace_all(model, '^([^:]+)[.]ft-.*$', 'ft:\\1') }}
        else {{ model }}
    end
{%- endmacro %}
