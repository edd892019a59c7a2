{#-
    The columns `written_1h` and `written` of a record of Amazon Bedrock: cache writes that live one hour, and all of
    them. The Converse API splits them in a list of up to two lifetimes, Claude in an object.
-#}
{% macro bedrock_cache_writes() -%}
    coalesce(written_1h_tokens, 0)
        + case when first_ttl = '1h' then coalesce(first_detail_tokens, 0) else 0 end
        + case when second_ttl = '1h' then coalesce(second_detail_tokens, 0) else 0 end as written_1h,
        coalesce(
            written_tokens,
            coalesce(written_5m_tokens, 0) + coalesce(written_1h_tokens, 0)
            + coalesce(first_detail_tokens, 0) + coalesce(second_detail_tokens, 0)
        ) as written
{%- endmacro %}
