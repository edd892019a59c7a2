{#-
    Whether the usage object of an answer in Anthropic's form lists the runs of its request; never NULL. Reads the
    columns `record` and `usage_object`. Most records are decided by their text, without parsing the object.
-#}
{% macro has_runs() -%}
    case
        when record like '%"iterations"%' then coalesce({{ json_array_size('usage_object', 'iterations') }}, 0) > 0
        else false
    end
{%- endmacro %}
