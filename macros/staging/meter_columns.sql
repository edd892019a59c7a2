{#-
    The columns of `usage_meters` and `other_meter` of a staging model, in order, NULL where a record has a finding.

    Args: meters: {meter: expression} of those that the model fills. other_meter: expression of the meter that `other`
    counts.
-#}
{% macro meter_columns(meters, other_meter='null') -%}
    {% for meter, unit in usage_meters().items() -%}
    cast(
            {{ 'case when finding is null then ' ~ meters[meter] ~ ' end' if meter in meters else 'null' }}
            as {{ type_metered(unit) }}
        ) as {{ meter }},
        {% endfor -%}
    cast(case when finding is null then {{ other_meter }} end as {{ dbt.type_string() }}) as other_meter
{%- endmacro %}
