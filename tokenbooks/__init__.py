"""The library: landing zone, raw tables, the dbt project, the report and publishing. It has no command line."""
