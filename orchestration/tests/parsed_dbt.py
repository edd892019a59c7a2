"""dbt on a project that is parsed already."""

from __future__ import annotations

from pathlib import Path


def dbt(manifest: str, database: str, seeds: str, *arguments: str) -> int:
    """A dbt command on a project that is parsed already.

    Args:
        manifest: file with the parsed project.
        database: name of the database, which dbt notes down beside every relation when it parses.
        seeds: the project whose seeds are read; the rest is in the manifest.
        arguments: of dbt.
    """
    from dbt.cli.main import dbtRunner
    from dbt.contracts.graph.manifest import Manifest

    parsed = Manifest.from_msgpack(Path(manifest).read_bytes())
    for node in (*parsed.nodes.values(), *parsed.sources.values(), *parsed.unit_tests.values()):
        if getattr(node, "database", None):
            if getattr(node, "relation_name", None):
                node.relation_name = node.relation_name.replace(f'"{node.database}"', f'"{database}"')
            node.database = database
        if getattr(node, "root_path", None):
            node.root_path = seeds
    parsed.build_flat_graph()
    done = dbtRunner(manifest=parsed).invoke(list(arguments))
    # As dbt's own command, which has said by then what went wrong.
    return 2 if done.exception else 0 if done.success else 1
