"""The library: landing zone, raw tables, the dbt project, the report and what is published. Knows no command line."""
