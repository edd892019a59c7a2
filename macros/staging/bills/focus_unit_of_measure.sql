{#-
    The unit of the quantity that is taken from a row of `base_focus__charges`: what is consumed if the row says in what,
    else what is priced, whose unit may leave the size of its blocks to a column of Microsoft's. A quantity without a unit
    is one of which nobody knows how much it is; so are Amazon's plain units of tokens, which may be one or a thousand.
-#}
{% macro focus_unit_of_measure() -%}
    case
        when
            platform = 'bedrock'
            and coalesce(case when is_consumption then consumed_unit end, pricing_unit) in ('unit', 'units')
            and lower(coalesce(amazon_usage_type, '') || coalesce(meter, '') || coalesce(description, '')) like '%token%'
            then 'units of tokens'
        when is_consumption then replace(consumed_unit, ',', '')
        when pricing_quantity is not null
            then coalesce(
                case
                    when {{ regexp_matches('pricing_unit', '^[0-9]') }} then replace(pricing_unit, ',', '')
                    when pricing_unit_description is not null then replace(pricing_unit_description, ',', '')
                    when not {{ regexp_matches('block_size', '^1([.]0*)?$') }}
                        then {{ regexp_replace_all('block_size', '[.]0*$', '') }}
                            || case
                                when coalesce(pricing_unit, 'units') in ('unit', 'units') then ''
                                else ' ' || pricing_unit
                            end
                end,
                pricing_unit,
                '(no unit)'
            )
        when consumed_quantity is not null then '(no unit)'
        else '(unstated)'
    end
{%- endmacro %}
