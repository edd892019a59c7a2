{#-
    Whether the text of a usage object has another number of counts than we read of it: a count of an unknown name, or
    two spellings of one count. Scanning all keys is expensive, so it is done only for such rows.

    Args: document: expression for the usage object. counts: {name: paths} of the counts that we read, whose text is in
    columns `<prefix><name>`.
-#}
{% macro has_other_counts(document, counts, prefix='raw_') -%}
    {#-
        Endings that names of this provider's counts have, and counts whose name has one. To remove the quote behind an
        ending counts its occurrences: the text gets one character shorter for each. A name with another ending is not
        one of this provider's.
    -#}
    {%- set all_endings = ['tokens', 'Tokens', 'TokenCount', 'token_count'] -%}
    {%- set endings, counted, text = [], [], namespace(left=document) -%}
    {%- for ending in all_endings -%}
        {%- for name, paths in counts.items() if (paths | join('"') ~ '"').count(ending ~ '"') -%}
            {%- if ending not in endings -%}
                {%- do endings.append(ending) -%}
                {%- set text.left = 'replace(' ~ text.left ~ ", '" ~ ending ~ '"\', \'' ~ ending ~ "')" -%}
            {%- endif -%}
            {%- if name not in counted -%}{%- do counted.append(name) -%}{%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    (
            length({{ document }}) - length({{ text.left }})
            != {% for name in counted -%}
            case when {{ prefix }}{{ name }} is null then 0 else 1 end{{ ' + ' if not loop.last }}
            {%- endfor %}
            {%- for ending in all_endings if ending not in endings %}
            or position('{{ ending }}"' in {{ document }}) > 0
            {%- endfor %}
        )
{%- endmacro %}
