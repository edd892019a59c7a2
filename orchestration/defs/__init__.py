"""What Dagster is told of: load assets, their checks, the dbt models, what is published, jobs and schedules."""
