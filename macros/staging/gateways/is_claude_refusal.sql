{#-
    Whether a tool states that Claude refused to answer; never NULL. Tools that follow OpenAI call it a content filter.
    Other models are billed for a request that a filter stopped.

    Args: stop_reason, platform, model: columns or expressions.
-#}
{% macro is_claude_refusal(stop_reason, platform, model) -%}
    coalesce(
            {{ regexp_matches('lower(' ~ stop_reason ~ ')', '(refusal|content[-_]filter)') }}
            and ({{ platform }} = 'anthropic' or lower({{ model }}) like '%claude%'),
            false
        )
{%- endmacro %}
