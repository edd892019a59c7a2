"""The Dagster definitions: pulls, loads, their checks, the dbt models, the published marts, jobs and schedules."""
