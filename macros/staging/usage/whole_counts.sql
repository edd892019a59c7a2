{#-
    The CTEs that read the counts of usage objects of any provider, up to `objects_with_counts`: their text in columns
    `raw_<name>`, their numbers in columns `<name>`, and `contradiction`, the finding when two spellings of a count
    differ. Spellings are compared only where the object has another number of counts than were read, which
    `has_other_counts` shows.

    Args: objects: CTE with `usage_object` and `fields`, the `json_fields` array of it. mapping: that the array was made
    with. counts: those of the mapping that are counts. information: names of counts that say more about others.
-#}
{% macro whole_counts(objects, mapping, counts, information=[]) -%}
    objects_with_first_texts as (
        select
            *,
            {% for name in counts -%}
            {{ json_field('fields', mapping, name) }} as first_{{ name }}{{ ',' if not loop.last }}
            {% endfor %}
        from {{ objects }}
    ),

    objects_with_gate as (
        {{ computed_once('objects_with_first_texts', {
            'has_other_counts': has_other_counts('usage_object', counts, 'first_', information)
        }) | indent(8) }}
    ),

    objects_with_texts as (
        select
            *,
            {% for name in counts -%}
            {% set agreed = agreed_field('fields', mapping, name, 'first_' ~ name) -%}
            {% if mapping[name] | length > 1 -%}case when has_other_counts then {{ agreed }} else {% endif -%}
            first_{{ name }}{{ ' end' if mapping[name] | length > 1 }} as raw_{{ name }},
            {% endfor -%}
            case when has_other_counts then {{ contradicting_counts('fields', mapping, counts) | indent(12) }} end
                as contradiction
        from objects_with_gate
    ),

    objects_with_counts as (
        select
            *,
            {% for name in counts -%}
            {{ whole_number('raw_' ~ name) }} as {{ name }}{{ ',' if not loop.last }}
            {% endfor %}
        from objects_with_texts
    )
{%- endmacro %}
