{#-
    The columns of `usage_meters` and `extra_meter` of a staging model, in order, NULL where a record has a finding;
    and `refused_counts`, the counts of such a record. It shows only numbers: a text may hold part of a prompt.

    Args: meters: {meter: expression} of those that the model fills. extra_meter: expression of the meter that
    `extra_quantity` counts. counts: names of the counts of the record, with their text in columns `raw_<name>`. sums:
    names of columns that are always numbers.
-#}
{% macro meter_columns(meters, extra_meter='null', counts=[], sums=[]) -%}
    {% for meter, unit in usage_meters().items() -%}
    cast(
            {{ 'case when finding is null then ' ~ meters[meter] ~ ' end' if meter in meters else 'null' }}
            as {{ type_metered(unit) }}
        ) as {{ meter }},
        {% endfor -%}
    cast(case when finding is null then {{ extra_meter }} end as {{ dbt.type_string() }}) as extra_meter,
        cast(
            {%- if counts or sums %} case when finding is not null then {{ counts_object(counts, sums) }} end
            {%- else %} null{% endif %} as {{ dbt.type_string() }}
        ) as refused_counts
{%- endmacro %}
