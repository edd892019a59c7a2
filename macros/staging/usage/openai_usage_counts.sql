{#-
    The CTEs that read the counts of usage objects of OpenAI, up to `objects_with_counts`: their text in columns
    `raw_<name>`, their numbers in columns `<name>`, and `contradiction`, the finding when two spellings of a count
    differ. Other spellings are looked at only where the object has more counts than were read.

    Args: objects: CTE with `usage_object` and `fields`, the `json_fields` array of it. mapping: that the array was made
    with. counts: those of the mapping that are counts.
-#}
{% macro openai_usage_counts(objects, mapping, counts) -%}
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
            'has_other_counts': has_other_counts('usage_object', counts, 'first_')
        }) | indent(8) }}
    ),

    objects_with_texts as (
        select
            *,
            {% for name in counts -%}
            {% if mapping[name] | length > 1 -%}
            case
                when has_other_counts then {{ agreed_field('fields', mapping, name, 'first_' ~ name) }}
                else first_{{ name }}
            end
            {%- else -%}
            first_{{ name }}
            {%- endif %} as raw_{{ name }},
            {% endfor -%}
            {% if mapping.values() | map('length') | max > 1 -%}
            case when has_other_counts then {{ contradicting_counts('fields', mapping, counts) | indent(12) }} end
            {%- else -%}
            cast(null as {{ dbt.type_string() }})
            {%- endif %} as contradiction
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
