{#-
    The words of a model of Claude with its version on the other side of its family: `claude 4.6 sonnet` of
    `claude sonnet 4.6`, and back. Clouds write either, whatever the id does. Words without both stay as they are.
-#}
{% macro words_in_other_order(words) -%}
    {%- set version = '([0-9]{1,2}([-.][0-9]{1,2})?)' -%}
    case
            when {{ regexp_matches(words, 'claude[- ]' ~ version) }}
                then {{ regexp_replace_all(words, 'claude[- ]' ~ version ~ '[- ]([a-z]+)', 'claude-\\3-\\1') }}
            else {{ regexp_replace_all(
                words, 'claude[- ]([a-z]+)[- ]' ~ version ~ '([^0-9]|$)', 'claude-\\2-\\1\\4'
            ) }}
        end
{%- endmacro %}
