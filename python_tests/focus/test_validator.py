"""`focus_cost_and_usage` under the rules of FOCUS 1.2, checked by the validator of the FOCUS project.

The validator needs another version of Python than the books. `make test-focus` installs it separately.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import duckdb
import pytest

from python_tests.bills.formats import land_bills
from python_tests.pipeline.books import Books, Dbt
from python_tests.workspace import Workspace

pytestmark = pytest.mark.focus

_RULES = "1.2.0.1"
#: Optional parts of FOCUS that the books have: sub accounts, regions, pricing units and contracted prices.
_CRITERIA = (
    "SUB_ACCOUNT_SUPPORTED",
    "REGION_SUPPORTED",
    "UNIT_PRICING_SUPPORTED",
    "NEGOTIATED_PRICING_SUPPORTED",
    "MULTIPLE_PRICING_CATEGORIES_SUPPORTED",
)
#: One of these rules requires that InvoiceId is NULL, the other that it is not. So one of them always fails.
_CONTRADICTING = {"InvoiceId-C-004-C", "InvoiceId-C-005-C"}


@pytest.fixture(scope="module")
def books(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> Books:
    """Bills of every format and no other data, so that the findings are about the bills."""
    workspace = Workspace(tmp_path_factory.mktemp("bills"))
    land_bills(workspace.landing)
    return Books(workspace, dbt).build()


@pytest.fixture(scope="module")
def data(books: Books, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The mart of bills in every format, as the CSV that FOCUS describes: instants in ISO 8601 with a Z."""
    path = tmp_path_factory.mktemp("focus") / "focus_cost_and_usage.csv"
    with duckdb.connect(str(books.workspace.duckdb_path), read_only=True) as connection:
        connection.execute(
            f"copy (from marts.focus_cost_and_usage) to '{path}' (header, timestampformat '%Y-%m-%dT%H:%M:%SZ')"
        )
    return path


def _failures(data: Path, *options: str) -> set[str]:
    """The rules that the validator reports as broken. It exits with 0 even then."""
    environment = Path(os.environ["FOCUS_VALIDATOR"])
    (packages,) = environment.glob("lib/python3.*/site-packages")
    done = subprocess.run(
        [
            str(environment / "bin" / "focus-validator"),
            *("--data-file", str(data), "--validate-version", _RULES, "--block-download", *options),
        ],
        cwd=packages,  # where the validator looks for its list of currencies
        capture_output=True,
        text=True,
        check=False,
    )
    total = re.search(r"Total: (\d+) \| Pass: (\d+)", done.stdout)
    assert total, done.stdout + done.stderr
    assert int(total[1]) > 500 and int(total[2]) > 100, total[0]
    return set(re.findall(r"^❌ (\S+): FAIL", done.stdout, re.MULTILINE))


def test_every_rule_is_kept(data: Path) -> None:
    """The rules for all data."""
    failures = _failures(data)
    assert failures < _CONTRADICTING


def test_rules_of_optional_parts_are_kept(data: Path) -> None:
    """The rules for sub accounts, regions and prices."""
    failures = _failures(data, "--applicability-criteria", ",".join(_CRITERIA))
    assert failures < _CONTRADICTING


def test_a_broken_row_is_found(data: Path, tmp_path: Path) -> None:
    """A malformed cost is reported, which shows that the other tests can fail."""
    broken = tmp_path / "broken.csv"
    with duckdb.connect() as connection:
        connection.execute(
            "copy (select * replace (case when x_ChargeSide = 'provider_bill' then BilledCost end as BilledCost)"
            f" from read_csv('{data}', all_varchar = true)) to '{broken}' (header)"
        )
    assert "BilledCost-C-003-M" in _failures(broken)
