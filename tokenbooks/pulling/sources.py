"""The sources that can be pulled: the APIs of bills and usage, and their requests. A new source needs an entry here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from tokenbooks.errors import UsageError
from tokenbooks.settings import ProviderSettings, PullSettings

#: The parameters of a request. A list is sent as one parameter per element.
Query = dict[str, str | int | list[str]]


@dataclass(frozen=True)
class Provider:
    """A provider whose API takes one admin key.

    Attributes:
        name: name in the settings and in `platforms.csv`.
        title: name for messages, as the provider writes it.
        variable: the provider's part of the names of environment variables.
        settings: returns the provider's settings.
        headers: headers of each request, apart from the key.
        key_header: header that holds the key; None if the key is a bearer token.
        window: returns the parameters for the days from the first to before the second.
        grouping: name of the parameter that groups results.
        starts_at: field of a bucket's start.
        ends_at: field of a bucket's end.
    """

    name: str
    title: str
    variable: str
    settings: Callable[[PullSettings], ProviderSettings]
    headers: dict[str, str]
    key_header: str | None
    window: Callable[[date, date], Query]
    grouping: str
    starts_at: str
    ends_at: str

    @property
    def key_variable(self) -> str:
        """The environment variable that holds the key."""
        return f"{self.variable}_ADMIN_KEY"

    @property
    def url_variable(self) -> str:
        """The environment variable that holds the URL."""
        return f"TOKENBOOKS_{self.variable}_URL"

    @property
    def account_variable(self) -> str:
        """The environment variable that holds the account's name."""
        return f"TOKENBOOKS_{self.variable}_ACCOUNT"


@dataclass(frozen=True)
class Endpoint:
    """One endpoint of an API.

    Attributes:
        path: path below the provider's URL.
        group_by: dimensions to group results by. Other dimensions are summed, and the API returns them as null.
    """

    path: str
    group_by: tuple[str, ...]


@dataclass(frozen=True)
class PulledSource:
    """A source that is pulled into one folder of the landing zone.

    Attributes:
        name: name of the folder.
        provider: provider of the API.
        limit: most buckets that a page may have. The default of the APIs is a week.
        endpoints: the endpoints. All are requested for the same days.
    """

    name: str
    provider: Provider
    limit: int
    endpoints: tuple[Endpoint, ...]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _unix_seconds(first: date, until: date) -> Query:
    return {"start_time": int(_midnight(first).timestamp()), "end_time": int(_midnight(until).timestamp())}


def _rfc_3339(first: date, until: date) -> Query:
    return {"starting_at": f"{first}T00:00:00Z", "ending_at": f"{until}T00:00:00Z"}


_OPENAI = Provider(
    name="openai",
    title="OpenAI",
    variable="OPENAI",
    settings=lambda settings: settings.openai,
    headers={},
    key_header=None,
    window=_unix_seconds,
    grouping="group_by",
    starts_at="start_time",
    ends_at="end_time",
)
_ANTHROPIC = Provider(
    name="anthropic",
    title="Anthropic",
    variable="ANTHROPIC",
    settings=lambda settings: settings.anthropic,
    headers={"anthropic-version": "2023-06-01"},
    key_header="x-api-key",
    window=_rfc_3339,
    grouping="group_by[]",
    starts_at="starting_at",
    ends_at="ending_at",
)

_WHO = ("project_id", "user_id", "api_key_id")
#: The dimensions of each usage endpoint, according to OpenAI's published specification of its API.
_OPENAI_USAGE = {
    "completions": (*_WHO, "model", "batch", "service_tier"),
    "embeddings": (*_WHO, "model"),
    "moderations": (*_WHO, "model"),
    "images": (*_WHO, "model", "size", "source"),
    "audio_speeches": (*_WHO, "model"),
    "audio_transcriptions": (*_WHO, "model"),
    "vector_stores": ("project_id",),
    "code_interpreter_sessions": ("project_id",),
    "web_search_calls": (*_WHO, "model", "context_level"),
    "file_search_calls": (*_WHO, "vector_store_id"),
}

PULLS: dict[str, PulledSource] = {
    source.name: source
    for source in (
        PulledSource("openai_costs", _OPENAI, 180, (Endpoint("/v1/organization/costs", ("project_id", "line_item")),)),
        PulledSource(
            "openai_usage",
            _OPENAI,
            31,
            tuple(Endpoint(f"/v1/organization/usage/{name}", groups) for name, groups in _OPENAI_USAGE.items()),
        ),
        PulledSource(
            "anthropic_cost",
            _ANTHROPIC,
            31,
            (Endpoint("/v1/organizations/cost_report", ("workspace_id", "description")),),
        ),
        PulledSource(
            "anthropic_usage",
            _ANTHROPIC,
            31,
            (
                Endpoint(
                    "/v1/organizations/usage_report/messages",
                    ("workspace_id", "api_key_id", "model", "service_tier", "context_window", "inference_geo"),
                ),
            ),
        ),
    )
}


def find_pulls(names: list[str]) -> list[PulledSource]:
    """The named sources; all sources if no name is given.

    Raises:
        UsageError: a name is unknown.
    """
    unknown = sorted(set(names) - set(PULLS))
    if unknown:
        raise UsageError(f"unknown source to pull: {', '.join(unknown)}; there are: {', '.join(PULLS)}")
    return [source for source in PULLS.values() if not names or source.name in names]
