{#-
    The positive counts of tokens in a JSON object, or in objects inside it, whose names are unknown, as `name|count`.
    Several names are in order and joined by `+`, with the sum of their counts. NULL when there is none.

    Args: document: expression for JSON text. parents: dotted paths of objects inside it. known: names of counts.
-#}
{% macro json_unknown_count(document, parents, known) %}
    {{- return(adapter.dispatch('json_unknown_count', 'tokenbooks')(document, parents, known)) -}}
{% endmacro %}

{% macro duckdb__json_unknown_count(document, parents, known) -%}
    list_transform(
        [list_sort(list_filter(
            flatten([
                {% for pointer in [''] + parents | map('replace', '.', '/') | list -%}
                {%- set place = '/' ~ pointer if pointer else '' -%}
                list_transform(
                    json_keys({{ document }}, '{{ place }}'),
                    lambda name: {
                        'name': name,
                        'counted': json_extract_string(
                            {{ document }}, '{{ place }}/' || replace(replace(name, '~', '~0'), '/', '~1')
                        )
                    }
                ){{ ',' if not loop.last }}
                {%- endfor %}
            ]),
            lambda entry: regexp_matches(entry['name'], '([tT]okens|TokenCount|token_count)$')
            and entry['name'] not in ({{ text_list(known) }})
            and regexp_full_match(entry['counted'], '[1-9][0-9]{0,11}')
        ))],
        lambda entries: array_to_string(list_transform(entries, lambda entry: replace(entry['name'], '|', '/')), '+')
        || '|' || cast(list_sum(list_transform(entries, lambda entry: cast(entry['counted'] as bigint))) as bigint)
    )[1]
{%- endmacro %}

{% macro postgres__json_unknown_count(document, parents, known) -%}
    (
        select
            string_agg(replace(counted.key, '|', '/'), '+' order by counted.key collate "C", counted.value collate "C")
            || '|' || sum(cast(counted.value as bigint))
        from (
            select * from jsonb_each_text(cast({{ document }} as jsonb))
            {% for parent in parents -%}
            {%- set inner = "cast(" ~ document ~ " as jsonb) #> '" ~ json_path_elements(parent) ~ "'" -%}
            union all
            select * from jsonb_each_text(
                case when jsonb_typeof({{ inner }}) = 'object' then {{ inner }} else cast('{}' as jsonb) end
            )
            {% endfor -%}
        ) as counted (key, value)
        where
            counted.key ~ '([tT]okens|TokenCount|token_count)$'
            and counted.key not in ({{ text_list(known) }})
            and counted.value ~ '^[1-9][0-9]{0,11}$'
    )
{%- endmacro %}

{% macro spark__json_unknown_count(document, parents, known) -%}
    transform(
        array(array_sort(filter(
            flatten(array(
                map_entries(from_json({{ document }}, 'map<string,string>'))
                {%- for parent in parents %},
                coalesce(
                    map_entries(from_json(get_json_object({{ document }}, '$.{{ parent }}'), 'map<string,string>')),
                    array()
                )
                {%- endfor %}
            )),
            entry -> entry.key rlike '([tT]okens|TokenCount|token_count)$'
                and entry.key not in ({{ text_list(known) }})
                and entry.value rlike '^[1-9][0-9]{0,11}$'
        ))),
        entries -> case when size(entries) > 0 then concat(
            array_join(transform(entries, entry -> replace(entry.key, '|', '/')), '+'), '|',
            aggregate(entries, 0L, (total, entry) -> total + cast(entry.value as bigint))
        ) end
    )[0]
{%- endmacro %}
