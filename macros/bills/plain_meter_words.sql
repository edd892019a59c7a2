{#- A hyphen is part of a model's id here, and `|` a word of its own: it ends a prefix that names the product. -#}
{% macro plain_meter_words(name) -%}
    trim({{ regexp_replace_all("replace(lower(" ~ name ~ "), '|', ' | ')", '[_/,() ]+', ' ') }})
{%- endmacro %}
