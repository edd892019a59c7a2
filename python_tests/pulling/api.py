"""Both providers' APIs on the loopback interface. They page as documented, record requests, and fail on demand."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from python_tests.pulling.examples import RESULTS, bucket, is_anthropic, page

KEY = "sk-admin-5t0pwatch-0123456789abcdefghijklmnop"


@dataclass(frozen=True)
class Asked:
    """One request."""

    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]


#: A function that answers a request in place of the API.
Fault = Callable[["Handler"], None]


class FakeApi:
    """Both APIs. Days before `opened` and after `today` have no bucket.

    Attributes:
        today: the last day with a bucket.
        results: the results of a day of an endpoint, as JSON. The default is the documented example.
        asked: every request.
        sent: the body of every page that was sent.
        faults: faults that replace the next answers, one each.
    """

    def __init__(self, today: date) -> None:
        """Start the server."""
        self.today = today
        self.results: Callable[[str, date], str] = lambda path, day: RESULTS[path]
        self.asked: list[Asked] = []
        self.sent: list[str] = []
        self.faults: deque[Fault | None] = deque()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.api = self  # type: ignore[attr-defined]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """The URL of the server."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        """Stop the server."""
        self._server.shutdown()
        self._server.server_close()

    def days_asked(self, path: str) -> list[tuple[date, date]]:
        """The windows that an endpoint was asked for, without further pages."""
        return [_window(asked) for asked in self.asked if asked.path == path and "page" not in asked.query]

    def body(self, asked: Asked) -> str:
        """The requested page. A token names the first day of its page."""
        first, until = _window(asked)
        if "page" in asked.query:
            first = date.fromisoformat(asked.query["page"][0].removeprefix("page_"))
        end = min(until, self.today + timedelta(days=1))
        days = [first + timedelta(days=number) for number in range((end - first).days)]
        limit = int(asked.query.get("limit", ["7"])[0])
        buckets = [bucket(asked.path, day, self.results(asked.path, day)) for day in days[:limit]]
        return page(buckets, f"page_{days[limit]}" if len(days) > limit else None)


def _window(asked: Asked) -> tuple[date, date]:
    if is_anthropic(asked.path):
        starting, ending = (datetime.fromisoformat(asked.query[name][0]) for name in ("starting_at", "ending_at"))
        return starting.date(), ending.date()
    start, end = (datetime.fromtimestamp(int(asked.query[name][0]), UTC) for name in ("start_time", "end_time"))
    return start.date(), end.date()


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    def do_GET(self) -> None:
        """Refuse a request without the key. Otherwise answer or fail."""
        api: FakeApi = self.server.api  # type: ignore[attr-defined]
        parts = urlsplit(self.path)
        asked = Asked(parts.path, parse_qs(parts.query), {name.lower(): value for name, value in self.headers.items()})
        api.asked.append(asked)
        key = asked.headers.get("x-api-key" if is_anthropic(asked.path) else "authorization")
        if key != (KEY if is_anthropic(asked.path) else f"Bearer {KEY}"):
            self.send(401, f'{{"error":{{"message":"Incorrect API key provided: {key}","code":"invalid_api_key"}}}}')
            return
        fault = api.faults.popleft() if api.faults else None
        if fault is not None:
            fault(self)
            return
        api.sent.append(api.body(asked))
        self.send(200, api.sent[-1])

    def send(self, status: int, body: str, **headers: str) -> None:
        """Send a whole answer."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Print nothing."""


def status(code: int, body: str = "{}", **headers: str) -> Fault:
    """An answer with a status."""
    return lambda handler: handler.send(code, body, **headers)


def instead(body: str) -> Fault:
    """An answer with another body."""
    return lambda handler: handler.send(200, body)


def dropped(handler: Handler) -> None:
    """The connection is closed without an answer."""
    handler.close_connection = True


def cut_off(handler: Handler) -> None:
    """The connection is closed in the middle of the answer."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"object":"page","data":[')
    handler.close_connection = True


def slow(handler: Handler) -> None:
    """An answer that takes longer than any client waits."""
    time.sleep(1)
    handler.close_connection = True
