{#-
    The positive counts of tokens in a JSON object, or in objects inside it, whose names are unknown, as
    `name=count;name=count`, in the order of the names, which are in lower case. Counts of one name are added up. NULL
    when there is none. All objects under the keys of the object are searched, as an object of details may be unknown.

    Args: document: expression for JSON text. parents: dotted paths of objects inside it, of which those with a dot are
    searched too. known: names of counts. names_by_text: {expression: names} of those that are unknown in an object that
    is not one of the parents, where the expression is NULL.
-#}
{% macro json_unknown_counts(document, parents, known, names_by_text={}) %}
    {%- set deeper, near = [], [''] -%}
    {%- for parent in parents -%}{%- do (deeper if '.' in parent else near).append(parent) -%}{%- endfor -%}
    {{- return(adapter.dispatch('json_unknown_counts', 'tokenbooks')(document, deeper, near, known, names_by_text)) -}}
{% endmacro %}

{% macro duckdb__json_unknown_counts(document, parents, near, known, names_by_text) -%}
    {%- set entries -%}
        list_transform(
            list_filter(
                flatten([
                    {% for pointer in [''] + parents | map('replace', '.', '/') | list -%}
                    {%- set place = '/' ~ pointer if pointer else '' -%}
                    list_transform(
                        json_keys({{ document }}, '{{ place }}'),
                        lambda name: {
                            'name': name,
                            'counted': json_extract_string(
                                {{ document }}, '{{ place }}/' || replace(replace(name, '~', '~0'), '/', '~1')
                            ),
                            'is_elsewhere': false
                        }
                    ),
                    {% endfor -%}
                    flatten(list_transform(
                        list_transform(
                            json_keys({{ document }}, ''),
                            lambda key: '/' || replace(replace(key, '~', '~0'), '/', '~1')
                        ),
                        lambda place: list_transform(
                            json_keys({{ document }}, place),
                            lambda name: {
                                'name': name,
                                'counted': json_extract_string(
                                    {{ document }}, place || '/' || replace(replace(name, '~', '~0'), '/', '~1')
                                ),
                                'is_elsewhere': substring(place, 2) not in ({{ text_list(near) }})
                            }
                        )
                    ))
                ]),
                lambda entry: regexp_matches(entry['name'], '([tT]okens|TokenCount|token_count)$')
                and (
                    entry['name'] not in ({{ text_list(known) }})
                    or {{ is_unread_count("entry['name']", "entry['is_elsewhere']", names_by_text) }}
                )
                and regexp_full_match(entry['counted'], '[1-9][0-9]{0,11}')
            ),
            lambda entry: {
                'name': {{ quantity_name("entry['name']") }},
                'counted': cast(entry['counted'] as bigint)
            }
        )
    {%- endset -%}
    {{ duckdb_summed_quantities(entries) }}
{%- endmacro %}

{% macro postgres__json_unknown_counts(document, parents, near, known, names_by_text) -%}
    (
        select string_agg(named.name || '=' || named.total, ';' order by named.name collate "C")
        from (
            select
                {{ quantity_name('counted.key') }} as name,
                sum(cast(counted.value as bigint)) as total
            from (
                select *, false from jsonb_each_text(cast({{ document }} as jsonb))
                union all
                select inner_entries.*, outer_entries.key not in ({{ text_list(near) }})
                from jsonb_each(cast({{ document }} as jsonb)) as outer_entries (key, value)
                cross join lateral jsonb_each_text(
                    case
                        when jsonb_typeof(outer_entries.value) = 'object' then outer_entries.value
                        else cast('{}' as jsonb)
                    end
                ) as inner_entries (key, value)
                {% for parent in parents -%}
                {%- set inner = "cast(" ~ document ~ " as jsonb) #> '" ~ json_path_elements(parent) ~ "'" -%}
                union all
                select *, false from jsonb_each_text(
                    case when jsonb_typeof({{ inner }}) = 'object' then {{ inner }} else cast('{}' as jsonb) end
                )
                {% endfor -%}
            ) as counted (key, value, is_elsewhere)
            where
                counted.key ~ '([tT]okens|TokenCount|token_count)$'
                and (
                    counted.key not in ({{ text_list(known) }})
                    or {{ is_unread_count('counted.key', 'counted.is_elsewhere', names_by_text) }}
                )
                and counted.value ~ '^[1-9][0-9]{0,11}$'
            group by 1
        ) as named
    )
{%- endmacro %}

{% macro spark__json_unknown_counts(document, parents, near, known, names_by_text) -%}
    {%- set entries -%}
        transform(
            filter(
                flatten(array(
                    transform(
                        flatten(array(
                            map_entries(from_json({{ document }}, 'map<string,string>'))
                            {%- for parent in parents %},
                            coalesce(
                                map_entries(
                                    from_json(get_json_object({{ document }}, '$.{{ parent }}'), 'map<string,string>')
                                ),
                                array()
                            )
                            {%- endfor %}
                        )),
                        entry -> named_struct('key', entry.key, 'value', entry.value, 'is_elsewhere', false)
                    ),
                    flatten(transform(
                        filter(
                            map_entries(from_json({{ document }}, 'map<string,string>')),
                            place -> substring(place.value, 1, 1) = '{'
                        ),
                        place -> transform(
                            coalesce(map_entries(from_json(place.value, 'map<string,string>')), array()),
                            entry -> named_struct(
                                'key', entry.key, 'value', entry.value,
                                'is_elsewhere', place.key not in ({{ text_list(near) }})
                            )
                        )
                    ))
                )),
                entry -> entry.key rlike '([tT]okens|TokenCount|token_count)$'
                    and (
                        entry.key not in ({{ text_list(known) }})
                        or {{ is_unread_count('entry.key', 'entry.is_elsewhere', names_by_text) }}
                    )
                    and entry.value rlike '^[1-9][0-9]{0,11}$'
            ),
            entry -> named_struct(
                'name', {{ quantity_name('entry.key') }}, 'counted', cast(entry.value as bigint)
            )
        )
    {%- endset -%}
    {{ spark_summed_quantities(entries) }}
{%- endmacro %}
