"""Runs Dagster: its home inside the project, and its web server."""
