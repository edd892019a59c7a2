{#-
    Whether an envelope of another platform than Anthropic holds an answer in the form of Anthropic's Messages API, so
    that its input leaves out the cache. Claude answers so in Vertex AI, Azure, Databricks and Amazon Bedrock, and other
    models do behind compatible endpoints. A usage object without its answer is recognised by its counts. Never NULL.
    The platform and the text of the record come first in the condition: else DuckDB parses every landed record to read
    its type.
-#}
{% macro is_in_anthropic_form() -%}
    {%- set types = text_list(['message', 'message_start', 'message_delta']) -%}
    (
        {{ is_claude_in_vertex() }}
        or (
            landed_platform in ({{ text_list(['azure'] + var('usage_providers').get('compatible', [])) }})
            and (
                record like '%claude%'
                or record like '%"cache_read_input_tokens"%'
                or record like '%"cache_creation_input_tokens"%'
            )
            and (
                coalesce(payload_type, '') in ({{ types }})
                or (
                    payload_type is null
                    and lower(coalesce(raw_model, '')) like '%claude%'
                    and coalesce(usage_object, '') like '%"input_tokens"%'
                    and coalesce(usage_object, '') not like '%"input_tokens_details"%'
                    and coalesce(usage_object, '') not like '%"prompt_tokens"%'
                )
            )
        )
        or (
            landed_platform = 'bedrock'
            and record like '%put_tokens"%'
            and (
                coalesce(payload_type, '') in ({{ types }})
                or coalesce(usage_object, '') like '%"iterations"%'
            )
        )
    )
{%- endmacro %}
