"""The `publish` command."""

from __future__ import annotations

from rich.console import Console

from tokenbooks.publishing.publish import Publication, publish_marts
from tokenbooks.settings import Settings


def publish_and_show(console: Console) -> None:
    """Publish the marts and print the outcome.

    Raises:
        UserError: nothing was published.
    """
    publication = publish_marts(Settings.from_environment())
    console.print(describe(publication), highlight=False, soft_wrap=True)


def describe(publication: Publication) -> str:
    """The outcome of a publication in one line."""
    manifest = publication.manifest
    counts = f"{len(manifest.marts)} marts, {manifest.rows:,} rows"
    if not publication.is_new:
        return f"already published: version {manifest.version}, {counts}"
    files = f"{publication.written:,} Parquet files written, {publication.linked:,} unchanged"
    return f"published: version {manifest.version}, {counts}; {files}"
