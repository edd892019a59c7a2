"""The command line. Each command imports its modules when it runs, so that `--help` is fast."""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated, Literal

import typer

from tokenbooks.errors import UsageError, UserError

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode="rich", pretty_exceptions_enable=False)


def _show_version(is_wanted: bool) -> None:
    if not is_wanted:
        return
    try:
        print(f"tokenbooks {version('tokenbooks')}")
    except PackageNotFoundError as error:
        raise UserError("tokenbooks is not installed in this environment; run `make setup`") from error
    raise typer.Exit


@app.callback()
def tokenbooks(
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Tokenbooks: the books on LLM usage.

    Exit codes: 0 done; 1 done, but some files could not be read; 2 the command line is wrong;
    3 not done, the message states why; 130 interrupted.
    """


@app.command()
def load(
    sources: Annotated[list[str] | None, typer.Argument(help="Sources to load; default: all of them.")] = None,
    checks: Annotated[bool, typer.Option(help="Check what was loaded and print what fails.")] = True,
) -> None:
    """Load the landed files that are not loaded yet.

    Loads from TOKENBOOKS_LANDING (default landing/; a folder or any fsspec URL) into TOKENBOOKS_TARGET: duckdb (the
    default), postgres, or spark, whose raw layer is Parquet files under TOKENBOOKS_SPARK_RAW. The next load completes
    an interrupted one.

    Exit codes: 0 loaded, even if records were rejected or a check failed; 1 loaded, but some files could not be
    read and the next load tries them again; 2 unknown source; 3 not loaded, the message states why; 130 interrupted.
    """
    from orchestration.commands.load import load_and_show

    raise typer.Exit(load_and_show(sources or [], with_checks=checks))


@app.command()
def pull(
    sources: Annotated[
        list[str] | None, typer.Argument(help="Sources to pull; default: all sources whose key is set.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            help="First day, like 2026-01-01; default: the first day ever pulled, at first the month before last."
        ),
    ] = None,
) -> None:
    """Pull bills and usage from the providers' APIs into the landing zone, for `load`.

    openai_costs and openai_usage need the admin key in OPENAI_ADMIN_KEY, anthropic_cost and anthropic_usage the one in
    ANTHROPIC_ADMIN_KEY. Pulls the UTC days, up to now, that were not final when they were last pulled. A pull lands as
    a whole or not at all, and the next pull gets the days of a failed one. See docs/pulls.md.

    Exit codes: 0 pulled, or there was nothing to pull; 2 unknown source or malformed date; 3 some sources were not
    pulled, the message states which and why; 130 interrupted.
    """
    from orchestration.commands.pull import pull_and_show

    pull_and_show(sources or [], since)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def build(context: typer.Context) -> None:
    """Build and test the books: `dbt build` with a progress bar and one line per error.

    Takes the arguments of `dbt build`, like -s fct_invoices or --full-refresh. Unit tests check the code and not the
    data. They run only with --unit-tests, or if the selection names them (-s test_type:unit).

    Exit codes: 0 all seeds, models and tests passed; 3 not built (for example, because another process is writing to
    the warehouse), or some failed, the message states which and why; 130 interrupted.
    """
    from orchestration.commands.build import build_and_show

    raise typer.Exit(build_and_show(context.args))


@app.command()
def simulate(
    out: Annotated[Path, typer.Option(help="Landing root to write into.")] = Path("landing"),
    seed: Annotated[int | None, typer.Option(help="The same seed writes the same bytes.")] = None,
) -> None:
    """Write three months of demo usage and bills, and print the disagreements that were injected."""
    from orchestration.commands.simulate import simulate_and_show

    simulate_and_show(out, seed)


@app.command()
def report(
    period: Annotated[
        str | None, typer.Option(help="Month of the invoices, like 2026-03; default: the latest.")
    ] = None,
    form: Annotated[Literal["text", "json", "markdown"], typer.Option("--format", help="Output format.")] = "text",
) -> None:
    """Print the three things to do next, the reconciliation of every account, and the largest invoices.

    All formats have the same figures. text fits the width of the terminal, or COLUMNS; json has amounts as exact text.
    """
    from rich.console import Console

    from orchestration.commands.report import show_report

    show_report(period, Console(), form)


@app.command()
def publish() -> None:
    """Publish the marts of the last build for BI: a read-only DuckDB file and Parquet, swapped in as one version.

    Publishes to TOKENBOOKS_PUBLISHED (default published/). Readers open current/tokenbooks.duckdb, read-only, or
    current/marts/<mart>/*.parquet, and never see a lock or an incomplete build.

    Exit codes: 0 published, or already published; 3 not published, the message states why: the last build failed, left
    out marts or has not ended, or something was loaded since.
    """
    from rich.console import Console

    from orchestration.commands.publish import publish_and_show

    publish_and_show(Console())


@app.command("price-audit")
def price_audit(
    at: Annotated[str | None, typer.Option(help="Day of the audit, like 2026-11-25; default: today.")] = None,
    propose: Annotated[bool, typer.Option("--propose", help="Write seed rows for prices that the book lacks.")] = False,
    undated_from: Annotated[
        str, typer.Option(help="First day of a proposed price whose start is unknown.")
    ] = "2025-01-01",
) -> None:
    """Compare the price book with the price data in the installed litellm and genai-prices.

    Prints the counts and writes target/price_audit.md; proposals go to target/price_proposals/. Known differences have
    a verdict in seeds/pricing/price_audit_verdicts.csv. Reads the seeds below the working directory, without network.

    Exit codes: 0 every difference has a verdict; 1 differences without a verdict, or prices that are not positive, and
    one line states how many and where; 3 a seed or a package cannot be read, the message states why.
    """
    from rich.console import Console

    from orchestration.commands.price_audit import audit_and_show

    raise typer.Exit(audit_and_show(at, propose, undated_from, Console()))


@app.command()
def demo() -> None:
    """Land the demo world, load it, build and test the books, print the report, and publish the marts."""
    from rich.console import Console

    from orchestration.commands.demo import run_demo

    raise typer.Exit(run_demo(Console()))


@app.command()
def run(
    job: Annotated[str, typer.Argument(help="hourly_usage, daily_bills or month_close.")],
    as_of: Annotated[
        str | None, typer.Option(help="Read the books as of this instant (RFC 3339); default: now.")
    ] = None,
    full_refresh: Annotated[
        bool, typer.Option("--full-refresh", help="Build incremental models again from the start.")
    ] = False,
) -> None:
    """Run a scheduled job now, in this process: pull, load, check, build and test.

    The run appears in the history of `dagster`. Exit codes: 0 all steps done, even if a check that only warns failed;
    2 unknown job; 3 a step failed, the message states why; 130 interrupted.
    """
    from orchestration.commands.run import run_and_show

    run_and_show(job, as_of=as_of, full_refresh=full_refresh)


@app.command()
def dagster(
    port: Annotated[int, typer.Option(help="Port of the web page.")] = 3000,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
) -> None:
    """Open Dagster: assets, checks, jobs and schedules at http://127.0.0.1:3000, until interrupted."""
    from orchestration.running.server import serve

    serve(host, port)


def main() -> None:
    """Run the command line. Errors that the user can fix are printed in one line."""
    try:
        app(prog_name="tokenbooks")
    except UserError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2 if isinstance(error, UsageError) else 3)
    except KeyboardInterrupt:
        print("interrupted; run the command again to complete it", file=sys.stderr)
        sys.exit(130)
