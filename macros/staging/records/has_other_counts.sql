{#-
    Whether the text of a usage object has another number of counts than we read of it: a count of an unknown name, or
    two spellings of one count. Scanning all keys is expensive, so it is done only for such rows.

    Args: document: expression for the usage object. counts: {name: paths} of the counts that we read, whose text is in
    columns `<prefix><name>`. information: names of counts that say more about others. Every answer of an API may have
    some, so they are counted too, in rows that have more counts than we read.
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
    {#- A name that we also read would be counted twice, and would hide a count of an unknown name. -#}
    {%- for path in counts.values() | sum(start=[]) -%}{%- do read.append(path.split('.')[-1]) -%}{%- endfor -%}
    {%- for name in information if name not in read -%}
        {%- for ending in endings if name.endswith(ending) -%}
            {%- set text.informed = "replace(" ~ text.informed ~ ", '\"" ~ name ~ "\"', '\"" ~ name ~ "')" -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set counted_here = 'length(' ~ document ~ ') - length(' ~ text.left ~ ')' -%}
    {%- set counts_read -%}
        {% for name in counted -%}
        case when {{ prefix }}{{ name }} is null then 0 else 1 end{{ ' + ' if not loop.last }}
        {%- endfor %}
    {%- endset -%}
    (
        {%- if text.informed != document %}
        case
            when {{ counted_here }} != {{ counts_read }}
                then {{ counted_here }} != {{ counts_read }} + length({{ document }}) - length({{ text.informed }})
            else false
        end
        {%- else %}
        {{ counted_here }} != {{ counts_read }}
        {%- endif %}
        {%- for ending in all_endings if ending not in endings %}
        or position('{{ ending }}"' in {{ document }}) > 0
        {%- endfor %}
    )
{%- endmacro %}
