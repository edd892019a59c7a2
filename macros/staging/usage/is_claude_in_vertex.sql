{#-
    Whether an envelope is of Claude in Vertex AI, which answers as Anthropic does. The platform comes first in the
    condition: else DuckDB parses every landed record to read its type.
-#}
{% macro is_claude_in_vertex() -%}
    (
        landed_platform = 'vertex'
        and (coalesce(payload_type, '') like 'message%' or coalesce(lower(raw_model), '') like '%claude%')
    )
{%- endmacro %}
