{#-
    The platform that bills, from a bill's names for the provider and the invoice issuer, and its service. A cloud is
    the platform of its AI services; products that other companies sell through a cloud belong to that cloud's bill.
    Any other name is kept in lower snake case, without the legal form of the company where that gives a platform that
    we know.

    Args: provider, company, issuer: names in lower snake case, see `company_name`. service: name in lower case.
-#}
{% macro bill_platform(provider, company, issuer, service) -%}
    {%- set known = var('usage_providers').values() | sum(start=[]) -%}
    {%- set google -%}
        case when {{ service }} in ('gemini api', 'generative language api') then 'gemini_api' else 'vertex' end
    {%- endset -%}
    {%- set clouds = {'microsoft|azure': "'azure'", 'aws|amazon': "'bedrock'", 'google|gcp': google} -%}
    case
        when {{ service }} like '%amazon bedrock%' then 'bedrock'
        {% for names, platform in clouds.items() -%}
        when {{ regexp_matches(provider, '^(' ~ names ~ ')(_|$)') }} then {{ platform }}
        {% endfor -%}
        when {{ regexp_matches(provider, '^open_?ai(_|$)') }} then 'openai'
        when {{ regexp_matches(provider, '^anthropic(_|$)') }} then 'anthropic'
        when {{ platform_name(company) }} in ({{ text_list(known) }}) then {{ platform_name(company) }}
        {% for names, platform in clouds.items() -%}
        when {{ regexp_matches(issuer, '^(' ~ names ~ ')(_|$)') }} then {{ platform }}
        {% endfor -%}
        else {{ provider }}
    end
{%- endmacro %}
