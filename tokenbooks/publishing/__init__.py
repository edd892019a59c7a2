"""The marts as readers get them: a read-only DuckDB file and Parquet files of one build, swapped in atomically."""
