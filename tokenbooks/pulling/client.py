"""One provider's API, asked through dlt's REST client. The key is in the requests and nowhere else.

Nothing that the provider answers with a refusal, no address with its query and no exception of the HTTP library
reaches a message as it is: each may repeat what was sent.
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
# Long enough to be no accident, short enough that a key cut in pieces is seen.
_TELLTALE = 8
_LOOKS_LIKE_A_KEY = re.compile(r"(?i)\bsk-[\w*.…-]+|\bbearer\s+\S+")


class ApiClient:
    """Asks for pages, again where that helps."""

    def __init__(self, provider: Provider, settings: PullSettings, waiting: Callable[[str], None]) -> None:
        """Set up the client.

        Args:
            provider: whose API it is.
            settings: its address, key and patience.
            waiting: told why a page is asked for again, or late.

        Raises:
            UserError: there is no key, or the key or the address is none.
        """
        self._provider, self._settings, self._waiting = provider, settings, waiting
        self._key = checked_key(provider, settings)
        url, self._host = _checked_url(provider, provider.settings(settings).url)
        # Before dlt is imported: no reports to its makers, no lines but ours unless somebody asks for them.
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
            # Not as a header: dlt logs those.
            auth=BearerTokenAuth(self._key) if header is None else APIKeyAuth(name=header, api_key=self._key),
            paginator=JSONResponseCursorPaginator("next_page", cursor_param="page", has_more_path="has_more"),
            data_selector="data",
            session=http.session,
            config=RuntimeConfiguration(),
        )

    def pages(self, path: str, query: Query) -> Iterator[bytes]:
        """The bodies of the pages, to the last; the next page is asked for when it is taken.

        Raises:
            UserError: a page cannot be had. The message says what to do.
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
            if problem is not None:  # raised out here, so that no exception that holds the request comes with it
                raise UserError(problem)
            if page is None:
                return
            content = page.response.content
            if self._key.encode() in content:
                raise UserError(
                    f"an answer of {self._host} to {path} contains the key; {_NOTHING_LANDED}: replace the key"
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
                f"{self._provider.title} organization, not one for calls; set {variable} to one and pull again"
            )
        if status == _TOO_MANY_REQUESTS:
            return f"{self._host} still answered {status} (too many requests) {self._tries()}; pull again later"
        if _may_pass(status):
            return f"{self._host} still answered {status} {self._tries()}; pull again later"
        if status == 404:
            return f"{self._host} knows no {path} (404); {self._check_address()}"
        if 300 <= status < 400:
            return f"{self._host} sends {path} elsewhere ({status}), where no key is sent; {self._check_address()}"
        detail = _detail(response, self._key)
        return f"{self._host} refused {path} ({status}{detail}); {_NOTHING_LANDED}: mend that and pull again"

    def _silence(self, error: BaseException) -> str:
        if _is_lost(error):
            return f"{self._host} {_silence(error)} {self._tries()}; check the network and pull again"
        return f"{self._host} {_silence(error)}; {self._check_address()}"

    def _no_page(self, path: str) -> str:
        return f"{self._host} answered {path} with no page of JSON; {self._check_address()}"

    def _tries(self) -> str:
        attempts = self._settings.attempts
        return f"at the {'only try' if attempts == 1 else f'last of {attempts} tries'}, {_NOTHING_LANDED}"

    def _check_address(self) -> str:
        return f"{_NOTHING_LANDED}: check {self._provider.url_variable} and pull again"


def checked_key(provider: Provider, settings: PullSettings) -> str:
    """The key.

    Raises:
        UserError: there is none, or it is none.
    """
    key, variable = provider.settings(settings).key, provider.key_variable
    if not key:
        raise UserError(f"{variable} is not set; set it to an admin key of the {provider.title} organization")
    if not re.fullmatch(r"[!-~]+", key):
        raise UserError(f"{variable} holds a blank or another character that no key has; set it again")
    return key


def _checked_url(provider: Provider, url: str) -> tuple[str, str]:
    """The address without the `/v1` that every path begins with, and its host as messages name it."""
    try:
        parts = urlsplit(url)
        is_plain = not (parts.query or parts.fragment or "@" in parts.netloc)
        is_address = parts.scheme in ("http", "https") and parts.hostname is not None and is_plain
    except ValueError:
        is_address = False
    if not is_address:
        # Not shown: it may hold a password.
        raise UserError(f"{provider.url_variable} is no address like https://api.example.com; mend or unset it")
    return url.rstrip("/").removesuffix("/v1"), parts.netloc


def _refuse(response: Response, *_: Any, **__: Any) -> None:
    from requests import HTTPError

    if response.status_code != 200:
        raise HTTPError(f"status {response.status_code}", response=response)


def _may_pass(status: int) -> bool:
    return status == _TOO_MANY_REQUESTS or (status >= 500 and status != _NOT_IMPLEMENTED)


def _is_lost(error: BaseException | None) -> bool:
    """Whether there was no answer, or not all of it, for a reason that may pass."""
    from requests.exceptions import ChunkedEncodingError, ConnectionError, ContentDecodingError, SSLError, Timeout

    lost = (ConnectionError, Timeout, ChunkedEncodingError, ContentDecodingError)
    return isinstance(error, lost) and not isinstance(error, SSLError)


def _silence(error: BaseException | None) -> str:
    from requests.exceptions import SSLError, Timeout

    if isinstance(error, SSLError):
        return "has no valid certificate"
    if isinstance(error, Timeout):
        return "did not answer in time"
    if _is_lost(error):
        return "could not be reached or broke the connection"
    return f"could not be asked ({type(error).__name__})"


def _detail(response: Response, key: str) -> str:
    """What the provider says of a refusal, without anything that may be a key."""
    try:
        message = json.loads(response.content)["error"]["message"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    text = " ".join(_LOOKS_LIKE_A_KEY.sub("(key)", str(message)).split())
    pieces = (key[start : start + _TELLTALE] for start in range(max(1, len(key) - _TELLTALE + 1)))
    return "" if any(piece in text for piece in pieces) else f": {text[:_LONGEST_DETAIL]}"
