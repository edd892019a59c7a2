{#-
    The tags of a charge that are kept, as the text of a JSON object; NULL without any. Only the keys of the variable
    `tag_keys` are kept, as a tag can hold anything. Clouds write tags as an object, as a list of keys and values, or as
    the inside of an object without its braces, and a key in any case, with `-`, `_`, a space or nothing between its
    words. A value with an escaped character is left out. So is one that is an object or a list in text, which may hold
    anything. A value is cut to 200 characters, which are enough for any identifier.

    Most rows have few of the keys. So a row is searched for all keys at once, and taking a value out, which is the
    expensive part, is written once for each key.

    Args: text: expression. prefix: pattern of what is before a key, without groups that are counted.
-#}
{% macro billed_tags(text, prefix='') -%}
    {%- set before = '"(key" ?: ?")?' ~ prefix -%}
    {%- set after = '"( ?, ?"value")? ?: ?"([^"\\\\\\[{][^"\\\\]*)"' -%}
    {%- set keys = {} -%}
    {%- for key in var('tag_keys') -%}
        {%- set letters = [] -%}
        {%- for letter in key -%}
            {%- do letters.append('[-_ ]?' if letter == '_' else '[' ~ letter ~ letter | upper ~ ']') -%}
        {%- endfor -%}
        {%- do keys.update({key: letters | join}) -%}
    {%- endfor -%}
    {%- set tags = [] -%}
    {%- for key, letters in keys.items() -%}
        {%- set pattern = before ~ letters ~ after -%}
        {%- set value = regexp_replace_all(text, '^.*' ~ pattern ~ '.*$', '\\3') -%}
        {%- do tags.append(
            "case when " ~ regexp_matches(text, pattern) ~ " then ',\"" ~ key ~ "\":\"' || substring(" ~ value
                ~ ", 1, 200) || '\"' else '' end"
        ) -%}
    {%- endfor -%}
    case
        when {{ regexp_matches(text, before ~ '(' ~ keys.values() | join('|') ~ ')' ~ after) }}
            then '{' || substring({{ regexp_replace_all(tags | join(' || '), '[\\x01-\\x1f]', ' ') }}, 2) || '}'
    end
{%- endmacro %}
