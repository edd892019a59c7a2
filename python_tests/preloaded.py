"""The modules that the programs of the tests import, for the process that they are forked from."""

from __future__ import annotations

import contextlib
import os

# dlt reads both when it is imported, and dbt before it has options; see `_import_dlt`.
os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"

import dbt.adapters.duckdb
import dbt.adapters.postgres
import dbt.cli.main
import dbt.contracts.graph.manifest

with contextlib.suppress(ImportError):  # an extra
    import dbt.adapters.spark  # noqa: F401
