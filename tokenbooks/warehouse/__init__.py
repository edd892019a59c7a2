"""Connections to DuckDB, PostgreSQL and Spark, and the lock that lets one writer in at a time."""
