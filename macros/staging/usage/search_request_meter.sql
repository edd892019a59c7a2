{#- The meter of the fee that Perplexity charges for a request, by the size of its search in column `search_size`. -#}
{% macro search_request_meter() -%}
    'search_request'
        || case when lower(search_size) in ('low', 'medium', 'high') then '_' || lower(search_size) else '' end
{%- endmacro %}
