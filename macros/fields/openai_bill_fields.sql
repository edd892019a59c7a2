{#-
    What we read of OpenAI's costs: a daily bucket of the organization costs API, each of its results, and a row of the
    dashboard's older export of daily costs.
-#}
{% macro openai_bill_fields() %}
    {{- return({
        'bucket': {'start_time': ['start_time']},
        'result': {
            'line_item': ['line_item'],
            'project_id': ['project_id'],
            'amount': ['amount.value'],
            'currency': ['amount.currency'],
            'quantity': ['quantity'],
            'quantity_unit': ['quantity_unit'],
        },
        'daily_cost': {
            'cost_in_major': ['cost_in_major'],
            'cost': ['cost'],
            'timestamp': ['timestamp'],
            'date': ['date'],
            'name': ['name'],
            'organization_id': ['organization_id'],
            'project_id': ['project_id'],
            'currency': ['currency'],
        },
    }) -}}
{% endmacro %}
