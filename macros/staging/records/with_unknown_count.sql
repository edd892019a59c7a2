{#-
    `select` of all columns of a relation, and of the tokens of a usage object whose names are unknown:
    `unknown_meter`, the name in lower case, and `unknown_quantity`, both NULL when all names are known. They are
    metered under their own name, so that they show as unpriced. The search for them is expensive and runs once a row,
    see `computed_once`.

    Args: relation: a CTE. The others are those of `unknown_count`.
-#}
{% macro with_unknown_count(relation, document, counts, information=[]) %}
    {{- return(adapter.dispatch('with_unknown_count', 'tokenbooks')(
        relation, unknown_count(document, counts, information)
    )) -}}
{% endmacro %}

{% macro duckdb__with_unknown_count(relation, unknown_count) -%}
    select
        searched.* exclude (unknown_count),
        lower(split_part(searched.unknown_count, '|', 1)) as unknown_meter,
        cast(split_part(searched.unknown_count, '|', 2) as bigint) as unknown_quantity
    from (
        select
            {{ relation }}.*,
            {{ unknown_count | indent(12) }} as unknown_count
        from {{ relation }}
    ) as searched
{%- endmacro %}

{% macro postgres__with_unknown_count(relation, unknown_count) -%}
    select
        {{ relation }}.*,
        lower(split_part(searched.unknown_count, '|', 1)) as unknown_meter,
        cast(split_part(searched.unknown_count, '|', 2) as bigint) as unknown_quantity
    from {{ relation }}
    cross join lateral (
        select {{ unknown_count | indent(12) }} as unknown_count
        offset 0
    ) as searched
{%- endmacro %}

{% macro spark__with_unknown_count(relation, unknown_count) -%}
    select
        {{ relation }}.*,
        lower(split_part(searched.unknown_count, '|', 1)) as unknown_meter,
        cast(split_part(searched.unknown_count, '|', 2) as bigint) as unknown_quantity
    from {{ relation }}
    lateral view inline(array(struct({{ unknown_count | indent(8) }}))) searched as unknown_count
{%- endmacro %}
