{#-
    Pre-hook of a model that replaces groups. It deletes the groups that no longer match their inputs, in the
    transaction that then appends the missing groups.
-#}
{% macro remove_stale_groups(inputs, keys) -%}
    {%- set dates = stale_dates(inputs, keys) -%}
    {%- if dates -%}
        {{ delete_groups(this, inputs, keys + ['fingerprint'], is_one_of_dates(this.identifier ~ '.' ~ keys[0], dates), dates) }}
    {%- endif -%}
{%- endmacro %}
