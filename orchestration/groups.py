"""The groups of assets in Dagster. They are few, and numbered from left to right, because Dagster sorts by name."""

from __future__ import annotations

from collections.abc import Sequence

#: All groups, from left to right on the lineage page. Bills and usage are processed side by side.
FLOW = ("landing", "raw", "seeds", "staging", "bills", "usage", "costs", "marts", "published")
#: Folders of models between staging and marts that share the group of another folder. With finer groups, the arrows
#: between groups would form circles, which Dagster draws badly.
_SHARED = {
    "prices": "costs",
    "invoices": "bills",
    "focus": "bills",
    "reports": "bills",
    "reconciliation": "bills",
}
_BETWEEN = "intermediate"


def group(name: str) -> str:
    """The name of a group in Dagster: `staging` becomes `4_staging`. A name that is not in `FLOW` stays unchanged."""
    return f"{FLOW.index(name) + 1}_{name}" if name in FLOW else name


def group_of_folders(folders: Sequence[str]) -> str:
    """The group of a model or seed: the first of its folders, or the second if the first is `intermediate`.

    Args:
        folders: folders from the outermost, such as `["intermediate", "usage"]`, or `["seeds", "pricing"]` of a seed.
    """
    names = [folder for folder in folders if folder != _BETWEEN] or [_BETWEEN]
    return group(_SHARED.get(names[0], names[0]))
