{#-
    The whole numbers above zero that a JSON object holds, as `meter=sum;meter=sum` in the order of the meters. NULL
    when there is none. A key, in lower case, names its own meter unless it is in `meters`. A value may be an object
    with the number under `invocation`.

    Args: object: expression for the text of a JSON object. meters: {key: meter, none to leave the key out}.
-#}
{% macro json_entry_quantities(object, meters) %}
    {{- return(adapter.dispatch('json_entry_quantities', 'tokenbooks')(object, meters)) -}}
{% endmacro %}

{% macro duckdb__json_entry_quantities(object, meters) -%}
    {%- set entries -%}
        list_filter(
            list_transform(
                {{ duckdb_json_entries(object) }},
                lambda entry: {
                    'name': {{ meter_of_key("entry['key']", meters) }},
                    'counted': try_cast(
                        regexp_extract(entry['value'], '^(\{"invocation": ?)?([0-9]{1,12})(\.0+)?\}?$', 2) as bigint
                    )
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
                sum(cast(
                    substring(entries.value from '^(?:\{"invocation": ?)?([0-9]{1,12})(?:\.0+)?\}?$') as bigint
                )) as counted
            from jsonb_each_text(cast({{ object }} as jsonb)) as entries (key, value)
            group by 1
        ) as summed
        where summed.counted > 0
    )
{%- endmacro %}

{% macro spark__json_entry_quantities(object, meters) -%}
    {%- set entries -%}
        filter(
            transform(
                map_entries(from_json({{ object }}, 'map<string, string>')),
                entry -> named_struct(
                    'name', {{ meter_of_key('entry.key', meters) }},
                    'counted', try_cast(
                        regexp_extract(entry.value, r'^(\{"invocation": ?)?([0-9]{1,12})(\.0+)?\}?\z', 2) as bigint
                    )
                )
            ),
            entry -> entry.name is not null
        )
    {%- endset -%}
    {{ spark_summed_quantities(entries) }}
{%- endmacro %}
