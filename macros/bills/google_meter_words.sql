{#-
    The words of a Google SKU, with the words of a model's name separated from the same words for what is billed.
    `image` is part of the model in "image output token count for gemini 3 pro image" and "gemini 3 pro image text
    input". It is billed in "gemini 3 pro image input". The word before "token count" is the direction. After it, "short
    input text" states the length of the prompt. Names with "token count" are those of the Gemini API, and name
    releases. The code of a region, as in "- us-east5", states the regional endpoint.
-#}
{% macro google_meter_words(name) -%}
    {%- set continents = '(us|europe|asia|northamerica|southamerica|me|africa|australia)' -%}
    {%- set region = continents ~ '-(north|south|east|west|central)[a-z]*[0-9]+' -%}
    {%- set by_endpoint = regexp_replace_all('lower(' ~ name ~ ')', '(^|[^a-z0-9])' ~ region, '\\1 regional ') -%}
    {%- set plain = regexp_replace_all(by_endpoint, '[^a-z0-9.]+', ' ') -%}
    {%- set several = regexp_replace_all(plain, 'multi region(al)?', 'multiregion') -%}
    {%- set lasting = cache_lifetime_words(several) -%}
    {%- set native = regexp_replace_all(lasting, 'native audio', 'nativeaudio') -%}
    {%- set counted = regexp_replace_all(native, '(input|output) token count (for )?(.*)$', '\\1count \\3 ga') -%}
    {%- set qualified = '((text|image|audio|video) (cached )?(input|output)count .*) (image|audio)' -%}
    {%- set named_after = regexp_replace_all(
        counted, qualified ~ ' (((short|long|batch|flex|priority) )*ga)$', '\\1 \\5model \\6'
    ) -%}
    {%- set sized = regexp_replace_all(named_after, '(count .*)(short|long) (input|output) ', '\\1\\2 ') -%}
    {%- set billed = regexp_replace_all(
        sized, '(count .*) (input|output) (text|image|audio|video) ', '\\1 \\3 '
    ) -%}
    {%- set kind = '(text|image|audio|video|thinking)' -%}
    {%- set spaced = regexp_replace_all(
        billed, ' (image|audio) (global|regional|preview|' ~ kind ~ '|ga ' ~ kind ~ ') ', ' \\1model \\2 '
    ) -%}
    trim({{ regexp_replace_all(spaced, '[^a-z0-9.]+', ' ') }})
{%- endmacro %}
