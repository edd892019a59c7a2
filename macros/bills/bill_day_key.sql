{#-
    The key of a day of an account on the bill of one delivery set. PostgreSQL knows how many rows match by one column;
    of five columns it would expect one row, and join by nested loops.
-#}
{% macro bill_day_key() -%}
    {{ surrogate_key(['platform', 'billing_account_id', 'sub_account_id', 'bill_date', 'delivery_set']) }}
{%- endmacro %}
