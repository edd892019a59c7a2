{#-
    The tokens of one modality of the input or output, whole and not NULL. What a record does not split belongs to the
    modality that the kind of its call shows. Reads the columns `<side>_total` and `<side>_<modality>_tokens`.

    Args: side: `input` or `output`. modality, others: the modality, and those that the record may state beside it.
    is_of_kind: condition that the kind of the call shows the modality.
-#}
{% macro unsplit_modality(side, modality, others, is_of_kind) -%}
    coalesce(
            {{ side }}_{{ modality }}_tokens,
            case
                when {{ is_of_kind }}
                    then greatest(
                        {{ side }}_total
                        {%- for other in others %} - coalesce({{ side }}_{{ other }}_tokens, 0){% endfor -%}
                        , 0
                    )
            end,
            0
        )
{%- endmacro %}
