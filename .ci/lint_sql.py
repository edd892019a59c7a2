"""Lint SQL by all of sqlfluff's rules, in less time than its command: `python .ci/lint_sql.py models tests/singular`.

`sqlfluff lint --processes` renders each file in one process, and packs it for another, and its result for the way back.
Here processes are forked after one has rendered everything, so they find the files in memory and return lines of
text. Python's garbage collector would walk through a million nodes of syntax trees time and again; it runs once a file.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys

from sqlfluff.core import FluffConfig, Linter
from sqlfluff.core.linter import RenderedFile
from sqlfluff.core.linter.discovery import paths_from_path

_rendered: list[RenderedFile] = []


def main(paths: list[str]) -> int:
    """Print every violation, and return 1 if there is one."""
    gc.disable()
    config = FluffConfig.from_root()
    linter = Linter(config=config)
    assert linter.templater is not None
    files = [file for path in paths for file in paths_from_path(path)]
    _rendered.extend(linter.render_file(file, config) for file in linter.templater.sequence_files(files, config=config))
    # The largest come first, so that no process is left with one of them at the end.
    order = sorted(range(len(_rendered)), key=_size, reverse=True)
    gc.freeze()
    with multiprocessing.get_context("fork").Pool(os.cpu_count()) as pool:
        found = sorted(line for lines in pool.imap_unordered(_violations, order) for line in lines)
    gc.unfreeze()  # else DuckDB reports its objects as leaked when Python ends
    print("\n".join([*found, f"{len(_rendered)} SQL files, {len(found)} violations"]))
    return 1 if found else 0


def _size(number: int) -> int:
    return sum(len(str(variant)) for variant in _rendered[number].templated_variants)


def _violations(number: int) -> list[str]:
    """Lint one file, and return a line for each violation."""
    rendered = _rendered[number]
    rules = Linter(config=rendered.config).get_rulepack(config=rendered.config)
    linted = Linter.lint_rendered(rendered, rules)
    gc.collect()
    return [
        f"{linted.path}:{found.line_no}:{found.line_pos}: {found.rule_code()} {found.desc()}"
        for found in linted.get_violations()
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
