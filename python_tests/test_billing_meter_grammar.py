"""The meter grammar of the seeds, run by dbt on DuckDB over every publicly known billed name.

`data/azure_meters.csv` and `data/billing_meter_names.csv` have one name per row with its meaning, or the reason why it
has none. `data/SOURCES.md` lists their sources.
"""

import csv
from pathlib import Path

import duckdb
import pytest

from python_tests.pipeline.books import Dbt
from python_tests.workspace import Workspace

DATA = Path(__file__).parent / "data"
READINGS = ("raw_model", "meter", "deployment_scope", "service_tier", "context_band", "mapping_rule", "unmapped_reason")
NODES = (
    "meters",
    "billing_meter_words",
    "billing_meter_models",
    "billing_meter_exact",
    "+int_billed_model_spellings",
    "int_meter_names_split",
    "int_meter_names_matched",
    "int_meter_names_parsed",
)

Name = tuple[str, str]
Reading = dict[str, str]


def known_names() -> dict[Name, Reading]:
    """The meaning of each known (source, meter name). An empty text means NULL, as in the CSV files.

    The grammar must read all known Azure meters without the exact map.
    """
    with (DATA / "azure_meters.csv").open(newline="") as file:
        azure = [
            {**row, "source": "azure", "mapping_rule": "" if row["unmapped_reason"] else "grammar"}
            for row in csv.DictReader(file)
        ]
    with (DATA / "billing_meter_names.csv").open(newline="") as file:
        traps = list(csv.DictReader(file))
    return {(row["source"], row["meter_name"]): {key: row[key] for key in READINGS} for row in [*azure, *traps]}


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory, dbt: Dbt) -> dict[Name, Reading]:
    """The results of the models for the known names, on a database that contains only those names and the seeds."""
    folder = tmp_path_factory.mktemp("grammar")
    database = folder / "grammar.duckdb"
    with duckdb.connect(str(database)) as connection:
        connection.execute("create schema intermediate")
        connection.execute("create table intermediate.int_meter_names_distinct (source text, raw_meter_name text)")
        connection.executemany("insert into intermediate.int_meter_names_distinct values (?, ?)", list(known_names()))
    selected = ["--resource-type", "seed", "--resource-type", "model", "--select", *NODES]
    dbt.succeed(Workspace(folder, {"TOKENBOOKS_DUCKDB": str(database)}), "build", *selected)
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            f"select source, raw_meter_name, {', '.join(READINGS)} from intermediate.int_meter_names_parsed"
        ).fetchall()
    return {(row[0], row[1]): dict(zip(READINGS, (value or "" for value in row[2:]), strict=True)) for row in rows}


def test_every_known_name_is_read_right(readings: dict[Name, Reading]) -> None:
    """Every known name gets its model, meter, scope, tier and context, or the reason why it has none."""
    known = known_names()
    assert readings.keys() == known.keys()
    wrong = {name: (readings[name], known[name]) for name in known if readings[name] != known[name]}
    assert wrong == {}
