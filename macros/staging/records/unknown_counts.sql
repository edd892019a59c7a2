{#-
    The tokens of a usage object whose names are unknown, as text `name=count;name=count`; NULL when all names are
    known. Scanning all keys is expensive, so it is done only where the text of the object has another number of counts
    than we read.

    An object that we do not read may repeat a known count, as Cohere's `tokens` and xAI's `context_details` do. It is
    unknown only where the object states no such count in a place that we read.

    Args: document: expression for the usage object. counts: {name: paths} of the counts that we read, whose text is in
    columns `raw_<name>`. information: names of counts that say more about others and are not meters. condition: column
    with the result of `has_other_counts`, if the relation has one.
-#}
{% macro unknown_counts(document, counts, information=[], condition=none) -%}
    {%- set parents, known, texts_by_key = [], information | list, {} -%}
    {%- for name, paths in counts.items() -%}
        {%- for path in paths -%}
            {%- set parts = path.split('.') -%}
            {%- do known.append(parts[-1]) -%}
            {%- set texts = texts_by_key.setdefault(parts[-1], []) -%}
            {%- if 'raw_' ~ name not in texts -%}{%- do texts.append('raw_' ~ name) -%}{%- endif -%}
            {%- set parent = parts[:-1] | join('.') -%}
            {%- if parent and '[' not in parent and parent not in parents -%}
                {%- do parents.append(parent) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set keys_by_texts = {} -%}
    {%- for key, texts in texts_by_key.items() if key not in information -%}
        {%- do keys_by_texts.setdefault('coalesce(' ~ texts | join(', ') ~ ')', []).append(key) -%}
    {%- endfor -%}
    case
        when {{ condition or has_other_counts(document, counts, information=information) }}
            then {{ json_unknown_counts(document, parents, known | unique(case_sensitive=true) | list, keys_by_texts) }}
    end
{%- endmacro %}
