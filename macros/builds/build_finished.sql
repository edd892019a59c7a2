{#-
    Hook that records how a build has ended: how many nodes failed or were skipped, and which marts it has and has not
    built. A build that made every mart then drops the relations that no model or seed makes any more.
-#}
{% macro build_finished(results) -%}
    {%- if writes_models() -%}
        {%- set outcome = build_outcome(results) -%}
        {%- do write_build_entry('finished', outcome.failed | length, outcome.built, outcome.not_built) -%}
        {%- if outcome.built and not outcome.failed and not outcome.not_built -%}
            {%- do drop_orphans() -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
