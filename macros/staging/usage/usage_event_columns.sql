{#-
    The columns of every staging model of usage, a provider's or a gateway's, in order: what the envelope says, what the
    record is, what it used, and why it is refused if it is.
-#}
{% macro usage_event_columns() %}
    {{- return(
        usage_envelope_columns()
        + ['is_final_snapshot', 'is_part', 'context_tokens', 'total_tokens', 'reasoning_tokens']
        + usage_meters() | list
        + ['extra_meter', 'refused_counts', 'finding']
    ) -}}
{% endmacro %}
