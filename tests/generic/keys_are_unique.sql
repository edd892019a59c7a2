{#- Fails for every key that occurs more than once or has a NULL in it. The columns together are the key. -#}
{% test keys_are_unique(model, columns) %}

select
    {{ columns | join(',\n    ') }},
    count(*) as occurrences
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1 or {{ columns | join(' is null or ') }} is null

{% endtest %}
