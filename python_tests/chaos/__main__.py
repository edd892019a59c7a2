"""`python -m python_tests.chaos`."""

import typer

from python_tests.chaos.command import chaos

typer.run(chaos)
