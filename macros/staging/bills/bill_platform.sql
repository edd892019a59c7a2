{#-
    Who bills, in our names, from the names that a bill has for the provider and for who issues the invoice, and the
    service. A cloud is the platform of its AI; what others sell through it stands on its bill. Any other name stands for
    itself in lower snake case, without the form of the company where that makes it a platform that we know.

    Args: provider, company, issuer: names in lower snake case, see `company_name`. service: name in lower case.
-#}
{% macro bill_platform(provider, company, issuer, service) -%}
    {%- set known = var('usage_providers').values() | sum(start=[]) -%}
    {%- set clouds = {'microsoft|azure': "'azure'", 'aws|amazon': "'bedrock'", 'google|gcp': 'google'} -%}
    {%- set google -%}
        case when {{ service }} in ('gemini api', 'generative language api') then 'gemini_api' else 'vertex' end
    {%- endset -%}
    case
        when {{ service }} like '%amazon bedrock%' then 'bedrock'
        {% for names, platform in clouds.items() -%}
        when {{ regexp_matches(provider, '^(' ~ names ~ ')(_|$)') }} then {{ google if platform == 'google' else platform }}
        {% endfor -%}
        when {{ regexp_matches(provider, '^open_?ai(_|$)') }} then 'openai'
        when {{ regexp_matches(provider, '^anthropic(_|$)') }} then 'anthropic'
        when {{ platform_name(company) }} in ({{ text_list(known) }}) then {{ platform_name(company) }}
        {% for names, platform in clouds.items() -%}
        when {{ regexp_matches(issuer, '^(' ~ names ~ ')(_|$)') }} then {{ google if platform == 'google' else platform }}
        {% endfor -%}
        else {{ provider }}
    end
{%- endmacro %}
