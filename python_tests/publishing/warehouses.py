"""A warehouse of a test: hand-made marts, and the journal that dbt's hooks would write."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tokenbooks.publishing.publish import DATABASE, Publication, publish_marts
from tokenbooks.settings import Settings

#: Two event-level marts, as views, and a small table beside them.
MARTS = """
    create schema raw;
    create schema intermediate;
    create schema marts;
    create schema operations;
    create table raw.deliveries as select timestamp '2026-01-01' as loaded_at;
    create table operations.builds (
        entry bigint, invocation_id varchar, event varchar, happened_at timestamp, loaded_until timestamp,
        as_of varchar, failures bigint, marts_built varchar, marts_not_built varchar
    );
    create table intermediate.events as
    select
        'event_' || number as usage_event_id,
        case when number >= {daily} then date '2026-01-01' + cast(number // {daily} as integer) end as usage_date,
        cast(number as decimal(38, 12)) as calculated_cost
    from range({events}) as numbers (number);
    create view marts.fct_usage_events as select * from intermediate.events;
    create view marts.fct_usage_costs as
    select usage_event_id, 'text_input' as meter, calculated_cost, usage_date from intermediate.events
    union all
    select usage_event_id, 'text_output' as meter, calculated_cost, usage_date from intermediate.events;
    create table marts.dim_users as select 'ada' as user_id, count(*) as events from intermediate.events;
"""


@dataclass(frozen=True)
class HandMadeWarehouse:
    """A DuckDB warehouse and the folder that it is published to.

    Attributes:
        folder: folder of both.
    """

    folder: Path

    @property
    def settings(self) -> Settings:
        """The settings that select the warehouse and the folder."""
        return Settings(duckdb_path=self.folder / "books.duckdb", published_dir=self.folder / "published")

    @property
    def current(self) -> Path:
        """The current version."""
        return (self.folder / "published" / "current").resolve()

    def create(self, daily: int = 100) -> HandMadeWarehouse:
        """Create the marts and a build that made them: ten days, the first one without its date.

        Args:
            daily: events per day.
        """
        self.run(MARTS.format(events=10 * daily, daily=daily))
        return self.build()

    def run(self, sql: str) -> None:
        """Change the warehouse."""
        with duckdb.connect(str(self.settings.duckdb_path)) as connection:
            connection.execute(sql)

    def build(self, *changes: str, failures: int = 0, ends: bool = True) -> HandMadeWarehouse:
        """Add a build to the journal.

        Args:
            changes: statements that change the marts.
            failures: number of failures of the build.
            ends: whether the build finishes.
        """
        with duckdb.connect(str(self.settings.duckdb_path)) as connection:
            invocation = str(uuid.uuid4())
            for event in ("started", "finished")[: 1 + ends]:
                connection.execute(
                    "insert into operations.builds"
                    " select coalesce(max(entry), 0) + 1, ?, ?, timestamp '2026-01-02',"
                    " (select max(loaded_at) from raw.deliveries), null, ?,"
                    " (select string_agg(table_name) from information_schema.tables where table_schema = 'marts'), ''"
                    " from operations.builds",
                    [invocation, event, failures],
                )
            for change in changes:
                connection.execute(change)
        return self

    def publish(self, partitioned_from_rows: int = 500) -> Publication:
        """Publish the marts."""
        return publish_marts(self.settings, partitioned_from_rows=partitioned_from_rows)

    def read(self, sql: str) -> list[tuple[object, ...]]:
        """The rows of a query on the published DuckDB file."""
        with duckdb.connect(str(self.current / DATABASE), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def inodes(self, mart: str) -> dict[str, int]:
        """The inode of each Parquet file of a mart."""
        return {file.name: file.stat().st_ino for file in (self.current / "marts" / mart).iterdir()}
