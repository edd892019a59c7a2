{#- Fails for every key that occurs more than once or has a NULL in it. The columns together are the key.
    With a date column, see `is_built_date`. -#}
{% test keys_are_unique(model, columns, date_column=none, newest_only=false) %}

select
    {{ columns | join(',\n    ') }},
    count(*) as occurrences
from {{ model }}
{% if date_column %}where {{ is_built_date(date_column, newest_only) }}{% endif %}
group by {{ columns | join(', ') }}
having count(*) > 1 or {{ columns | join(' is null or ') }} is null

{% endtest %}
