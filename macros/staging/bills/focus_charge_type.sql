{#-
    The charge type of a row of `stg_focus__billed_charges`: its FOCUS category, or a type of its own for a charge that
    is not usage. A commitment has three types: its purchase, the usage that it covers, whose billed cost is zero, and
    its unused part.
-#}
{% macro focus_charge_type() -%}
    case
        when coalesce(category, 'usage') not in ('usage', 'purchase') then category
        when is_support then 'support' || coalesce(category, 'usage')
        when is_marketplace then 'marketplace' || coalesce(category, 'usage')
        when commitment_status = 'unused' then 'unusedcommitment'
        when coalesce(category, 'usage') = 'usage' and coalesce(commitment_status, commitment) is not null
            then 'coveredusage'
        -- Microsoft corrects a purchase when it returns the money.
        when platform = 'azure' and category = 'purchase' and class = 'correction' and cost like '-%' then 'refund'
        else coalesce(category, 'usage')
    end
{%- endmacro %}
