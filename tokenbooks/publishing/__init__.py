"""Publishes the marts of one build as a read-only DuckDB file and Parquet files, which are swapped in atomically."""
