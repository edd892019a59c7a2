"""Dagster pools, which limit the steps that run at the same time."""

#: The pool of all steps that write to the warehouse. A DuckDB file has one writer; `dagster.yaml` sets the limit.
WAREHOUSE = "warehouse"
