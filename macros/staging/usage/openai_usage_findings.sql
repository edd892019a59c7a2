{#-
    The branches of a `case` that find what cannot be true of the tokens of an OpenAI usage object, as `reason|detail`.
    Reads the columns of `openai_usage_modalities`, whose counts are inclusive.
-#}
{% macro openai_usage_findings() -%}
    when input_total is null and total_tokens > coalesce(output_total, 0)
            then 'parts_miss_total|total_tokens without its input and output parts'
        when cached > coalesce(input_total, 0)
            then 'part_exceeds_whole|cached ' || cached || ' > input ' || coalesce(input_total, 0)
        when text_in < 0 or text_in + audio_in + image_in != input_total
            then 'parts_miss_total|input modalities do not add up to input ' || input_total
        when cached_text > text_in or cached_audio > audio_in or cached_image > image_in
            then case
                when has_cached_split then 'part_exceeds_whole|cached tokens of a modality > its input tokens'
                else 'ambiguous_cached_modality|cached ' || cached || ' > text ' || text_in || ', no modality given'
            end
        when cached_text < 0 or cached_text + cached_audio + cached_image != cached
            then 'parts_miss_total|cached modalities do not add up to cached ' || cached
        when cached_text + text_written > text_in
            then 'part_exceeds_whole|cached and cache-write tokens > text input ' || text_in
        when text_out < 0 or text_out + audio_out + image_out != output_total
            then 'parts_miss_total|output modalities do not add up to output ' || output_total
        when reasoning_tokens > coalesce(output_total, 0)
            then 'part_exceeds_whole|reasoning ' || reasoning_tokens || ' > output ' || coalesce(output_total, 0)
        when total_tokens != coalesce(input_total, 0) + coalesce(output_total, 0)
            then 'parts_miss_total|input and output do not add up to total ' || total_tokens
{%- endmacro %}
