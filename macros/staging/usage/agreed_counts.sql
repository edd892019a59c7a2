{#-
    The CTEs that read the text of the counts of usage objects of any provider, up to `objects_with_texts`: in columns
    `raw_<name>`, with `contradiction`, the finding when two spellings of a count differ. Spellings are compared only
    where the object has another number of counts than were read, which `has_other_counts` shows.

    Args: objects: CTE with `usage_object` and `fields`, the `json_fields` array of it. mapping: that the array was made
    with. counts: those of the mapping that are counts.
-#}
{% macro agreed_counts(objects, mapping, counts) -%}
    objects_with_agreed_fields as (
        select
            *,
            {% for name in counts -%}
            {{ agreed_field('fields', mapping, name) }} as raw_{{ name }}{{ ',' if not loop.last }}
            {% endfor %}
        from {{ objects }}
    ),

    objects_with_gate as (
        {{ computed_once('objects_with_agreed_fields', {
            'has_other_counts': has_other_counts('usage_object', counts)
        }) | indent(8) }}
    ),

    objects_with_texts as (
        select
            *,
            case when has_other_counts then {{ contradicting_counts('fields', mapping, counts) | indent(12) }} end
                as contradiction
        from objects_with_gate
    )
{%- endmacro %}
