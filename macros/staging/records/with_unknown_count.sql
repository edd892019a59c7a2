{#-
    `select` of all columns of a relation, and of the tokens of a usage object whose names are unknown:
    `unknown_meter`, the name in lower case, and `unknown_quantity`, both NULL when all names are known. They are
    metered under their own name, so that they show as unpriced. The search for them is expensive and runs once a row.

    Args: relation: a CTE. The others are those of `unknown_count`.
-#}
{% macro with_unknown_count(relation, document, counts, information=[]) -%}
    {{ computed_once(
        relation,
        {'unknown_count': unknown_count(document, counts, information)},
        selected={
            'unknown_meter': "lower(split_part(computed.unknown_count, '|', 1))",
            'unknown_quantity': "cast(split_part(computed.unknown_count, '|', 2) as bigint)",
        }
    ) }}
{%- endmacro %}
