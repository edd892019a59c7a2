{#- Fails for every key that occurs more than once or has a NULL in it. The columns together are the key; quoted, so that
    the case of a name counts where it has one. With a date column, see `is_built_date`. -#}
{% test keys_are_unique(model, columns, date_column=none, newest_only=false) %}
{%- set quoted = [] -%}
{%- for column in columns -%}{%- do quoted.append(adapter.quote(column)) -%}{%- endfor %}

select
    {{ quoted | join(',\n    ') }},
    count(*) as occurrences
from {{ model }}
{% if date_column %}where {{ is_built_date(date_column, newest_only) }}{% endif %}
group by {{ quoted | join(', ') }}
having count(*) > 1 or {{ quoted | join(' is null or ') }} is null

{% endtest %}
