{#-
    A stable text key: md5 over the columns as text, in order. The unit separator cannot occur in any of them, and NULL
    differs from empty text. So different rows never share a key. Pass text, dates and integers, never a bare timestamp
    or decimal, whose text differs between engines.
-#}
{% macro surrogate_key(columns) -%}
    {%- if not columns -%}
        {{ exceptions.raise_compiler_error("surrogate_key needs at least one column.") }}
    {%- endif -%}
    md5(
        {%- for column in columns %}
        coalesce(cast({{ column }} as {{ dbt.type_string() }}), chr(30)){{ " || chr(31) ||" if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}
