{#-
    The unit of the quantity that we take from a row of `base_focus__charges`: the consumed unit if the row states it,
    else the pricing unit, whose block size may be in a column of Microsoft's. A quantity without a unit has an unknown
    size. So have Amazon's plain units of tokens, which may be one token or a thousand.
-#}
{% macro focus_unit_of_measure() -%}
    case
        when
            platform = 'bedrock'
            and coalesce(case when is_consumption then consumed_unit end, pricing_unit) in ('unit', 'units')
            and lower(
                coalesce(amazon_usage_type, '') || coalesce(meter, '') || coalesce(description, '')
            ) like '%token%'
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
