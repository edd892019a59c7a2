{#-
    What we read of a row of a FOCUS dataset of any version and provider, by the form of the value: names of companies,
    texts, texts whose case does not matter, amounts and instants. Version 1.3 renamed the provider; columns that begin
    with `x_` are the provider's own. The loader has put the names in lower case, and leaves out a literal NULL.
-#}
{% macro focus_bill_fields() %}
    {{- return({
        'companies': {
            'provider': ['serviceprovidername', 'providername', 'publishername', 'invoiceissuername'],
            'publisher': ['publishername'],
            'issuer': ['invoiceissuername'],
        },
        'texts': {
            'product': ['servicename'],
            'microsoft_account': ['x_billingaccountid'],
            'billing_account': ['billingaccountid'],
            'sub_account': ['subaccountid'],
            'resource_id': ['resourceid'],
            'tags': ['tags'],
            'commitment': ['commitmentdiscountid', 'commitmentdiscountcategory'],
            'microsoft_meter': ['x_skumetername'],
            'microsoft_subcategory': ['x_skumetersubcategory'],
            'microsoft_product': ['x_skudescription'],
            'meter': ['skumeter'],
            'amazon_usage_type': ['x_usagetype'],
            'description': ['chargedescription'],
            'sku': ['skuid'],
            'summed_rows': ['tokenbooks_summed_rows'],
            'currency': ['billingcurrency'],
            'pricing_currency': ['pricingcurrency', 'x_pricingcurrency'],
        },
        'lower_case': {
            'publisher_kind': ['x_publishercategory', 'x_publishertype'],
            'service': ['servicename'],
            'meter_category': ['x_skumetercategory'],
            'service_category': ['servicecategory'],
            'category': ['chargecategory'],
            'class': ['chargeclass'],
            'commitment_status': ['commitmentdiscountstatus'],
            'region': ['regionid', 'regionname'],
            'consumed_unit': ['consumedunit'],
            'pricing_unit': ['pricingunit'],
            'pricing_unit_description': ['x_pricingunitdescription'],
            'block_size': ['x_pricingblocksize'],
        },
        'amounts': {
            'consumed_quantity': ['consumedquantity'],
            'pricing_quantity': ['pricingquantity'],
            'cost': ['billedcost'],
            'list_cost': ['listcost'],
            'exchange_rate': ['x_billingexchangerate'],
        },
        'instants': {
            'charge_start': ['chargeperiodstart'],
            'billing_start': ['billingperiodstart'],
            'billing_end': ['billingperiodend'],
        },
    }) -}}
{% endmacro %}
