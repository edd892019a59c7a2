"""`python -m orchestration` runs the command `tokenbooks` from a folder that is not installed."""

from orchestration.cli import main

main()
