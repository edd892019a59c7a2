"""Lint SQL by all of sqlfluff's rules, in less time than its command: `python .ci/lint_sql.py models tests/singular`.

`sqlfluff lint --processes` renders each file in one process, and packs it for another, and its result for the way back.
Here processes are forked once dbt has read the project, render and lint some files each, and return lines of text.
Nothing is fixed, so no rule changes a tree: what several rules ask about a tree is worked out once. Python's garbage
collector would walk through a million nodes of syntax trees time and again; a process ends before it has many.
"""

from __future__ import annotations

import contextvars
import functools
import gc
import multiprocessing
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlfluff.core import FluffConfig, Linter
from sqlfluff.core.linter.discovery import paths_from_path
from sqlfluff.utils.analysis import select
from sqlfluff.utils.reflow.sequence import ReflowSequence

FILES_IN_A_PROCESS = 8

_linter: Linter
_context: contextvars.Context


def main(paths: list[str]) -> int:
    """Print every violation, and return 1 if there is one."""
    global _linter, _context
    gc.disable()
    # The project's own warehouse stays untouched: each process has an empty one, and what dbt reads is kept apart.
    os.environ.update(TOKENBOOKS_DUCKDB=":memory:", DBT_TARGET_PATH="target/lint")
    config = FluffConfig.from_root()
    _linter = Linter(config=config)
    _answer_once_for_a_tree()
    assert _linter.templater is not None
    files = [file for path in paths for file in paths_from_path(path)]
    # dbt reads the project here. The longest files come first, so that no process is left with one of them at the end.
    order = sorted(_linter.templater.sequence_files(files, config=config), key=_size, reverse=True)
    _context = contextvars.copy_context()  # dbt keeps its invocation there; the pool forks from a thread of its own
    gc.freeze()
    context = multiprocessing.get_context("fork")
    with context.Pool(os.cpu_count(), maxtasksperchild=FILES_IN_A_PROCESS) as pool:
        found = sorted(line for lines in pool.imap_unordered(_linted, order) for line in lines)
    gc.unfreeze()  # else DuckDB reports its objects as leaked when Python ends
    print("\n".join([*found, f"{len(order)} SQL files, {len(found)} violations"]))
    return 1 if found else 0


def _answer_once_for_a_tree() -> None:
    """Keep the two answers that rules ask for most: the layout of a file, and what a select names."""
    ReflowSequence.from_root = _kept(ReflowSequence.from_root)  # type: ignore[method-assign]
    plain, kept = select.get_select_statement_info, _kept(select.get_select_statement_info)
    for module in list(sys.modules.values()):
        if vars(module).get("get_select_statement_info") is plain:
            module.get_select_statement_info = kept  # type: ignore[attr-defined]


def _kept(work_out: Callable[..., Any]) -> Any:
    """Return `work_out` with a memory. A tree is known by its identity: comparing two would read them whole.

    The configuration and the dialect are the same for a file, so that they do not tell answers apart.
    """
    answers: dict[tuple[int, bool], tuple[Any, Any]] = {}

    @functools.wraps(work_out)
    def answer(tree: Any, *others: Any, **named: Any) -> Any:
        key = (id(tree), named.get("early_exit", True))
        if key not in answers:
            answers[key] = (tree, work_out(tree, *others, **named))  # the tree stays, so no other takes its identity
        return answers[key][1]

    return answer


def _size(path: str) -> int:
    return Path(path).stat().st_size


def _linted(path: str) -> list[str]:
    return _context.run(_violations, path)


def _violations(path: str) -> list[str]:
    """Lint one file, and return a line for each violation."""
    rendered = _linter.render_file(path, _linter.config)
    rules = Linter(config=rendered.config).get_rulepack(config=rendered.config)
    linted = Linter.lint_rendered(rendered, rules)
    return [
        f"{linted.path}:{found.line_no}:{found.line_pos}: {found.rule_code()} {found.desc()}"
        for found in linted.get_violations()
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
