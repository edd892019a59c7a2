"""How Python runs the dbt project: its manifest, its environment and its commands. It does not use Dagster."""
