"""The Dagster definitions: every source, every model, every test, and the schedules."""

from __future__ import annotations

from typing import Any

from dagster import AssetKey, DagsterInstance, DefaultScheduleStatus, Definitions

from orchestration.groups import FLOW, group
from orchestration.plans import PLANS
from python_tests.defs.conftest import Environment
from tokenbooks.loading.sources import SOURCES
from tokenbooks.pulling.sources import PULLS
from tokenbooks.transformation.project import PROJECT_DIR

Manifest = dict[str, Any]


def keys_of(job: str, definitions: Definitions) -> set[str]:
    """The assets that a job materializes."""
    return {key.to_user_string() for key in definitions.resolve_job_def(job).asset_layer.executable_asset_keys}


def steps_of(job: str, definitions: Definitions) -> set[str]:
    """The steps of a job."""
    return {node.name for node in definitions.resolve_job_def(job).nodes}


def test_definitions_only_load() -> None:
    """The module declares nothing itself; it loads the definitions of `defs`."""
    assert len((PROJECT_DIR / "orchestration" / "definitions.py").read_text().splitlines()) < 40


def test_every_source_is_loaded_and_checked(definitions: Definitions) -> None:
    """By an asset with three checks, one of them its own suite."""
    graph = definitions.resolve_asset_graph()
    checks = {(key.asset_key.to_user_string(), key.name) for key in graph.asset_check_keys}
    for source in SOURCES:
        node = graph.get(AssetKey(["raw", source]))
        assert node.is_executable
        assert node.pools == {"warehouse"}
        for name in ("expectations_are_met", "ledger_agrees", "files_are_readable"):
            assert (f"raw/{source}", name) in checks


def test_dbt_sources_are_the_loaded_tables(definitions: Definitions, manifest: Manifest) -> None:
    """So the lineage runs from the files to the models. Tables that every load writes to depend on all sources."""
    graph = definitions.resolve_asset_graph()
    raw = {key.to_user_string() for key in graph.get_all_asset_keys() if key.path[0] == "raw"}
    assert raw == {f"{source['source_name']}/{source['name']}" for source in manifest["sources"].values()}
    loads = {AssetKey(["raw", source]) for source in SOURCES}
    for table in ("deliveries", "rejected_records"):
        node = graph.get(AssetKey(["raw", table]))
        assert not node.is_executable
        assert node.parent_keys == loads
    assert AssetKey(["raw", "usage"]) in graph.get(AssetKey(["staging", "stg_usage__envelopes"])).parent_keys


def test_the_groups_are_the_wings_along_the_flow(definitions: Definitions) -> None:
    """All of them are in use. An asset reads only from its own group and from earlier ones, so no arrow goes back."""
    graph = definitions.resolve_asset_graph()
    groups = {key: graph.get(key).group_name or "" for key in graph.get_all_asset_keys()}
    assert set(groups.values()) == {group(name) for name in FLOW}
    arrows = {(groups[parent], groups[key]) for key in groups for parent in graph.get(key).parent_keys}
    assert not [(start, end) for start, end in arrows if start > end]


def test_every_model_and_seed_is_an_asset_in_the_group_of_its_folder(
    definitions: Definitions, manifest: Manifest
) -> None:
    """Its key is schema and name."""
    graph = definitions.resolve_asset_graph()
    others = ("landing", "raw", "published")
    built = {key.to_user_string() for key in graph.get_all_asset_keys() if key.path[0] not in others}
    nodes = [node for node in manifest["nodes"].values() if node["resource_type"] in ("model", "seed")]
    assert built == {f"{node['schema']}/{node['name']}" for node in nodes}
    groups = {key.to_user_string(): graph.get(key).group_name for key in graph.get_all_asset_keys()}
    assert groups["marts/fct_invoices"] == "13_marts"
    assert groups["staging/base_openai__usage_parts"] == "04_staging"
    assert groups["seeds/meters"] == "03_seeds"
    assert groups["raw/usage"] == "02_raw"


def test_every_data_test_is_a_check(definitions: Definitions, manifest: Manifest) -> None:
    """Including tests on several models and on the raw tables."""
    checks = {key.name for key in definitions.resolve_asset_graph().asset_check_keys}
    tests = {node["name"] for node in manifest["nodes"].values() if node["resource_type"] == "test"}
    assert tests - checks == set()


def test_jobs_load_before_they_build(definitions: Definitions) -> None:
    """Each job loads its own sources before the build."""
    loads = {f"raw__{source}" for source in SOURCES}
    bills = {f"raw__{source.name}" for source in SOURCES.values() if source.is_bill}
    assert steps_of("hourly_usage", definitions) & loads == loads - bills
    assert steps_of("daily_bills", definitions) & loads == bills
    assert steps_of("month_close", definitions) & loads == loads
    for job in PLANS:
        assert "dbt_build" in steps_of(job, definitions)
        sources = {f"raw/{source}" for source in PLANS[job].sources}
        assert {key for key in keys_of(job, definitions) if key.startswith("raw/")} == sources


def test_jobs_pull_before_they_load(definitions: Definitions) -> None:
    """Each job pulls those of its sources that can be pulled; one job at a time."""
    graph = definitions.resolve_asset_graph()
    for source in PULLS.keys() & SOURCES.keys():
        assert AssetKey(["landing", source]) in graph.get(AssetKey(["raw", source])).parent_keys
        assert graph.get(AssetKey(["landing", source])).pools == {"warehouse"}
    for job, plan in PLANS.items():
        pulled = {f"landing/{source}" for source in plan.sources if source in PULLS}
        assert {key for key in keys_of(job, definitions) if key.startswith("landing/")} == pulled
    assert "landing/openai_costs" in keys_of("daily_bills", definitions)


def test_jobs_build_what_their_selector_selects(definitions: Definitions) -> None:
    """Every mart, because marts are published together, and everything at the month's close."""
    graph = definitions.resolve_asset_graph()
    marts = {key.to_user_string() for key in graph.get_all_asset_keys() if key.path[0] == "marts"}
    for job in PLANS:
        assert marts | {"published/marts", "seeds/meters", "staging/stg_usage__envelopes"} <= keys_of(job, definitions)
    everything = {key.to_user_string() for key in graph.get_all_asset_keys() if graph.get(key).is_executable}
    assert keys_of("month_close", definitions) == everything


def test_publishing_comes_after_every_mart(definitions: Definitions) -> None:
    """It also locks the warehouse."""
    graph = definitions.resolve_asset_graph()
    node = graph.get(AssetKey(["published", "marts"]))
    assert node.parent_keys == {key for key in graph.get_all_asset_keys() if key.path[0] == "marts"}
    assert node.pools == {"warehouse"}


def test_the_steps_of_a_job_share_one_process(definitions: Definitions) -> None:
    """Only one process at a time can open a DuckDB file."""
    assert all(definitions.resolve_job_def(job).executor_def.name == "in_process" for job in PLANS)


def test_schedules_are_in_utc_and_wait_to_be_switched_on(definitions: Definitions) -> None:
    """Every hour, every morning, and the morning of the sixth."""
    schedules = {schedule.name: schedule for schedule in map(definitions.resolve_schedule_def, PLANS)}
    assert {name: schedule.cron_schedule for name, schedule in schedules.items()} == {
        "hourly_usage": "0 * * * *",
        "daily_bills": "0 6 * * *",
        "month_close": "0 7 6 * *",
    }
    for name, schedule in schedules.items():
        assert schedule.job_name == name
        assert schedule.execution_timezone == "UTC"
        assert schedule.default_status == DefaultScheduleStatus.STOPPED


def test_an_instance_sends_no_telemetry_and_runs_one_job_at_a_time(project_environment: Environment) -> None:
    """These settings are in `dagster.yaml`."""
    with DagsterInstance.from_config(project_environment["DAGSTER_HOME"]) as instance:
        assert instance.telemetry_enabled is False
        assert instance.nux_enabled is False
        pools = instance.get_concurrency_config().pool_config
        assert (pools.pool_granularity.value if pools.pool_granularity else None, pools.default_pool_limit) == (
            "run",
            1,
        )
