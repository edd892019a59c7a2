{#-
    `select` of all columns of a relation, and of `unknown_counts`, the tokens of a usage object whose names are unknown,
    as text `name=count;name=count`; NULL when all names are known. Each is metered under its own name, so that it shows
    as unpriced. The search for them is expensive and runs once a row.

    Args: relation: a CTE. The others are those of `unknown_counts`.
-#}
{% macro with_unknown_counts(relation, document, counts, information=[], condition=none) -%}
    {{ computed_once(relation, {'unknown_counts': unknown_counts(document, counts, information, condition)}) }}
{%- endmacro %}
