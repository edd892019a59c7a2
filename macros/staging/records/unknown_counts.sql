{#-
    The tokens of a usage object whose names are unknown, as text `name=count;name=count`; NULL when all names are
    known. Scanning all keys is expensive, so it is done only where the text of the object has another number of counts
    than we read.

    Args: document: expression for the usage object. counts: {name: paths} of the counts that we read, whose text is in
    columns `raw_<name>`. information: names of counts that say more about others and are not meters. condition: column
    with the result of `has_other_counts`, if the relation has one.
-#}
{% macro unknown_counts(document, counts, information=[], condition=none) -%}
    {%- set parents, known = [], information | list -%}
    {%- for path in counts.values() | sum(start=[]) -%}
        {%- set parts = path.split('.') -%}
        {%- do known.append(parts[-1]) -%}
        {%- set parent = parts[:-1] | join('.') -%}
        {%- if parent and '[' not in parent and parent not in parents -%}{%- do parents.append(parent) -%}{%- endif -%}
    {%- endfor -%}
    case
        when {{ condition or has_other_counts(document, counts) }}
            then {{ json_unknown_counts(document, parents, known | unique(case_sensitive=true) | list) }}
    end
{%- endmacro %}
