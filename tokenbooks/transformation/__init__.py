"""The dbt project as the orchestration sees it: its manifest, its environment, its commands. Nothing of Dagster."""
