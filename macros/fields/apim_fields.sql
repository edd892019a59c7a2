{#-
    What we read of a row of the language-model log of Azure API Management: counts, the sequence number of the row,
    and identifiers. A name may start with a capital or not, and may be a column of the log or a key of its properties.
-#}
{% macro apim_fields() %}
    {%- set properties = ['properties', 'Properties'] -%}
    {%- set parts = {
        'counts': {
            'prompt_tokens': 'PromptTokens',
            'completion_tokens': 'CompletionTokens',
            'log_total_tokens': 'TotalTokens',
            'sequence_number': 'SequenceNumber',
        },
        'texts': {
            'event_key': 'CorrelationId',
            'user_id': 'UserId',
            'api_key_id': 'ApimSubscriptionId',
            'request_id': 'RequestId',
            'raw_model': 'ModelName',
            'deployment': 'DeploymentName',
            'resource_id': 'BackendId',
            'is_streamed': 'IsStreamCompletion',
        },
    } -%}
    {%- set fields = {'counts': {}, 'texts': {}} -%}
    {%- for part, names in parts.items() -%}
        {%- for name, key in names.items() -%}
            {%- set small_key = key[0] | lower ~ key[1:] -%}
            {%- do fields[part].update({
                name: [key, small_key] + nested_paths(properties, small_key) + nested_paths(properties, key)
            }) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do fields.texts.update({
        'billing_account_id': ['_SubscriptionId'],
        'raw_occurred_at': ['TimeGenerated', 'timeGenerated', 'time', 'timestamp'],
    }) -%}
    {{- return(fields) -}}
{% endmacro %}
