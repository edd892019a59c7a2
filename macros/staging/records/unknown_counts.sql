{#-
    The tokens of a usage object whose names are unknown, as text `name=count;name=count`; NULL when all names are
    known. Scanning all keys is expensive, so it is done only where the text of the object has another number of counts
    than we read.

    Args: document: expression for the usage object. counts: {name: paths} of the counts that we read, whose text is in
    columns `raw_<name>`. information: names of counts that say more about others and are not meters.
-#}
{% macro unknown_counts(document, counts, information=[]) -%}
    {%- set parents, known = [], information | list -%}
    {#-
        Endings that names of this provider's counts have, and counts whose name has one. To remove the quote behind an
        ending counts its occurrences: the text gets one character shorter for each.
    -#}
    {%- set endings, counted, text = [], [], namespace(left=document) -%}
    {%- for ending in ['tokens', 'Tokens', 'TokenCount', 'token_count'] -%}
        {%- for name, paths in counts.items() if (paths | join('"') ~ '"').count(ending ~ '"') -%}
            {%- if ending not in endings -%}
                {%- do endings.append(ending) -%}
                {%- set text.left = 'replace(' ~ text.left ~ ", '" ~ ending ~ '"\', \'' ~ ending ~ "')" -%}
            {%- endif -%}
            {%- if name not in counted -%}{%- do counted.append(name) -%}{%- endif -%}
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
            != {% for name in counted -%}
            case when raw_{{ name }} is null then 0 else 1 end{{ ' + ' if not loop.last }}
            {%- endfor %}
            then {{ json_unknown_counts(document, parents, known | unique | list) }}
    end
{%- endmacro %}
