"""Great Expectations is imported without altair, scipy.stats and pyspark."""

from __future__ import annotations

import subprocess
import sys

_PROGRAM = """
import sys
from tokenbooks.expectations import lean_import
assert not {"altair", "scipy.stats", "pyspark"} & set(sys.modules)
import great_expectations.expectations.core.expect_column_kl_divergence_to_be_less_than as user
assert user.stats.entropy([1, 1]) > 0
assert user.alt.Chart.__name__ == "Chart"
import altair, scipy.stats
assert altair.Chart is user.alt.Chart
"""


def test_omitted_modules_are_imported_on_first_use() -> None:
    """It runs in a program of its own, because other tests may have imported these modules."""
    done = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
