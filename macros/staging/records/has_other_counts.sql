{#-
    Whether the text of a usage object has another number of counts than we read of it: a count of an unknown name, or
    two spellings of one count. Scanning all keys is expensive, so it is done only for such rows.

    Args: document: expression for the usage object. counts: {name: paths} of the counts that we read, whose text is in
    columns `<prefix><name>`. information: names of counts that say more about others. Every answer of an API may have
    some, so each of them in the text is taken off its number of counts.
-#}
{% macro has_other_counts(document, counts, prefix='raw_', information=[]) -%}
    {#-
        Endings that names of this provider's counts have, and counts whose name has one. To remove the quote behind an
        ending counts its occurrences: the text gets one character shorter for each. A name with another ending is not
        one of this provider's.
    -#}
    {%- set all_endings = ['tokens', 'Tokens', 'TokenCount', 'token_count'] -%}
    {%- set endings, counted, read, text = [], [], [], namespace(left=document, informed=document) -%}
    {%- for ending in all_endings -%}
        {%- for name, paths in counts.items() if (paths | join('"') ~ '"').count(ending ~ '"') -%}
            {%- if ending not in endings -%}
                {%- do endings.append(ending) -%}
                {%- set text.left = 'replace(' ~ text.left ~ ", '" ~ ending ~ '"\', \'' ~ ending ~ "')" -%}
            {%- endif -%}
            {%- if name not in counted -%}{%- do counted.append(name) -%}{%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {#- A name that we also read is a count. To take it off would hide a count of an unknown name. -#}
    {%- for path in counts.values() | sum(start=[]) -%}{%- do read.append(path.split('.')[-1]) -%}{%- endfor -%}
    {%- for name in information if name not in read -%}
        {%- for ending in endings if name.endswith(ending) -%}
            {%- set text.informed = "replace(" ~ text.informed ~ ", '\"" ~ name ~ "\"', '\"" ~ name ~ "')" -%}
        {%- endfor -%}
    {%- endfor -%}
    (
        length({{ text.informed }}) - length({{ text.left }})
        != {% for name in counted -%}
        case when {{ prefix }}{{ name }} is null then 0 else 1 end{{ ' + ' if not loop.last }}
        {%- endfor %}
        {%- for ending in all_endings if ending not in endings %}
        or position('{{ ending }}"' in {{ document }}) > 0
        {%- endfor %}
    )
{%- endmacro %}
