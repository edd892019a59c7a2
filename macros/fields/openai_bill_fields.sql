{#-
    What we read of OpenAI's costs: a daily bucket of the organization costs API, each of its results, and a row of an
    export of the dashboard: the older one of daily costs, and the newer one as CSV, whose columns are those of the API.
-#}
{% macro openai_bill_fields() %}
    {{- return({
        'bucket': {'start_time': ['start_time']},
        'result': {
            'line_item': ['line_item'],
            'project_id': ['project_id'],
            'api_key_id': ['api_key_id'],
            'amount': ['amount.value'],
            'currency': ['amount.currency'],
            'quantity': ['quantity'],
            'quantity_unit': ['quantity_unit'],
        },
        'daily_cost': {
            'cost_in_major': ['cost_in_major', 'amount_value'],
            'cost': ['cost'],
            'timestamp': ['timestamp', 'start_time'],
            'date': ['date', 'start_time_iso'],
            'name': ['name', 'line_item'],
            'organization_id': ['organization_id'],
            'project_id': ['project_id'],
            'api_key_id': ['api_key_id'],
            'user_id': ['user_id'],
            'currency': ['currency', 'amount_currency'],
            'quantity': ['quantity'],
            'quantity_unit': ['quantity_unit'],
        },
    }) -}}
{% endmacro %}
