{#-
    What we read of Anthropic's cost report: a daily bucket, and each of its results. The fields beside the description
    state exactly what the description says in free text.
-#}
{% macro anthropic_bill_fields() %}
    {{- return({
        'bucket': {'starting_at': ['starting_at']},
        'result': {
            'amount': ['amount'],
            'currency': ['currency'],
            'workspace_id': ['workspace_id'],
            'api_key_id': ['api_key_id'],
            'description': ['description'],
            'cost_type': ['cost_type'],
            'model': ['model'],
            'token_type': ['token_type'],
            'service_tier': ['service_tier'],
            'inference_geo': ['inference_geo'],
        },
    }) -}}
{% endmacro %}
