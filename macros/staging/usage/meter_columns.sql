{#-
    The columns of `token_meters` and `extra_quantities` of a staging model, in order, NULL where a record has a
    finding; and `refused_counts`, the counts of such a record. It shows only numbers: a text may hold part of a prompt.

    Args: meters: {meter: expression} of those that the model fills. extras, unknown: those of `extra_quantities`.
    counts: names of the counts of the record, with their text in columns `raw_<name>`. sums: names of columns that are
    always numbers.
-#}
{% macro meter_columns(meters, extras=[], counts=[], sums=[], unknown=false) -%}
    {% for meter in token_meters() -%}
    cast(
            {{ 'case when finding is null then ' ~ meters[meter] ~ ' end' if meter in meters else 'null' }}
            as {{ type_metered('tokens') }}
        ) as {{ meter }},
        {% endfor -%}
    cast(
            {{ 'case when finding is null then ' ~ extra_quantities(extras, unknown) ~ ' end'
                if extras or unknown else 'null' }}
            as {{ dbt.type_string() }}
        ) as extra_quantities,
        cast(
            {%- if counts or sums %} case when finding is not null then {{ counts_object(counts, sums) }} end
            {%- else %} null{% endif %} as {{ dbt.type_string() }}
        ) as refused_counts
{%- endmacro %}
