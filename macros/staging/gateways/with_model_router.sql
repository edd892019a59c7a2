{#-
    `select` of all events of a gateway, and of the input that Azure's model router read to choose the model of an
    answer. The router bills it beside the answer, and is known by the name of the deployment. The relation is read
    once, as PostgreSQL would otherwise not read new records only.

    Args: relation: CTE of the events, in `usage_event_columns`.
-#}
{% macro with_model_router(relation) -%}
    {%- set values = {
        'event_key': "event_key || '/model_router'",
        'raw_model': "'model-router'",
        'is_part': 'true',
        'total_tokens': 'context_tokens',
        'text_input': 'cast(context_tokens as ' ~ type_metered('tokens') ~ ')',
    } -%}
    {%- set absent = token_meters() | reject('equalto', 'text_input') | list
        + ['reasoning_tokens', 'reported_cost', 'extra_quantities', 'refused_counts'] -%}
    select
        {% for column in usage_event_columns() -%}
        {% if column in values -%}
        case when is_router then {{ values[column] }} else {{ column }} end as {{ column }}
        {%- elif column in absent -%}
        case when not is_router then {{ column }} end as {{ column }}
        {%- else -%}
        {{ column }}
        {%- endif %}{{ ',' if not loop.last }}
        {% endfor %}
    from {{ relation }}
    cross join (select false as is_router union all select true as is_router) as routers
    where
        not is_router
        or (
            platform = 'azure'
            and finding is null
            and not is_part
            and context_tokens > 0
            and {{ names_model_router('lower(deployment)') }}
            and not {{ names_model_router("lower(coalesce(raw_model, ''))") }}
        )
{%- endmacro %}
