"""Limits on what runs at the same time."""

#: Whoever writes to the warehouse: a DuckDB file has one writer at a time. The limit is in `dagster.yaml`.
WAREHOUSE = "warehouse"
