{#-
    What we read of a row of an Azure Cost Management export or query. Exports of enterprise agreements, exports of
    customer agreements and queries name the columns differently; the loader has put the names in lower case. Of the
    product we read the region, where no column holds one, and the vendor of an offer of the marketplace.
-#}
{% macro azure_bill_fields() %}
    {{- return({
        'billing_account_id': ['billingaccountid'],
        'subscription_id': ['subscriptionid', 'subscriptionguid'],
        'usage_date': ['date', 'usagedate', 'usagedatetime'],
        'charge_type': ['chargetype'],
        'meter_name': ['metername', 'meter'],
        'meter_subcategory': ['metersubcategory'],
        'service_name': ['metercategory', 'servicename'],
        'publisher_type': ['publishertype'],
        'publisher_name': ['publishername'],
        'resource_id': ['resourceid', 'instanceid', 'instancename'],
        'tags': ['tags'],
        'resource_location': ['resourcelocation'],
        'location': ['location'],
        'meter_region': ['meterregion'],
        'product': ['productname', 'product'],
        'billing_period': ['billingperiodstartdate', 'billingperiodstart'],
        'billing_period_end': ['billingperiodenddate', 'billingperiodend'],
        'unit_of_measure': ['unitofmeasure'],
        'currency': ['billingcurrency', 'billingcurrencycode', 'currency'],
        'pricing_currency': ['pricingcurrency', 'pricingcurrencycode'],
        'exchange_rate': ['exchangeratepricingtobilling', 'exchangerate'],
        'quantity': ['quantity', 'usagequantity'],
        'cost': ['costinbillingcurrency', 'cost', 'pretaxcost'],
        'list_cost': ['paygcostinbillingcurrency'],
        'summed_rows': ['tokenbooks_summed_rows'],
    }) -}}
{% endmacro %}
