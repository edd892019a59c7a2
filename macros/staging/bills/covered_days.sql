{#-
    The columns of a billed charge that state the days which its row shows the delivery to cover. A row that states
    nothing else is a charge, and covers one day of its platform.

    Args: stated: {column: expression}, with `covered_from` at least, and what differs from that.
-#}
{% macro covered_days(stated) -%}
    {%- set days = {
        'is_empty_day': 'false',
        'covered_platforms': 'platform',
        'covered_period': 'cast(null as date)',
        'covered_from': none,
        'covered_until': 'cast(' ~ dbt.dateadd('day', 1, stated.covered_from) ~ ' as date)',
        'is_covered_apart': 'false',
    } -%}
    {%- do days.update(stated) -%}
    {%- for column, expression in days.items() -%}
    {{ expression }} as {{ column }}{{ ',\n' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
