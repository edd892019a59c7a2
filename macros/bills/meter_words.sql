{#-
    The words of a billed meter name in lower case, one blank between them, by the way of the platform that names it. A
    platform without a macro of its own writes plain words.

    Args: grammar: expression of the meter grammar. name: expression of the meter name.
-#}
{% macro meter_words(grammar, name) -%}
    case {{ grammar }}
        when 'azure' then {{ azure_meter_words(name) }}
        when 'bedrock' then {{ bedrock_meter_words(name) }}
        when 'google' then {{ google_meter_words(name) }}
        else {{ plain_meter_words(name) }}
    end
{%- endmacro %}
