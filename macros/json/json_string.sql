{#-
    The text of an identifier as a JSON string, cut to 200 characters, which are enough for any identifier. NULL for
    the text of an object or a list, which is not an identifier and may hold anything.
-#}
{% macro json_string(text) -%}
    case
        when substring({{ text }}, 1, 1) not in ('{', '[')
            then '"' || {{ regexp_replace_all(
                "replace(replace(substring(" ~ text ~ ", 1, 200), chr(92), chr(92) || chr(92)), '\"', chr(92) || '\"')",
                '[\\x01-\\x1f]', ' '
            ) }} || '"'
    end
{%- endmacro %}
