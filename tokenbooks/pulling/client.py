"""A client of one provider's API, on top of dlt's REST client. The key appears only in the requests.

Messages never contain a URL with its query or an exception of the HTTP library, and they contain the text of a refusal
only after a check. Each of these may repeat what was sent.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tokenbooks.errors import UserError
from tokenbooks.pulling.sources import Provider, Query
from tokenbooks.settings import PullSettings

if TYPE_CHECKING:
    from requests import Response

_LONGEST_WAIT_SECONDS = 300
_TOO_MANY_REQUESTS = 429
_NOT_IMPLEMENTED = 501
_NOTHING_LANDED = "nothing of this pull has landed"
_LONGEST_DETAIL = 300
# A part of the key of this length in a message is not a coincidence, and a key cut in pieces still has such parts.
_TELLTALE = 8
_LOOKS_LIKE_A_KEY = re.compile(r"(?i)\bsk-[\w*.…-]+|\bbearer\s+\S+")


class ApiClient:
    """Requests pages, and repeats a request that may succeed later."""

    def __init__(self, provider: Provider, settings: PullSettings, waiting: Callable[[str], None]) -> None:
        """Set up the client.

        Args:
            provider: the provider of the API.
            settings: its URL and key, and how long to keep trying.
            waiting: called with the reason before a request is repeated.

        Raises:
            UserError: the key or the URL is missing or malformed.
        """
        self._provider, self._settings, self._waiting = provider, settings, waiting
        self._key = checked_key(provider, settings)
        url, self._host = _checked_url(provider, provider.settings(settings).url)
        # Set before dlt is imported: no telemetry, and none of dlt's log lines unless the user configures them.
        os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
        os.environ.setdefault("RUNTIME__LOG_LEVEL", "CRITICAL")
        from dlt.common.configuration.specs import RuntimeConfiguration
        from dlt.sources.helpers.requests import Client
        from dlt.sources.helpers.rest_client import RESTClient
        from dlt.sources.helpers.rest_client.auth import APIKeyAuth, BearerTokenAuth
        from dlt.sources.helpers.rest_client.paginators import JSONResponseCursorPaginator

        http = Client(
            request_timeout=settings.timeout_seconds,
            raise_for_status=False,
            status_codes=(),
            exceptions=(),
            request_max_attempts=settings.attempts,
            retry_condition=self._is_worth_another_try,
            request_backoff_factor=settings.backoff_seconds,
            request_max_retry_delay=_LONGEST_WAIT_SECONDS,
        )
        header = provider.key_header
        self._client = RESTClient(
            base_url=url,
            headers=dict(provider.headers),
            # Not as a header, because dlt logs headers.
            auth=BearerTokenAuth(self._key) if header is None else APIKeyAuth(name=header, api_key=self._key),
            paginator=JSONResponseCursorPaginator("next_page", cursor_param="page", has_more_path="has_more"),
            data_selector="data",
            session=http.session,
            config=RuntimeConfiguration(),
        )

    def pages(self, path: str, query: Query) -> Iterator[bytes]:
        """The bodies of all pages. Each page is requested when the iterator reaches it.

        Raises:
            UserError: a request failed. The message states what to do.
        """
        from requests import HTTPError, RequestException
        from requests.exceptions import JSONDecodeError

        pages = self._client.paginate(path, params=dict(query), hooks={"response": [_refuse]}, allow_redirects=False)
        while True:
            page, problem = None, None
            try:
                page = next(pages, None)
            except HTTPError as error:
                problem = self._refusal(path, error.response)
            except JSONDecodeError:
                problem = self._no_page(path)
            except RequestException as error:
                problem = self._silence(error)
            except (ValueError, RecursionError):
                problem = self._no_page(path)
            if problem is not None:  # raised outside the handlers, so that no exception with the request is attached
                raise UserError(problem)
            if page is None:
                return
            content = page.response.content
            if self._key.encode() in content:
                raise UserError(
                    f"the answer of {self._host} to {path} contains the key; {_NOTHING_LANDED}: replace the key in"
                    f" {self._provider.key_variable}"
                )
            yield content

    def _is_worth_another_try(self, response: Response | None, error: BaseException | None) -> bool:
        again = _may_pass(response.status_code) if response is not None else _is_lost(error)
        if again:
            reason = _silence(error) if response is None else f"answered {response.status_code}"
            self._waiting(f"{self._host} {reason}, trying again")
        return again

    def _refusal(self, path: str, response: Response) -> str:
        status, variable = response.status_code, self._provider.key_variable
        if status in (401, 403):
            return (
                f"{self._host} refused the key in {variable} ({status}): {path} needs an admin key of the "
                f"{self._provider.title} organization, not a key for calls; set {variable} to one and pull again"
            )
        if status == _TOO_MANY_REQUESTS:
            return f"{self._host} still answered {status} (too many requests) {self._tries()}; pull again later"
        if _may_pass(status):
            return f"{self._host} still answered {status} {self._tries()}; pull again later"
        if status == 404:
            return f"{self._host} does not have {path} (404); {self._check_url()}"
        if 300 <= status < 400:
            return f"{self._host} redirects {path} ({status}), and redirects are not followed; {self._check_url()}"
        detail = _detail(response, self._key)
        return f"{self._host} refused {path} ({status}{detail}); {_NOTHING_LANDED}: fix that and pull again"

    def _silence(self, error: BaseException) -> str:
        if _is_lost(error):
            return f"{self._host} {_silence(error)} {self._tries()}; check the network and pull again"
        return f"{self._host} {_silence(error)}; {self._check_url()}"

    def _no_page(self, path: str) -> str:
        return f"the answer of {self._host} to {path} is not a JSON page; {self._check_url()}"

    def _tries(self) -> str:
        attempts = self._settings.attempts
        return f"at the {'only try' if attempts == 1 else f'last of {attempts} tries'}, {_NOTHING_LANDED}"

    def _check_url(self) -> str:
        return f"{_NOTHING_LANDED}: check {self._provider.url_variable} and pull again"


def checked_key(provider: Provider, settings: PullSettings) -> str:
    """The key of a provider.

    Raises:
        UserError: the key is missing or malformed.
    """
    key, variable = provider.settings(settings).key, provider.key_variable
    if not key:
        raise UserError(f"{variable} is not set; set it to an admin key of the {provider.title} organization")
    if not re.fullmatch(r"[!-~]+", key):
        raise UserError(f"{variable} contains a space or another character that a key cannot contain; set it again")
    return key


def _checked_url(provider: Provider, url: str) -> tuple[str, str]:
    """The URL without a trailing `/v1`, which every path begins with, and its host for messages.

    Raises:
        UserError: the URL is malformed, or contains a user, a query or a fragment.
    """
    try:
        parts = urlsplit(url)
        is_plain = not (parts.query or parts.fragment or "@" in parts.netloc)
        is_url = parts.scheme in ("http", "https") and parts.hostname is not None and is_plain
    except ValueError:
        is_url = False
    if not is_url:
        # The message does not show the value, which may contain a password.
        raise UserError(f"{provider.url_variable} is not a URL like https://api.example.com; correct or unset it")
    return url.rstrip("/").removesuffix("/v1"), parts.netloc


def _refuse(response: Response, *_: Any, **__: Any) -> None:
    from requests import HTTPError

    if response.status_code != 200:
        raise HTTPError(f"status {response.status_code}", response=response)


def _may_pass(status: int) -> bool:
    return status == _TOO_MANY_REQUESTS or (status >= 500 and status != _NOT_IMPLEMENTED)


def _is_lost(error: BaseException | None) -> bool:
    """Whether the answer was missing or incomplete for a reason that may be temporary."""
    from requests.exceptions import ChunkedEncodingError, ConnectionError, ContentDecodingError, SSLError, Timeout

    lost = (ConnectionError, Timeout, ChunkedEncodingError, ContentDecodingError)
    return isinstance(error, lost) and not isinstance(error, SSLError)


def _silence(error: BaseException | None) -> str:
    from requests.exceptions import SSLError, Timeout

    if isinstance(error, SSLError):
        return "does not have a valid certificate"
    if isinstance(error, Timeout):
        return "did not answer in time"
    if _is_lost(error):
        return "could not be reached or broke the connection"
    return f"could not be requested ({type(error).__name__})"


def _detail(response: Response, key: str) -> str:
    """The provider's message about a refusal; empty if it may contain the key."""
    try:
        message = json.loads(response.content)["error"]["message"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    text = " ".join(_LOOKS_LIKE_A_KEY.sub("(key)", str(message)).split())
    pieces = (key[start : start + _TELLTALE] for start in range(max(1, len(key) - _TELLTALE + 1)))
    return "" if any(piece in text for piece in pieces) else f": {text[:_LONGEST_DETAIL]}"
