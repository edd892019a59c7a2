"""How dbt's models look in Dagster."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings

from orchestration.manifest import group_name


class Translator(DagsterDbtTranslator):
    """Keys are schema and table, as in the warehouse; groups are the steps of the flow."""

    def __init__(self) -> None:
        """Show the tests of sources as checks, too."""
        super().__init__(DagsterDbtTranslatorSettings(enable_source_tests_as_checks=True))

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """The step of the flow, by folder."""
        return group_name(dbt_resource_props)

    def get_description(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """What the YAML says, which ends with the grain, without the SQL that Dagster would add."""
        description: str = dbt_resource_props.get("description", "")
        return description
