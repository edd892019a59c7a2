"""All records of gateways and traces, as files."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict

from python_tests.gateways.records import ACCEPTED, NATIVE, OTHERS, REFUSED, THROUGH_GATEWAY
from python_tests.workspace import Workspace


def land_gateways(workspace: Workspace) -> None:
    """Land one file per source, and a call that also lands as the provider's own record."""
    lines: dict[str, list[str]] = defaultdict(list)
    for case in (*ACCEPTED, *REFUSED):
        if case.record:
            lines[case.source].append(case.record if isinstance(case.record, str) else json.dumps(case.record))
    lines["apim"] += map(json.dumps, OTHERS)
    lines["litellm"].append(json.dumps(THROUGH_GATEWAY))
    lines["usage"].append(json.dumps(NATIVE))
    for source, texts in lines.items():
        content = "".join(f"{text}\n" for text in texts).encode()
        workspace.land(f"{source}/2026-03/export.jsonl.gz", gzip.compress(content))
