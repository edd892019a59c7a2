{#-
    The tokens in a usage object that nobody has heard of, as `name|count`, so that they are metered under their own name and
    show as unpriced; of several the names joined by `+`, and their sum; NULL when there are none. Looking at every name is dear, and is only done where there are not as
    many counts in the text as were read.

    Args: document: expression for the usage object. counts: {name: paths} of the counts that were read, whose text is in
    columns `raw_<name>`. information: names of counts that say more about others and are no meters.
-#}
{% macro unknown_count(document, counts, information=[]) -%}
    {%- set parents, known = [], information | list -%}
    {#- Of these endings of names, those that counts of this provider have; taking away a quote counts an occurrence. -#}
    {%- set endings, read, text = [], [], namespace(left=document) -%}
    {%- for ending in ['tokens', 'Tokens', 'TokenCount', 'token_count'] -%}
        {%- for name, paths in counts.items() if (paths | join('"') ~ '"').count(ending ~ '"') -%}
            {%- if ending not in endings -%}
                {%- do endings.append(ending) -%}
                {%- set text.left = 'replace(' ~ text.left ~ ", '" ~ ending ~ '"\', \'' ~ ending ~ "')" -%}
            {%- endif -%}
            {%- if name not in read -%}{%- do read.append(name) -%}{%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for path in counts.values() | sum(start=[]) -%}
        {%- set parts = path.split('.') -%}
        {%- do known.append(parts[-1]) -%}
        {%- set parent = parts[:-1] | join('.') -%}
        {%- if parent and '[' not in parent and parent not in parents -%}{%- do parents.append(parent) -%}{%- endif -%}
    {%- endfor -%}
    case
        when
            length({{ document }}) - length({{ text.left }})
            != {% for name in read -%}
            case when raw_{{ name }} is null then 0 else 1 end{{ ' + ' if not loop.last }}
            {%- endfor %}
            then {{ json_unknown_count(document, parents, known | unique | list) }}
    end
{%- endmacro %}
