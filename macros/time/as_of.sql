{#-
    The instant at which the books are read, as a UTC timestamp expression: variable `as_of`, or the start of the run.
    Raises a compiler error if the variable is not an RFC 3339 date or date-time.
-#}
{% macro as_of() -%}
    {%- set chosen = var('as_of', none) -%}
    {%- if chosen is none -%}
        cast('{{ run_started_at.astimezone(modules.pytz.utc).strftime("%Y-%m-%d %H:%M:%S") }}' as timestamp)
    {%- else -%}
        {%- set text = chosen | string -%}
        {%- if not modules.re.match('^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$', text) -%}
            {{ exceptions.raise_compiler_error("Variable as_of must look like 2026-04-06T00:00:00Z, not '" ~ text ~ "'.") }}
        {%- endif -%}
        {%- set instant = modules.datetime.datetime.fromisoformat(text) -%}
        {%- if instant.tzinfo -%}
            {%- set instant = instant.astimezone(modules.pytz.utc) -%}
        {%- endif -%}
        cast('{{ instant.strftime("%Y-%m-%d %H:%M:%S") }}' as timestamp)
    {%- endif -%}
{%- endmacro %}
