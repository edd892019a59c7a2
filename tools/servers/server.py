"""What the servers share: a folder of their own, and a stop that the end of the program makes too."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import FrameType, TracebackType
from typing import ClassVar, Self

LOOPBACK = "127.0.0.1"


class Server(AbstractContextManager["Server"]):
    """A server that is stopped, and whose files are removed, when the block or the program ends.

    Attributes:
        folder: folder of its files while it runs.
    """

    #: Beginning of the name of its folder.
    prefix: ClassVar[str]

    def __init__(self) -> None:
        """Prepare a server that is not running."""
        self.folder = Path()

    def __enter__(self) -> Self:
        """Start it and wait until it answers."""
        self.folder = Path(tempfile.mkdtemp(prefix=self.prefix))
        atexit.register(self.stop)
        try:
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop it, also after an error."""
        self.stop()

    @property
    @abstractmethod
    def environment(self) -> Mapping[str, str]:
        """The environment variables that select this server."""

    def stop(self) -> None:
        """Stop its processes and remove its files. It does nothing if the server is not running."""
        self._stop()
        if self.folder != Path():
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder = Path()
        atexit.unregister(self.stop)

    def run(self, command: Sequence[str]) -> int:
        """Run a command with the settings of this server in its environment, and return its exit code."""
        signal.signal(signal.SIGTERM, _interrupt)
        with self:
            return subprocess.run(command, env={**os.environ, **self.environment}).returncode

    @abstractmethod
    def _start(self) -> None:
        """Start its processes and wait until they answer."""

    @abstractmethod
    def _stop(self) -> None:
        """Stop its processes, if there are any."""


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def _interrupt(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
