{#-
    The words of a meter name whose hyphens are part of model ids. `|` becomes a word of its own, because it ends a
    prefix that names the product.
-#}
{% macro plain_meter_words(name) -%}
    trim({{ regexp_replace_all("replace(lower(" ~ name ~ "), '|', ' | ')", '[_/,() ]+', ' ') }})
{%- endmacro %}
