"""Reads a dbt manifest: groups, tables, and the model that a test is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from orchestration.groups import group_of_folders


def group_name(node: Mapping[str, Any]) -> str:
    """The group of a model or seed, which follows from its folders."""
    _, *folders, _ = node["fqn"]
    return group_of_folders(["seeds", *folders] if node["resource_type"] == "seed" else folders)


def with_singular_tests_attached(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The manifest with every test on several models attached to one of them, which Dagster needs to show it.

    That model is the last one in the flow: the other models of the test do not depend on it.
    """
    nodes = {
        name: _attached(node, manifest) if node["resource_type"] == "test" and not node.get("attached_node") else node
        for name, node in manifest["nodes"].items()
    }
    return {**manifest, "nodes": nodes}


def with_plain_selectors(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The manifest with selectors that do not state how to select tests.

    Dagster cannot parse such selectors, and here it only needs the models.
    """
    return {**manifest, "selectors": _without("indirect_selection", manifest["selectors"])}


def tables(manifest: Mapping[str, Any], unique_ids: Iterable[str]) -> dict[str, str]:
    """`schema.table` of the nodes that are tables. Views are left out, because counting their rows would run them."""
    nodes = ((unique_id, manifest["nodes"][unique_id]) for unique_id in unique_ids)
    return {
        unique_id: f"{node['schema']}.{node['alias']}"
        for unique_id, node in nodes
        if node["config"]["materialized"] != "view"
    }


def _without(key: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _without(key, each) for name, each in value.items() if name != key}
    return [_without(key, each) for each in value] if isinstance(value, list) else value


def _attached(test: dict[str, Any], manifest: Mapping[str, Any]) -> dict[str, Any]:
    models = sorted(name for name in test["depends_on"]["nodes"] if name in manifest["nodes"])
    if len(test["depends_on"]["nodes"]) < 2 or not models:
        return test
    last = next(
        model for model in models if not any(model in _ancestors(other, manifest) for other in models if other != model)
    )
    meta = test["config"].get("meta", {})
    reference = {"dagster": {"ref": {"name": manifest["nodes"][last]["name"]}}}
    return {**test, "config": {**test["config"], "meta": {**reference, **meta}}}


def _ancestors(unique_id: str, manifest: Mapping[str, Any]) -> set[str]:
    found: set[str] = set()
    waiting = [unique_id]
    while waiting:
        for parent in manifest["parent_map"].get(waiting.pop(), []):
            if parent not in found:
                found.add(parent)
                waiting.append(parent)
    return found
