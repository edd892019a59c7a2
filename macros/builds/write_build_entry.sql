{#-
    Appends an entry to the journal of builds and commits it, so that the entry stays even if dbt is killed right after.
    Entries are numbered, because a clock may be set back. They are only added, because not every engine can change a
    row.
-#}
{% macro write_build_entry(event, failures, marts_built, marts_not_built) -%}
    {%- set builds = builds_relation() -%}
    {%- set ledger = source('raw', 'deliveries') -%}
    {%- set has_ledger = adapter.get_relation(ledger.database, ledger.schema, ledger.identifier) is not none -%}
    {%- set now = modules.datetime.datetime.now(modules.pytz.utc).strftime('%Y-%m-%d %H:%M:%S.%f') -%}
    {%- call statement('write_build_entry', auto_begin=true) -%}
        insert into {{ builds }}
        select
            coalesce(max(entry), 0) + 1 as entry,
            '{{ invocation_id }}' as invocation_id,
            '{{ event }}' as event,
            cast('{{ now }}' as timestamp) as happened_at,
            {{ '(select max(loaded_at) from ' ~ ledger ~ ')' if has_ledger else 'cast(null as timestamp)' }}
                as loaded_until,
            {{ dbt.string_literal(var('as_of')) if var('as_of') else 'null' }} as as_of,
            {{ failures }} as failures,
            '{{ marts_built | join(",") }}' as marts_built,
            '{{ marts_not_built | join(",") }}' as marts_not_built
        from {{ builds }}
    {%- endcall -%}
    {%- do adapter.commit() -%}
{%- endmacro %}
