"""Runs dbt on a project that is already parsed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tokenbooks.transformation.project import PROJECT_DIR

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest


def dbt(manifest: str, database: str, seeds: str, *arguments: str) -> int:
    """Run a dbt command on a project that is already parsed.

    Args:
        manifest: file with the parsed project.
        database: name of the database, which dbt records beside every relation when it parses.
        seeds: the project whose seeds are read. The rest is in the manifest.
        arguments: arguments of dbt.
    """
    from dbt.cli.main import dbtRunner

    parsed = _read(manifest, database)
    for node in parsed.nodes.values():
        if getattr(node, "root_path", None):
            node.root_path = seeds
    parsed.build_flat_graph()
    done = dbtRunner(manifest=parsed).invoke(list(arguments))
    # Like dbt's own command, which has already printed the error.
    return 2 if done.exception else 0 if done.success else 1


def keep_for_dbt(manifest: str, database: str, profiles: str, target: str) -> int:
    """Put a parsed project where the next dbt command looks for the result of the last parsing.

    dbt parses everything again if its profile has changed, so the profile that it will find is recorded.

    Args:
        manifest: file with the parsed project.
        database: name of the database of that profile.
        profiles: folder of the profile.
        target: folder of dbt's artifacts.
    """
    import argparse
    import os
    import pprint

    from dbt.config.runtime import load_profile
    from dbt.contracts.files import FileHash
    from dbt.flags import set_from_args
    from dbt_common.context import set_invocation_context

    set_invocation_context(os.environ)
    set_from_args(argparse.Namespace(profiles_dir=profiles, project_dir=str(PROJECT_DIR)), None)
    credentials = load_profile(str(PROJECT_DIR), {}).credentials
    parsed = _read(manifest, database)
    parsed.state_check.profile_hash = FileHash.from_contents(pprint.pformat(sorted(credentials.connection_info())))
    Path(target).mkdir(parents=True, exist_ok=True)
    Path(target, "partial_parse.msgpack").write_bytes(parsed.to_msgpack())
    return 0


def _read(manifest: str, database: str) -> Manifest:
    """A parsed project, with the name of another database."""
    from dbt.contracts.graph.manifest import Manifest

    parsed = Manifest.from_msgpack(Path(manifest).read_bytes())
    for node in (*parsed.nodes.values(), *parsed.sources.values(), *parsed.unit_tests.values()):
        if getattr(node, "database", None):
            if getattr(node, "relation_name", None):
                node.relation_name = node.relation_name.replace(f'"{node.database}"', f'"{database}"')
            node.database = database
    return parsed
