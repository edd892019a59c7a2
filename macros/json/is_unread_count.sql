{#-
    Whether a count of a known name in `json_unknown_counts` is unknown all the same, as it is in an object that we do
    not read and no count that we read has its name.

    Args: name, is_elsewhere: expressions for the name and for whether the object is not one that we read.
    names_by_text: that of `json_unknown_counts`.
-#}
{% macro is_unread_count(name, is_elsewhere, names_by_text) -%}
    {%- if names_by_text -%}
    {{ is_elsewhere }} and case
        {%- for text, names in names_by_text.items() %} when {{ name }} in ({{ text_list(names) }})
            then {{ text }} is null
        {%- endfor %} else false end
    {%- else -%}
    false
    {%- endif -%}
{%- endmacro %}
