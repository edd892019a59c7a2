{#-
    The queries that Gemini ran on the `web` or on `maps` for one answer, before Google's price per answer or query. An
    answer that cites places of Google Maps and no page searched maps only. Reads the columns `search_queries`,
    `is_web_grounded` and `is_maps_grounded`.
-#}
{% macro grounded_queries(kind) -%}
    {%- if kind == 'web' -%}
    case when is_maps_grounded and not is_web_grounded then 0 else search_queries end
    {%- else -%}
    case
            when is_maps_grounded and not is_web_grounded then greatest(search_queries, 1)
            when is_maps_grounded then 1
            else 0
        end
    {%- endif -%}
{%- endmacro %}
