{#-
    The first count of tokens, by name, in a JSON object or in objects inside it that is positive and whose name is not
    known, as `name|count`; NULL when there is none.

    Args: document: expression for JSON text. parents: dotted paths of objects inside it. known: names of counts.
-#}
{% macro json_unknown_count(document, parents, known) %}
    {{- return(adapter.dispatch('json_unknown_count', 'tokenbooks')(document, parents, known)) -}}
{% endmacro %}

{% macro duckdb__json_unknown_count(document, parents, known) -%}
    list_sort(list_filter(
        list_transform(
            list_filter(
                flatten(json_keys({{ document }}, ['$'{% for parent in parents %}, '$.{{ parent }}'{% endfor %}])),
                lambda name: regexp_matches(name, '([tT]okens|TokenCount|token_count)$') and name not in ({{ text_list(known) }})
            ),
            lambda name: name || '|' || coalesce(
                json_extract_string({{ document }}, '$."' || name || '"')
                {%- for parent in parents %},
                json_extract_string({{ document }}, '$.{{ parent }}."' || name || '"')
                {%- endfor %},
                ''
            )
        ),
        lambda counted: regexp_matches(counted, '\|[1-9][0-9]{0,11}$')
    ))[1]
{%- endmacro %}

{% macro postgres__json_unknown_count(document, parents, known) -%}
    (
        select counted.key || '|' || counted.value
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
        order by counted.key collate "C"
        limit 1
    )
{%- endmacro %}

{% macro spark__json_unknown_count(document, parents, known) -%}
    get(array_sort(transform(
        filter(
            flatten(array(
                map_entries(from_json({{ document }}, 'map<string,string>'))
                {%- for parent in parents %},
                coalesce(
                    map_entries(from_json(get_json_object({{ document }}, '$.{{ parent }}'), 'map<string,string>')), array()
                )
                {%- endfor %}
            )),
            entry -> entry.key rlike '([tT]okens|TokenCount|token_count)$'
                and entry.key not in ({{ text_list(known) }})
                and entry.value rlike '^[1-9][0-9]{0,11}$'
        ),
        entry -> concat(entry.key, '|', entry.value)
    )), 0)
{%- endmacro %}
