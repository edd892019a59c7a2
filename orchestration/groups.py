"""The groups of assets in Dagster: few, and numbered from left to right, as Dagster lists them by name."""

from __future__ import annotations

from collections.abc import Sequence

#: All groups, as the lineage page shows them from left to right. Bills and usage are read side by side.
FLOW = ("landing", "raw", "seeds", "staging", "bills", "usage", "costs", "marts", "published")
#: Folders of models between staging and marts that share the group of another: what is owed for the usage, and what the
#: providers say of it. Finer groups lead in circles, which Dagster draws as a tangle.
_SHARED = {
    "pricing": "costs",
    "prices": "costs",
    "billing": "bills",
    "invoices": "bills",
    "focus": "bills",
    "reports": "bills",
    "reconciliation": "bills",
}
_BETWEEN = "intermediate"


def group(name: str) -> str:
    """The name that Dagster shows: `staging` is `4_staging`. One that is not in `FLOW` stays as it is."""
    return f"{FLOW.index(name) + 1}_{name}" if name in FLOW else name


def group_of_folders(folders: Sequence[str]) -> str:
    """The group of a model or seed: the first of its folders, or the second where the first is `intermediate`.

    Args:
        folders: from the outermost, such as `["intermediate", "usage"]`, or `["seeds", "pricing"]` of a seed.
    """
    names = [folder for folder in folders if folder != _BETWEEN] or [_BETWEEN]
    return group(_SHARED.get(names[0], names[0]))
