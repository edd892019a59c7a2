"""One history: all deliveries in random batches, loaded and built under random disturbances, and then compared."""

from __future__ import annotations

import os
import random
import re
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import psycopg2

from python_tests.chaos.books import ChaosBooks, Disagreement, Running, differing
from python_tests.chaos.world import batches, deliver
from python_tests.pipeline.books import Mart

KILLED_LOAD = "load killed"
KILLED_BUILD = "build killed"
KILLED_SERVER = "server process killed"
SECOND_WRITER = "second writer meanwhile"
CLOCK_BACK = "clock set back"

#: Only the last build of a history runs the data tests, because they only read.
NO_TESTS = ("--exclude-resource-type", "test")
#: Before this share of its duration, a run only reads files of the program.
_BEGINS = {"load": 0.35, "build": 0.3}
_GUESS_SECONDS = {"load": 4.0, "build": 12.0}


@dataclass
class Tally:
    """The disturbances and their results, by kind of disturbance.

    Attributes:
        moments: disturbances that took effect.
        recovered: disturbances after which the next run succeeded, or that were correctly refused.
        differences: data that was lost, doubled or different.
    """

    moments: dict[str, int] = field(default_factory=dict)
    recovered: dict[str, int] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)

    def hit(self, kind: str) -> None:
        """Count a disturbance."""
        self.moments[kind] = self.moments.get(kind, 0) + 1

    def survive(self, kind: str, count: int = 1) -> None:
        """Count disturbances that were recovered."""
        self.recovered[kind] = self.recovered.get(kind, 0) + count

    def kills(self) -> int:
        """The number of kills."""
        return sum(self.moments.get(kind, 0) for kind in (KILLED_LOAD, KILLED_BUILD, KILLED_SERVER))


class History:
    """Plays one history."""

    def __init__(
        self,
        books: ChaosBooks,
        expected: Mapping[str, Mart],
        chance: random.Random,
        tally: Tally,
        report: Callable[[str], None] = lambda line: None,
    ) -> None:
        """Set up the history.

        Args:
            books: the landing zone, warehouse and commands.
            expected: the marts of the undisturbed run.
            chance: random numbers for all decisions.
            tally: counts the disturbances.
            report: called with a line for each event.
        """
        self._books, self._expected, self._chance, self._tally, self._report = books, expected, chance, tally, report
        self._open: dict[str, int] = {}  # disturbances since the last successful run

    def play(self, kills: int, parts: int = 3, last_build: Sequence[str] = ()) -> None:
        """Deliver all files in a number of parts, kill a number of runs, and compare at the end.

        Disagreements are recorded in the tally.

        Args:
            kills: number of kills, unless runs end too soon.
            parts: number of deliveries.
            last_build: arguments of the last build, which builds and tests everything.
        """
        try:
            self._play(kills, parts, last_build)
        except Disagreement as error:
            self._tally.differences.append(str(error))
            self._report(f"DIFFERENT: {error}")

    def _play(self, kills: int, parts: int, last_build: Sequence[str]) -> None:
        self._books.prepare()
        phases = [self._chance.randrange(2 * parts) for _ in range(kills)]
        ahead = self._chance.randrange(parts - 1) if parts > 1 else 0
        for number, batch in enumerate(batches(self._books.source, parts, self._chance)):
            deliver(batch, self._books.source, self._books.workspace.landing)
            seconds = self._chance.randrange(600, 200_000) if number == ahead else 0
            self._work("load", phases.count(2 * number), lambda: self._books.load(seconds))  # noqa: B023
            self._books.check_ledger()
            if seconds:
                self._tally.hit(CLOCK_BACK)
                self._open[CLOCK_BACK] = self._open.get(CLOCK_BACK, 0) + 1
            # Sometimes the next delivery comes before a killed build was completed.
            completes = number < parts - 1 and self._chance.random() < 0.5
            self._work("build", phases.count(2 * number + 1), lambda: self._books.build(*NO_TESTS), completes)
        self._finish("build and test", self._books.build(*last_build))
        different = differing(self._books.marts(), self._expected)
        if different:
            raise Disagreement(f"marts differ from the undisturbed run: {', '.join(different)}")
        self._report("compared: every mart is as in the undisturbed run")

    def _work(self, kind: str, kills: int, start: Callable[[], Running], completes: bool = True) -> None:
        """Start a run, disturb it as often as requested, then let it finish."""
        done, tries = 0, 0
        while done < kills and tries < 3 * kills:
            tries += 1
            done += self._disturb(kind, start())
        if completes:
            self._finish(kind, start())

    def _finish(self, kind: str, running: Running) -> None:
        """Let a run finish. Earlier disturbances then count as recovered."""
        self._books.finish(kind, running)
        for disturbance, count in self._open.items():
            self._tally.survive(disturbance, count)
        self._open.clear()

    def _disturb(self, kind: str, running: Running) -> bool:
        """Disturb a run at a random moment and return whether it was still running."""
        whole = self._books.seconds.get(kind, _GUESS_SECONDS[kind])
        moment = self._chance.uniform(_BEGINS[kind] * whole, whole)
        if running.wait(max(0.0, running.started + moment - time.monotonic())):
            return False
        choice = self._chance.random()
        if choice < 0.15:
            self._intrude(running)
        if self._books.is_postgres and 0.15 <= choice < 0.4:
            return self._kill_backend(kind, running, moment)
        if not running.kill():
            return False
        self._note(KILLED_LOAD if kind == "load" else KILLED_BUILD, f"after {moment:.2f} of {whole:.1f} s")
        return True

    def _kill_backend(self, kind: str, running: Running, moment: float) -> bool:
        """Kill a server process. The server then recovers from its log and drops every connection."""
        backends = self._books.backends()
        if not backends:
            running.kill()
            return False
        os.kill(self._chance.choice(backends), signal.SIGKILL)
        if not running.wait(120):
            running.kill()
            raise Disagreement(f"{kind} hangs after the server lost a process: {running.text[-2000:]}")
        self._await_server()
        if running.process.returncode == 0:
            return False  # it had already finished
        if "Traceback" in running.text and kind == "load":
            raise Disagreement(f"{kind} ended in a stack trace: {running.text[-3000:]}")
        self._note(KILLED_SERVER, f"during {kind}, after {moment:.2f} s")
        return True

    def _await_server(self) -> None:
        deadline = time.monotonic() + 60
        while True:
            try:
                self._books.workspace.query("select 1")
                return
            except psycopg2.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def _intrude(self, running: Running) -> None:
        """Start a second writer while the first one is stopped."""
        if not self._books.is_held_by(running):
            return
        running.send(signal.SIGSTOP)
        try:
            second = self._books.load() if self._chance.random() < 0.5 else self._books.build()
            # A machine under load takes minutes to start a build.
            if not second.wait(300):
                second.kill()
                raise Disagreement("a second writer was let in")
            refusals = [line for line in second.text.splitlines() if "in use by" in line or "being written by" in line]
            pids = {int(pid) for pid in re.findall(r"process (\d+)", second.text)}
            if second.process.returncode not in (2, 3) or len(refusals) != 1 or running.process.pid not in pids:
                raise Disagreement(f"a second writer was not refused as it should be: {second.text[-2000:]}")
        finally:
            running.send(signal.SIGCONT)
        self._tally.hit(SECOND_WRITER)
        self._tally.survive(SECOND_WRITER)
        self._report(f"{SECOND_WRITER}: refused")

    def _note(self, kind: str, how: str) -> None:
        self._tally.hit(kind)
        self._open[kind] = self._open.get(kind, 0) + 1
        self._report(f"{kind} {how}")
