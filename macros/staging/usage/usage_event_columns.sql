{#-
    The columns of every staging model of usage, of a provider or a gateway, in order: those of the envelope, what the
    record is, its quantities, and the reason if it is refused.
-#}
{% macro usage_event_columns() %}
    {{- return(
        usage_envelope_columns()
        + ['is_final_snapshot', 'is_part', 'is_independent', 'context_tokens', 'total_tokens', 'reasoning_tokens']
        + token_meters()
        + ['extra_quantities', 'refused_counts', 'finding']
    ) -}}
{% endmacro %}
