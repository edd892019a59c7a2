"""Runs programs of the tests, each in a process forked from one that has already imported their modules.

Importing dbt takes three seconds of processor time and parsing the project seventeen, and a test run starts dbt more
than a hundred times. A forked process has the modules already, and shares nothing else with the test or with others.
"""

from __future__ import annotations

import fcntl
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from tools.servers.processes import end_with_parent

_CONTEXT = get_context("forkserver")
_CONTEXT.set_forkserver_preload(["python_tests.preloaded"])


@dataclass(frozen=True)
class Finished:
    """A command that has ended.

    Attributes:
        code: its exit code.
        out: its standard output.
        err: its standard error.
    """

    code: int
    out: str
    err: str


class Program:
    """A function that runs as a program, in a separate process that can be killed."""

    def __init__(
        self,
        program: Callable[..., int],
        arguments: Sequence[object],
        environment: Mapping[str, str],
        folder: Path,
    ) -> None:
        """Start the program.

        Args:
            program: the function. The new process finds it by name, and it returns the exit code.
            arguments: arguments of the function.
            environment: all environment variables of the process.
            folder: its working directory.
        """
        self._scratch = tempfile.TemporaryDirectory(prefix="tokenbooks_program_")
        self._out, self._err = (Path(self._scratch.name, name) for name in ("out", "err"))
        for file in (self._out, self._err):
            file.touch()
        self._name = f"{program.__name__} {arguments}"
        self.process = _CONTEXT.Process(
            target=_become,
            args=(program, tuple(arguments), dict(environment), str(folder), str(self._out), str(self._err)),
        )
        self.process.start()

    @property
    def out(self) -> str:
        """Its standard output so far."""
        return self._out.read_text()

    def wait(self, timeout: float = 1_800) -> Finished:
        """Wait for its end.

        Raises:
            TimeoutError: it did not end in time, and was killed.
        """
        self.process.join(timeout)
        out, err = self.out, self._err.read_text()
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
            raise TimeoutError(f"{self._name} did not end in {timeout} s: {out} {err}")
        self._scratch.cleanup()
        assert self.process.exitcode is not None
        return Finished(self.process.exitcode, out, err)


def _become(
    program: Callable[..., int], arguments: tuple[object, ...], environment: dict[str, str], folder: str, *files: str
) -> None:
    """Turn the forked process into the program."""
    if ask := end_with_parent(signal.SIGKILL):
        ask()
    for number, file in zip((1, 2), files, strict=True):
        target = os.open(file, os.O_WRONLY)
        os.dup2(target, number)
        os.close(target)
    # The streams of the fork server were buffered for other files.
    sys.stdout, sys.stderr = (os.fdopen(number, "w", closefd=False) for number in (1, 2))
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir(folder)
    try:
        code = program(*arguments)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    sys.exit(code)


def tokenbooks(*arguments: str) -> int:
    """The command line, started as the console script starts it."""
    from orchestration.cli import main

    sys.argv = ["tokenbooks", *arguments]
    try:
        main()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0


@dataclass
class Exclusive:
    """Lets one process at a time into a block, across the workers of a test run.

    Attributes:
        file: the lock file.
    """

    file: Path

    def __enter__(self) -> None:
        """Wait for the lock."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self._open = self.file.open("w")
        fcntl.flock(self._open, fcntl.LOCK_EX)

    def __exit__(self, *error: object) -> None:
        """Release the lock."""
        self._open.close()
