{#-
    The usage part of a refused record as the text of a JSON object: who called what, when, under which ids, and its
    counts. Only the listed columns are shown, so that nothing else of a record can reach readers of the marts. Reads
    the columns of `usage_event_columns`.
-#}
{% macro usage_part() -%}
    {%- set texts = {
        'event_id': 'event_key', 'occurred_at': timestamp_text('occurred_at'), 'model': 'raw_model',
        'service_tier': 'raw_service_tier', 'platform': plain_name('platform'),
    } -%}
    {%- for name in [
        'billing_account_id', 'user_id', 'account_id', 'project_id', 'api_key_id', 'session_id', 'request_id',
        'deployment', 'deployment_scope', 'region',
    ] -%}
        {%- do texts.update({name: name}) -%}
    {%- endfor -%}
    '{' || substring(
            ''
            {%- for name, expression in texts.items() %}
            || coalesce(',"{{ name }}":' || {{ json_string(expression) }}, '')
            {%- endfor %}
            || coalesce(',"usage":' || refused_counts, ''),
            2
        ) || '}'
{%- endmacro %}
