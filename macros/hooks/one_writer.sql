{#-
    Hook before a run that writes. It refuses the run while another process writes to the warehouse. `dbt_tokenbooks.py`
    holds the lock itself, because dbt closes this connection when the hooks have run. The hook is for a dbt without
    that plugin, such as one in another environment. DuckDB locks its file itself.
-#}
{% macro one_writer() %}
    {{- return(adapter.dispatch('one_writer', 'tokenbooks')()) -}}
{% endmacro %}

{% macro default__one_writer() %}{% endmacro %}

{% macro postgres__one_writer() -%}
    {%- if execute and flags.WHICH in ('build', 'run', 'seed', 'snapshot') -%}
        {%- set query -%}
            select
                activity.application_name,
                activity.application_name || ' (PostgreSQL process ' || activity.pid || ', user ' || activity.usename
                || ', since ' || to_char(activity.backend_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC)'
            from pg_locks as locks
            inner join pg_stat_activity as activity on locks.pid = activity.pid
            where
                locks.locktype = 'advisory'
                and locks.granted
                and locks.database = (select oid from pg_database where datname = current_database())
                and (locks.classid, locks.objid, locks.objsubid) = (21570, 1, 2)
        {%- endset -%}
        {%- for program, holder in run_query(query).rows if 'run ' ~ invocation_id[:8] not in program -%}
            {{- exceptions.raise_compiler_error(
                'PostgreSQL database ' ~ target.dbname ~ ' is being written by ' ~ holder
                ~ '; wait until it has finished, then retry'
            ) -}}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
