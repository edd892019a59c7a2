"""A deterministic demo world: landing files of usage and bills, with every disagreement between them on record."""

from tools.simulator.world import WorldSummary, write_demo_world

__all__ = ["WorldSummary", "write_demo_world"]
