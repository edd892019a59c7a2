{#-
    A count of tokens in a usage object that nobody has heard of, as `name|count`, so that it is metered under its own name
    and shows as unpriced; NULL when there is none. Looking at every name is dear, and is only done where there are not as
    many counts in the text as were read.

    Args: document: expression for the usage object. counts: {name: paths} of the counts that were read, whose text is in
    columns `raw_<name>`. information: names of counts that say more about others and are no meters.
-#}
{% macro unknown_count(document, counts, information=[]) -%}
    {%- set parents, known = [], information | list -%}
    {%- for path in counts.values() | sum(start=[]) -%}
        {%- set parts = path.split('.') -%}
        {%- do known.append(parts[-1]) -%}
        {%- set parent = parts[:-1] | join('.') -%}
        {%- if parent and '[' not in parent and parent not in parents -%}{%- do parents.append(parent) -%}{%- endif -%}
    {%- endfor -%}
    case
        when
            length({{ document }}) - length(replace({{ document }}, 'tokens"', ''))
            != 7 * ({% for name in counts -%}
            case when raw_{{ name }} is null then 0 else 1 end{{ ' + ' if not loop.last }}
            {%- endfor %})
            then {{ json_unknown_count(document, parents, known | unique | list) }}
    end
{%- endmacro %}
