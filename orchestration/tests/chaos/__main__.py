"""`python -m orchestration.tests.chaos`."""

import typer

from orchestration.tests.chaos.command import chaos

typer.run(chaos)
