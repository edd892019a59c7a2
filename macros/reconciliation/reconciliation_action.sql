{#- Action to take on a reconciliation, from its status and the component that explains most of its variance. -#}
{% macro reconciliation_action() -%}
    case
        when reconciliation_status = 'matched' then 'none'
        when reconciliation_status in ('pending', 'missing_bill') then 'wait_for_bill'
        when reconciliation_status = 'missing_usage' then 'find_missing_usage'
        when largest_component in ('credit', 'tax', 'fee', 'support', 'commitment', 'provisioned', 'adjustment') then 'none'
        when largest_component = 'unmapped' then 'map_meter'
        when largest_component in ('unpriced', 'price_variance') then 'update_price_book'
        when largest_component_amount > 0 then 'find_missing_usage'
        when largest_component = 'one_sided_usage' then 'wait_for_bill'
        else 'fix_application'
    end
{%- endmacro %}
