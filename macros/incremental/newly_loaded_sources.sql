{#-
    Those sources for which rows have landed that this model has not read. To plan a staging model takes longer than to
    read its rows of a day. So a union reads the staging models of these sources only. All sources in a unit test, whose
    fixtures are not in the raw layer, and in a command that writes no models.

    Args: sources: names of sources. staging: name of the staging model of a source, with %s in place of the source.
    keeps_first: whether the first source is read where nothing is new, because the union has no other part.
-#}
{% macro newly_loaded_sources(sources, staging, keeps_first=false) %}
    {%- if not sources or not writes_models() or model.resource_type != 'model' -%}
        {{- return(sources | list) -}}
    {%- endif -%}
    {%- set queries, condition = [], is_newly_loaded('loaded_at') -%}
    {%- for name in sources -%}
        {%- for table in tables_of_records('model.' ~ model.package_name ~ '.' ~ staging % name) | unique -%}
            {%- do queries.append(
                "select '" ~ name ~ "' as name from (select 1 as found from " ~ table ~ ' where ' ~ condition
                ~ ' limit 1) as newest'
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set names = run_query(queries | join(' union all ')).columns[0].values() -%}
    {%- set found = sources | select('in', names) | list -%}
    {{- return(found or sources[:1] if keeps_first else found) -}}
{% endmacro %}
