{#-
    The words of a billed meter name in lower case, one blank between them. Each platform that names meters in its own
    way has a macro; the names of all others are plain words.

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
