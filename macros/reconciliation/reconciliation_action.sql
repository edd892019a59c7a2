{#- Action to take on a reconciliation, from its status and the component that decides it; none if none decides. -#}
{% macro reconciliation_action(component, amount) -%}
    case
        when reconciliation_status in ('pending', 'missing_bill') then 'wait_for_bill'
        when reconciliation_status = 'missing_usage' then 'find_missing_usage'
        when reconciliation_status = 'matched' and {{ component }} is null then 'none'
        when {{ component }} not in ({{ meter_components() }}) then 'check_charges'
        when {{ component }} = 'unmapped' then 'map_meter'
        when {{ component }} in ('unpriced', 'price_variance') then 'update_price_book'
        when {{ amount }} > 0 then 'find_missing_usage'
        when {{ component }} = 'one_sided_usage' then 'wait_for_bill'
        else 'fix_application'
    end
{%- endmacro %}
