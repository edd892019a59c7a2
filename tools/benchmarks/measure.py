"""Runs commands and measures them: wall-clock seconds, CPU seconds, and the memory of all their processes."""

import multiprocessing
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import psutil

ROOT = Path(__file__).resolve().parents[2]
TAIL_LINES = 40
# Each sample takes milliseconds of the cores that are measured.
_SAMPLE_SECONDS = 0.2

Result = TypeVar("Result")


@dataclass(frozen=True)
class Step:
    """The measures of one command.

    Attributes:
        seconds: wall-clock seconds.
        cpu_seconds: CPU seconds of the command and the processes it started, without a database server.
        peak_bytes: the largest memory of all its processes at one moment. Shared memory counts once.
        server_peak_bytes: the same for the database server; 0 without a server.
    """

    seconds: float
    cpu_seconds: float
    peak_bytes: int
    server_peak_bytes: int = 0


class CommandFailedError(RuntimeError):
    """A measured command failed, so its time is meaningless."""


def apart(work: Callable[..., Result], *arguments: object) -> Result:
    """Run a function in a process of its own, so that its memory is measured alone and released."""
    with ProcessPoolExecutor(max_workers=1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def measure_step(command: Sequence[str], environment: Mapping[str, str], server_pid: int | None = None) -> Step:
    """Run one command to its end.

    Args:
        command: what to run, in the project's folder.
        environment: its environment variables.
        server_pid: process id of a database server whose memory is measured too.

    Raises:
        CommandFailedError: the command failed. The message ends with the last lines that it wrote.
    """
    started = time.perf_counter()
    with subprocess.Popen(
        command, cwd=ROOT, env=dict(environment), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        lines: list[str] = []
        # Another thread reads the output, so that a full pipe cannot stop the command.
        reader = threading.Thread(target=lambda: lines.extend(process.stdout or ()))
        reader.start()
        memory = _MemorySampler([process.pid] if server_pid is None else [process.pid, server_pid])
        memory.start()
        # wait4 returns the resources of this process and of the processes that it waited for.
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - started
        memory.stop()
        reader.join()
    if process.returncode:
        tail = "".join(lines[-TAIL_LINES:])
        raise CommandFailedError(f"{' '.join(command)} ended with {process.returncode}\n{tail}")
    sampled, *server = memory.peaks
    # The memory of the largest single process is known exactly.
    return Step(seconds, usage.ru_utime + usage.ru_stime, max(sampled, max_rss_bytes(usage)), *server)


def max_rss_bytes(usage: resource.struct_rusage) -> int:
    """The largest resident size in resource usage, in bytes."""
    # Linux counts in kibibytes, macOS in bytes.
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


class _MemorySampler(threading.Thread):
    """Samples the memory of some processes and all their descendants.

    Attributes:
        peaks: the largest sum that was seen, for each of the processes.
    """

    def __init__(self, pids: Sequence[int]) -> None:
        super().__init__(daemon=True)
        self.peaks = [0] * len(pids)
        self._pids = pids
        self._is_over = threading.Event()

    def run(self) -> None:
        while not self._is_over.wait(_SAMPLE_SECONDS):
            for number, pid in enumerate(self._pids):
                self.peaks[number] = max(self.peaks[number], _tree_bytes(pid))

    def stop(self) -> None:
        self._is_over.set()
        self.join()


def _tree_bytes(pid: int) -> int:
    """Memory of a process and its descendants: the private memory of each, and the largest part that may be shared."""
    try:
        root = psutil.Process(pid)
        processes = [root, *root.children(recursive=True)]
    except psutil.Error:
        return 0
    sizes = list(_sizes(processes))
    return sum(alone for alone, _ in sizes) + max((shared for _, shared in sizes), default=0)


def _sizes(processes: Iterable[psutil.Process]) -> Iterable[tuple[int, int]]:
    for process in processes:
        try:
            memory = process.memory_info()
        except psutil.Error:  # the process has ended
            continue
        shared = getattr(memory, "shared", 0)  # only Linux reports it
        yield memory.rss - shared, shared


def python_command(*arguments: str) -> list[str]:
    """A command of this project."""
    return [sys.executable, "-m", "orchestration", *arguments]


def dbt_command(*arguments: str) -> list[str]:
    """A dbt command of the same environment."""
    return [str(Path(sys.executable).with_name("dbt")), *arguments]
