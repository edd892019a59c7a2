{#-
    The whole numbers above zero that a JSON object holds, as `meter=sum;meter=sum` in the order of the meters. NULL
    when there is none. A key, in lower case, names its own meter unless it is in `meters`. A value may be an object
    with the number under `invocation`, whatever is beside it. Any other value but null counts 10^12, which no call has
    and `int_usage_events_unioned` refuses, so that a charge never disappears.

    Args: object: expression for the text of a JSON object. meters: {key: meter, none to leave the key out}.
-#}
{% macro json_entry_quantities(object, meters) %}
    {{- return(adapter.dispatch('json_entry_quantities', 'tokenbooks')(object, meters)) -}}
{% endmacro %}

{% macro duckdb__json_entry_quantities(object, meters) -%}
    {%- set counted = "case when json_valid(entry['value']) then "
        ~ "coalesce(json_extract_string(entry['value'], '$.invocation'), entry['value']) else entry['value'] end" -%}
    {%- set entries -%}
        list_filter(
            list_transform(
                list_transform(
                    {{ duckdb_json_entries(object) }},
                    lambda entry: {'key': entry['key'], 'value': {{ counted }}}
                ),
                lambda entry: {
                    'name': {{ meter_of_key("entry['key']", meters) }},
                    'counted': case
                        when regexp_full_match(entry['value'], '[0-9]{1,12}(\.0+)?')
                            then cast(split_part(entry['value'], '.', 1) as bigint)
                        when entry['value'] is not null then 1000000000000
                    end
                }
            ),
            lambda entry: entry['name'] is not null
        )
    {%- endset -%}
    {{ duckdb_summed_quantities(entries) }}
{%- endmacro %}

{% macro postgres__json_entry_quantities(object, meters) -%}
    (
        select string_agg(summed.name || '=' || summed.counted, ';' order by summed.name collate "C")
        from (
            select
                {{ meter_of_key('entries.key', meters) }} as name,
                sum(case
                    when entries.value ~ '^[0-9]{1,12}(\.0+)?$'
                        then cast(split_part(entries.value, '.', 1) as bigint)
                    when entries.value is not null then 1000000000000
                end) as counted
            from (
                select
                    each_entry.key,
                    coalesce(each_entry.value ->> 'invocation', each_entry.value #>> '{}') as value
                from jsonb_each(cast({{ object }} as jsonb)) as each_entry (key, value)
            ) as entries
            group by 1
        ) as summed
        where summed.counted > 0
    )
{%- endmacro %}

{% macro spark__json_entry_quantities(object, meters) -%}
    {%- set entries -%}
        filter(
            transform(
                transform(
                    map_entries(from_json({{ object }}, 'map<string, string>')),
                    entry -> named_struct(
                        'key', entry.key,
                        'value', coalesce(get_json_object(entry.value, '$.invocation'), entry.value)
                    )
                ),
                entry -> named_struct(
                    'name', {{ meter_of_key('entry.key', meters) }},
                    'counted', case
                        when entry.value rlike r'^[0-9]{1,12}([.]0+)?\z'
                            then cast(split_part(entry.value, '.', 1) as bigint)
                        when entry.value is not null then 1000000000000
                    end
                )
            ),
            entry -> entry.name is not null
        )
    {%- endset -%}
    {{ spark_summed_quantities(entries) }}
{%- endmacro %}
