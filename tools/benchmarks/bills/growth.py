"""How the seconds of each dbt node grow with the number of charges, all of them for usage of models."""

import math
import shutil
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.benchmarks.bills.generate import Bill, write_bill
from tools.benchmarks.measure import apart
from tools.benchmarks.scenarios import Announce
from tools.benchmarks.workspace import Engine, Run, Workspace

#: A node grows faster than its rows if ten times the rows take more than this many times as long.
GROWTH_AIM = 12.0
#: A node that is shorter than this at every size is not a finding: it measures starting and chance.
SHORTEST_SECONDS = 0.5
# Shorter times are as good as this one, so that growth is not a ratio of two delays.
_SMALLEST_SECONDS = 0.05


@dataclass(frozen=True)
class NodeGrowth:
    """The seconds of a command, or of a node of dbt, at each size."""

    name: str
    sizes: tuple[int, ...]
    seconds: tuple[float, ...]

    @property
    def per_tenfold(self) -> float:
        """How many times as long ten times as many charges take, between the two largest sizes.

        At smaller sizes the cost of starting hides the growth.
        """
        before, last = (max(value, _SMALLEST_SECONDS) for value in self.seconds[-2:])
        return float((last / before) ** (1 / math.log10(self.sizes[-1] / self.sizes[-2])))

    @property
    def grows_too_fast(self) -> bool:
        """Whether it grows faster than its rows."""
        return self.per_tenfold > GROWTH_AIM

    @property
    def is_short(self) -> bool:
        """Whether it takes too little time to be a finding."""
        return max(self.seconds) < SHORTEST_SECONDS


def measure_growth(
    format_: str, sizes: Collection[int], engine: Engine, folder: Path, announce: Announce
) -> list[NodeGrowth]:
    """Load and build a bill of each size in a warehouse of its own.

    Returns:
        The commands and the nodes that are not short. Those that grow faster than their rows come first, and then
        longer ones before shorter ones.

    Raises:
        CommandFailedError: a command failed.
    """
    ordered = tuple(sorted(sizes))
    runs: list[Run] = []
    for size in ordered:
        workspace = Workspace(f"growth_{format_}_{size}", folder, engine)
        announce(f"growth: loading and building {size:,} charges of {format_}")
        apart(write_bill, workspace.landing, Bill(format_, size, share=100))
        runs.append(workspace.run())
        shutil.rmtree(workspace.folder)
    return sort_growth(
        [
            NodeGrowth("load", ordered, tuple(run.load.seconds for run in runs)),
            NodeGrowth("build and tests", ordered, tuple(run.build.seconds for run in runs)),
            *(NodeGrowth(name, ordered, tuple(run.nodes.get(name, 0.0) for run in runs)) for name in runs[-1].nodes),
        ]
    )


def sort_growth(nodes: Sequence[NodeGrowth]) -> list[NodeGrowth]:
    """The nodes that are not short, those that grow too fast first, the longest first."""
    shown = [node for node in nodes if not node.is_short]
    return sorted(shown, key=lambda node: (not node.grows_too_fast, -node.seconds[-1]))
