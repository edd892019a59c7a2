{#-
    What we read of a row of a Google Cloud billing export, nested as in BigQuery or flat, and of each of its credits.
    A credit has no unit, quantity and list cost of its own: `uncredited` names the columns that it leaves empty.
-#}
{% macro gcp_bill_fields() %}
    {{- return({
        'columns': {
            'billing_account_id': ['billing_account_id'],
            'project_id': ['project.id', 'project_id'],
            'resource_id': [
                'resource.global_name', 'resource_global_name', 'resource.name', 'resource_name'
            ],
            'labels': ['labels'],
            'project_labels': ['project.labels', 'project_labels'],
            'usage_start': ['usage_start_time'],
            'invoice_month': ['invoice.month', 'invoice_month'],
            'cost_type': ['cost_type'],
            'sku': ['sku.description', 'sku_description'],
            'service': ['service.description', 'service_description'],
            'region': ['location.region', 'location_region', 'location.location', 'location_location'],
            'unit': ['usage.unit', 'usage_unit'],
            'quantity': ['usage.amount', 'usage_amount'],
            'currency': ['currency'],
            'exchange_rate': ['currency_conversion_rate'],
            'cost': ['cost'],
            'list_cost': ['cost_at_list'],
            'summed_rows': ['tokenbooks_summed_rows'],
        },
        'credit': {'type': ['type'], 'amount': ['amount']},
        'uncredited': ['unit', 'quantity', 'list_cost'],
    }) -}}
{% endmacro %}
