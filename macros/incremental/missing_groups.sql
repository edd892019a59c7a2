{#-
    The groups of the inputs that this model has not built, or not from the same inputs. All groups if it is built from
    the start.
-#}
{% macro missing_groups(inputs, keys) -%}
    {%- set columns = keys + ['fingerprint'] -%}
    select distinct
        {% for column in columns -%}
        inputs.{{ column }}{{ ',' if not loop.last }}
        {% endfor -%}
    from {{ inputs }} as inputs
    {%- if is_incremental() %}
    left join (select distinct {{ columns | join(', ') }} from {{ this }}) as built
        on {% for column in columns -%}
        inputs.{{ column }} = built.{{ column }}{{ ' and ' if not loop.last }}
        {%- endfor %}
    where built.fingerprint is null
    {%- endif %}
{%- endmacro %}
