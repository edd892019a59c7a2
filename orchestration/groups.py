"""The groups of assets in Dagster: one per folder of models, numbered along the flow, because Dagster sorts by name."""

from __future__ import annotations

from collections.abc import Sequence

#: All groups, in the order of the flow. Between staging and marts there is one group per wing of `models/intermediate`.
#: Each wing reads only from wings before it.
FLOW = (
    "landing",
    "raw",
    "seeds",
    "staging",
    "usage",
    "prices",
    "costs",
    "invoices",
    "bills",
    "reconciliation",
    "reports",
    "focus",
    "marts",
    "published",
)
_BETWEEN = "intermediate"


def group(name: str) -> str:
    """The name of a group in Dagster: `staging` becomes `04_staging`. A name that is not in `FLOW` stays unchanged."""
    return f"{FLOW.index(name) + 1:02}_{name}" if name in FLOW else name


def group_of_folders(folders: Sequence[str]) -> str:
    """The group of a model or seed: the first of its folders, or the second if the first is `intermediate`.

    Args:
        folders: folders from the outermost, such as `["intermediate", "usage"]`, or `["seeds", "pricing"]` of a seed.
    """
    names = [folder for folder in folders if folder != _BETWEEN] or [_BETWEEN]
    return group(names[0])
