"""Arguments and messages of dbt, tested without dbt."""

from __future__ import annotations

from tokenbooks.transformation.commands import build_arguments, describe_failures, first_error


def test_a_build_leaves_out_unit_tests() -> None:
    """They check the code, not the data."""
    assert build_arguments() == ["build", "--exclude-resource-type", "unit_test"]


def test_a_full_refresh_is_requested() -> None:
    """The other arguments do not change."""
    assert build_arguments(full_refresh=True) == [*build_arguments(), "--full-refresh"]


def test_the_instant_is_passed_as_a_variable() -> None:
    """As JSON, which dbt reads as YAML."""
    assert build_arguments(as_of="2026-04-06T00:00:00Z")[-2:] == ["--vars", '{"as_of": "2026-04-06T00:00:00Z"}']


def test_failures_are_named_in_one_line() -> None:
    """Nodes that passed, warned or were skipped are not failures."""
    results = [
        {"unique_id": "model.tokenbooks.fct_invoices", "status": "error", "message": "Binder Error:\n  no column x\n"},
        {"unique_id": "test.tokenbooks.unique_a.0123", "status": "fail", "message": "Got 2 results"},
        {"unique_id": "test.tokenbooks.unique_b.0123", "status": "warn", "message": "Got 1 result"},
        {"unique_id": "model.tokenbooks.fct_invoice_lines", "status": "skipped", "message": None},
        {"unique_id": "seed.tokenbooks.meters", "status": "success", "message": "INSERT 3"},
    ]
    assert describe_failures({"results": results}) == (
        "model fct_invoices: Binder Error: no column x; test unique_a: Got 2 results"
    )


def test_many_failures_are_counted() -> None:
    """The first five are named."""
    results = [{"unique_id": f"test.tokenbooks.t{number}", "status": "fail", "message": None} for number in range(7)]
    assert describe_failures({"results": results}).endswith("test t4: fail; and 2 more")


def test_the_first_error_is_one_line() -> None:
    """Even if dbt printed nothing."""
    assert first_error(["Compilation Error\n  in model x\n", "more"]) == "Compilation Error in model x"
    assert first_error([]) == "it ended before it built anything"
