"""The sample of usage that is checked: bounded, spread over all files, and always the same."""

from __future__ import annotations

import duckdb
import pytest

from tokenbooks.expectations.samples import SAMPLE_ROWS, picked


@pytest.mark.parametrize(
    ("files", "records"),
    [(1, 40_000), (1, 2_000_000), (31, 65_000), (40, 5_000), (400_000, 1), (90_000, 3), (600, 700)],
)
def test_the_sample_is_bounded_and_spread(files: int, records: int) -> None:
    """It has about the intended number of rows, and some of every file that is not tiny."""
    where = picked(files, files * records)
    rows, sampled_files = duckdb.execute(
        f"""
        select count(*), count(distinct deliveries.number)
        from range({files}) as deliveries (number)
        cross join range(1, {records} + 1) as records (record_number)
        where {where}
        """
    ).fetchall()[0]
    expected = min(SAMPLE_ROWS, files * records)
    assert expected / 2 <= rows <= expected * 2
    assert sampled_files >= min(files, rows) / 2


def test_an_empty_ledger_does_not_divide_by_zero() -> None:
    """The ledger may hold files without records, or no files."""
    assert "mod(" in picked(0, 0)
    assert "mod(" in picked(3, 0)
