{#-
    The words of an Azure meter name. Azure glues words together. Case splits `realtimePrvwTxtInp`, and the four digits
    of a date split `aud1217`. The names that Azure gives the models of a family after its number split `GPT5.4mini`. A
    fine-tune on the Developer tier (`dev ft`) costs as much by the token as on the global one.
-#}
{% macro azure_meter_words(name) -%}
    {%- set model_names = [
        'mini', 'nano', 'pro', 'codex', 'chat', 'sol', 'luna', 'terra', 'astra', 'cyber', 'rosalind', 'flare',
        'sunburst'
    ] -%}
    {%- set by_case = 'lower(' ~ regexp_replace_all(name, '([a-z])([A-Z])', '\\1 \\2') ~ ')' -%}
    {%- set by_date = regexp_replace_all(by_case, '([a-z])([0-9]{4})', '\\1 \\2') -%}
    {%- set by_family = regexp_replace_all(by_date, '(gpt)([0-9])', '\\1 \\2') -%}
    {%- set unglued = regexp_replace_all(by_family, '([0-9]o?)(' ~ model_names | join('|') ~ ')', '\\1 \\2') -%}
    {%- set spaced = 'trim(' ~ regexp_replace_all(unglued, '[-_/,|() ]+', ' ') ~ ')' -%}
    replace(replace({{ spaced }}, 'tokens preview', 'tokens'), ' dev ft ', ' ft ')
{%- endmacro %}
