"""Benchmarks of loading and building, as a ratio to the least work that DuckDB could do."""
