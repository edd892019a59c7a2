"""What Dagster is told of: load assets, their checks, the dbt models, jobs and schedules."""
