{#-
    A branch of a `case` that refuses the sum of several requests, as `reason|detail`. A long request has prices of its
    own, so that such a sum would be priced as one long request. A sum of 128,000 or less has the lowest prices on every
    list.

    Args: requests: column with the number of requests. input: column with the tokens sent by all of them. advice: what
    to land instead.
-#}
{% macro several_requests_finding(requests, input, advice='land each request as a record of its own') -%}
    when {{ requests }} > 1 and {{ input }} > 128000
        then 'several_requests|the counts are the sum of ' || {{ requests }} || ' requests, and a long request has'
        || ' prices of its own: {{ advice }}'
{%- endmacro %}
