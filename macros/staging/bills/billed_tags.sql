{#-
    The tags of a charge that are kept, as the text of a JSON object; NULL without any. Only the keys of the variable
    `tag_keys` are kept, as a tag can hold anything. Clouds write tags as an object, as a list of keys and values, or as
    the inside of an object without its braces, and a key in any case, with `-`, `_`, a space or nothing between its
    words. A value with an escaped character is left out.

    Args: text: expression. prefix: pattern of what is before a key, without groups that are counted.
-#}
{% macro billed_tags(text, prefix='') -%}
    case
        when {{ text }} is not null then nullif('{' || substring(
            ''
            {%- for key in var('tag_keys') %}
            {%- set letters = [] %}
            {%- for letter in key %}
                {%- do letters.append('[-_ ]?' if letter == '_' else '[' ~ letter ~ letter | upper ~ ']') %}
            {%- endfor %}
            {%- set pattern = '"(key" ?: ?")?' ~ prefix ~ letters | join ~ '"( ?, ?"value")? ?: ?"([^"\\\\]+)"' %}
            || case
                when {{ regexp_matches(text, pattern) }}
                    then ',"{{ key }}":'
                        || {{ json_string(regexp_replace_all(text, '^.*' ~ pattern ~ '.*$', '\\3')) }}
                else ''
            end
            {%- endfor %},
            2
        ) || '}', '{}')
    end
{%- endmacro %}
