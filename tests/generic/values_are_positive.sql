{#- Fails for every value that is NULL, zero or negative. -#}
{% test values_are_positive(model, column_name) %}

select {{ column_name }}
from {{ model }}
where {{ column_name }} is null or {{ column_name }} <= 0

{% endtest %}
