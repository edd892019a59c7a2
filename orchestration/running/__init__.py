"""Running Dagster: its home inside the project, and jobs on the command line."""
