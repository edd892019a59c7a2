{#-
    Configures an incremental model of sums. Groups that no longer match their inputs are removed in the transaction
    that appends the missing groups.

    Args: inputs: name of the model with the keys and fingerprints of all groups. keys: the columns of a group, the date
    first. indexes: lists of columns to index, if the engine has indexes.
-#}
{% macro summed_groups(inputs, keys, indexes=[]) -%}
    {{ config(
        materialized='incremental',
        indexes=lookup_indexes(indexes),
        pre_hook="{{ remove_stale_groups(ref('" ~ inputs ~ "'), " ~ keys ~ ") }}"
    ) }}
{%- endmacro %}
