{#-
    The kind of usage that a result of OpenAI's usage API counts, as one word, from its `object`:
    `organization.usage.completions.result` is `completions`. Endpoints of tools have another name than their results;
    we read both.
-#}
{% macro openai_report_kind(object) -%}
    {%- set kind = regexp_replace_all(object, '^organization[.]usage[.]|[.]result$', '') -%}
    case
        when {{ object }} not like 'organization.usage.%' then null
        when {{ object }} like 'organization.usage.web!_search!_calls.%' escape '!' then 'web_searches'
        when {{ object }} like 'organization.usage.file!_search!_calls.%' escape '!' then 'file_searches'
        else {{ kind }}
    end
{%- endmacro %}
