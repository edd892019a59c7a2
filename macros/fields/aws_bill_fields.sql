{#-
    What we read of a line item of an AWS Cost and Usage Report, legacy or 2.0, whose product is an object. The cost is
    the unblended one, which the invoice adds up; the net columns exist only where there are discounts, and discounts
    are line items of their own.
-#}
{% macro aws_bill_fields() %}
    {{- return({
        'payer_account_id': ['bill_payer_account_id'],
        'usage_account_id': ['line_item_usage_account_id'],
        'resource_id': ['line_item_resource_id'],
        'principal_id': ['line_item_iam_principal'],
        'period_start': ['bill_billing_period_start_date'],
        'period_end': ['bill_billing_period_end_date'],
        'usage_start': ['line_item_usage_start_date'],
        'line_item_type': ['line_item_line_item_type'],
        'usage_type': ['line_item_usage_type'],
        'description': ['line_item_line_item_description'],
        'seller': ['line_item_legal_entity'],
        'product_code': ['product_servicecode', 'product.servicecode', 'line_item_product_code'],
        'product_name': [
            'product_servicename', 'product.servicename', 'product_product_name', 'product.product_name',
            'line_item_product_code',
        ],
        'region': ['product_region', 'product_region_code', 'product.region', 'product.region_code'],
        'pricing_unit': ['pricing_unit'],
        'currency': ['line_item_currency_code'],
        'quantity': ['line_item_usage_amount'],
        'cost': ['line_item_unblended_cost'],
        'list_cost': ['pricing_public_on_demand_cost'],
        'summed_rows': ['tokenbooks_summed_rows'],
    }) -}}
{% endmacro %}
