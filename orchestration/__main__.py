"""`python -m orchestration` does what `tokenbooks` does, from a folder that is not installed."""

from orchestration.cli import main

main()
