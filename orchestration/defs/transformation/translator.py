"""The presentation of dbt models in Dagster."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings

from orchestration.manifest import group_name


class Translator(DagsterDbtTranslator):
    """Keys are schema and table, as in the warehouse. Groups are the steps of the flow."""

    def __init__(self) -> None:
        """Also show the tests of sources as checks."""
        super().__init__(DagsterDbtTranslatorSettings(enable_source_tests_as_checks=True))

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """The step of the flow, which follows from the folder."""
        return group_name(dbt_resource_props)

    def get_description(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """The description in the YAML, which ends with the grain. Dagster would add the SQL."""
        description: str = dbt_resource_props.get("description", "")
        return description
