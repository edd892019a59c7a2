{#-
    Fails for every combination of values of which one is not in the list of its column, or NULL. `values` is a mapping
    of columns to lists, so that all closed vocabularies of a model cost one scan. With a date column, see `is_built_date`.
-#}
{% test values_are_listed(model, values, date_column=none, newest_only=false) %}

select
    {{ values | join(',\n    ') }},
    count(*) as occurrences
from {{ model }}
where
    {% if date_column %}{{ is_built_date(date_column, newest_only) }} and {% endif %}(
    {% for column, listed in values.items() -%}
    {{ column }} is null
    or {{ column }} not in ('{{ listed | join("', '") }}')
    {{ 'or ' if not loop.last }}
    {%- endfor %}
)
group by {{ values | join(', ') }}

{% endtest %}
