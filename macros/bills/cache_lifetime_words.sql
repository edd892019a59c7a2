{#-
    Makes one word of the time that a cache lives: `5m` of "5 minute", and `1h` of "1 hour". The words are in lower
    case, one blank between them.
-#}
{% macro cache_lifetime_words(words) -%}
    {%- set minutes = regexp_replace_all(words, '(^| )(5|30) (m)in(utes?)?( |$)', '\\1\\2\\3\\5') -%}
    {{ regexp_replace_all(minutes, '(^| )(1) (h)(ou)?rs?( |$)', '\\1\\2\\3\\5') }}
{%- endmacro %}
