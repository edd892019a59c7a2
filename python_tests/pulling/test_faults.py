"""Failures of a pull: temporary ones are retried, others end in one line, and nothing of the pull lands."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import tenacity.nap

from python_tests.pulling.api import KEY, FakeApi, Fault, Handler, cut_off, dropped, instead, slow, status
from python_tests.pulling.examples import COSTS, RESULTS, bucket, page
from python_tests.pulling.test_pull import landed, pull
from tokenbooks.errors import UserError
from tokenbooks.pulling import client
from tokenbooks.settings import Settings

_SINCE = date(2026, 3, 1)
_BUCKETS = [bucket(COSTS, date(2026, 3, day), RESULTS[COSTS]) for day in (1, 2, 3)]


def assert_nothing_landed(settings: Settings) -> None:
    """Check that the landing zone has no file, not even a hidden one."""
    assert [path for path in Path(settings.landing).rglob("*") if path.is_file() or path.name.startswith(".")] == []


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds of each wait, without really waiting."""
    waits: list[float] = []
    monkeypatch.setattr(tenacity.nap.time, "sleep", waits.append)
    return waits


@pytest.mark.parametrize(
    "fault", [status(500), status(503), status(529), dropped, cut_off, status(429)], ids=lambda fault: fault.__name__
)
def test_a_temporary_failure_is_retried(settings: Settings, api: FakeApi, fault: Fault) -> None:
    """Also on the second page. The pull then lands as if there had been no failure."""
    api.faults += [fault, None, fault, fault]
    assert pull("anthropic_cost", settings).pages == 2
    assert len(api.asked) == 5
    folder = Path(settings.landing) / "anthropic_cost"
    assert list(landed(folder).values()) == [body.encode() for body in api.sent]


def test_retry_after_is_obeyed(settings: Settings, api: FakeApi, waits: list[float]) -> None:
    """Retry-After counts, in seconds. Without it the waits double."""
    settings = replace(settings, pull=replace(settings.pull, attempts=5, backoff_seconds=2))
    api.faults += [status(429, Retry_After="17"), status(503, Retry_After="4"), status(429), status(429)]
    pull("openai_costs", settings, since=_SINCE)
    assert waits == [17, 4, 8, 16]


def test_an_answer_that_never_comes_is_given_up(settings: Settings, api: FakeApi) -> None:
    """After the configured time."""
    settings = replace(settings, pull=replace(settings.pull, attempts=2, timeout_seconds=0.1))
    api.faults += [slow, slow]
    with pytest.raises(UserError, match="did not answer in time at the last of 2 tries, nothing of this pull has"):
        pull("openai_costs", settings, since=_SINCE)
    assert_nothing_landed(settings)


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (status(429), r"still answered 429 \(too many requests\) at the last of 3 tries.*; pull again later"),
        (status(500), "still answered 500 at the last of 3 tries.*; pull again later"),
        (dropped, "could not be reached or broke the connection at the last of 3 tries.*check the network"),
        (cut_off, "broke the connection at the last of 3 tries"),
    ],
    ids=["429", "500", "dropped", "cut_off"],
)
def test_a_lasting_failure_is_reported_in_one_line(
    settings: Settings, api: FakeApi, fault: Fault, message: str
) -> None:
    """After the configured number of tries. The next pull succeeds without any cleaning up."""
    api.faults += [None, fault, fault, fault]
    with pytest.raises(UserError, match=message) as caught:
        pull("anthropic_cost", settings)
    assert "\n" not in str(caught.value)
    assert len(api.asked) == 4
    assert_nothing_landed(settings)
    assert pull("anthropic_cost", settings).pages == 2


def test_an_unreachable_server_is_reported_in_one_line(settings: Settings) -> None:
    """No server listens on the port, which was free a moment ago."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    settings = replace(settings, pull=replace(settings.pull, openai=replace(settings.pull.openai, url=url)))
    with pytest.raises(UserError, match="could not be reached"):
        pull("openai_costs", settings)
    assert_nothing_landed(settings)


@pytest.mark.parametrize("code", [401, 403])
@pytest.mark.parametrize(("source", "variable"), [("openai_costs", "OPENAI"), ("anthropic_cost", "ANTHROPIC")])
def test_a_refused_key_is_named_by_its_variable(
    settings: Settings, api: FakeApi, code: int, source: str, variable: str
) -> None:
    """After one request, because a repetition would not help."""
    api.faults.append(status(code))
    with pytest.raises(UserError, match=rf"refused the key in {variable}_ADMIN_KEY \({code}\).*admin key"):
        pull(source, settings)
    assert len(api.asked) == 1
    assert_nothing_landed(settings)


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (status(404), r"does not have /v1/organization/costs \(404\).*TOKENBOOKS_OPENAI_URL"),
        (
            status(302, Location="http://127.0.0.1:1/"),
            r"redirects /v1/organization/costs \(302\).*TOKENBOOKS_OPENAI_URL",
        ),
        (
            status(400, '{"error":{"message":"no such group"}}'),
            r"refused /v1/organization/costs \(400: no such group\)",
        ),
        (status(400, "<html>"), r"refused /v1/organization/costs \(400\)"),
        (status(501), r"refused /v1/organization/costs \(501\)"),
    ],
    ids=["404", "302", "400", "html", "501"],
)
def test_a_refusal_is_not_tried_again(settings: Settings, api: FakeApi, fault: Fault, message: str) -> None:
    """And redirects are not followed, because the key would be sent along."""
    api.faults.append(fault)
    with pytest.raises(UserError, match=message):
        pull("openai_costs", settings)
    assert len(api.asked) == 1
    assert_nothing_landed(settings)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<html>maintenance</html>", "costs is not a JSON page"),
        ("", "costs is not a JSON page"),
        ("[1, 2]", "costs is not a JSON page"),
        ('{"data": [', "costs is not a JSON page"),
        ("[" * 100_000, "costs is not a JSON page"),
        ('{"object": "list"}', "costs is not a JSON page"),
        ('{"data": [], "has_more": "maybe"}', "costs is not a JSON page"),
        ('{"data": [], "has_more": 1, "next_page": null}', "costs is not a JSON page"),
        ('{"data": {}, "has_more": false}', "not a page: expected an object with a `data` list"),
        ('{"data": [NaN], "has_more": false}', "costs is not a JSON page"),
        (
            '{"data": [7], "has_more": false, "next_page": null}',
            "a bucket is malformed: expected an object with a `results` list",
        ),
        (
            '{"data": [{"start_time": 1, "end_time": 2}], "has_more": false}',
            "a bucket is malformed: expected an object with a `results` list",
        ),
        (
            page([bucket(COSTS, _SINCE, "").replace("1772323200", '"soon"')]),
            "a bucket is malformed: expected `start_time` to be an instant",
        ),
        (page([bucket(COSTS, _SINCE, "").replace("1772323200", "1772323201")]), "is not a day in UTC"),
        (page([bucket(COSTS, _SINCE, "").replace("1772409600", "1772409599")]), "is not a day in UTC"),
        (page(_BUCKETS, has_more=True), "`has_more` is true, but `next_page` is missing"),
        (page(_BUCKETS[:1]), "no bucket for 2026-03-02, 1 of 3 requested days"),
        (page([]), "no bucket for 2026-03-01 to 2026-03-02, 2 of 3 requested days"),
        (page(_BUCKETS[1:]), "no bucket for 2026-03-01, .*if the account is younger, pull with --since 2026-03-02"),
        (page([_BUCKETS[0], *_BUCKETS]), "two buckets of 2026-03-01"),
        (page([bucket(COSTS, date(2026, 2, 28), ""), *_BUCKETS]), "not requested: 2026-02-28"),
        (page([*_BUCKETS, bucket(COSTS, date(2026, 3, 4), "")]), "not requested: 2026-03-04"),
    ],
)
def test_an_unusable_answer_is_reported_with_the_reason(
    settings: Settings, api: FakeApi, body: str, message: str
) -> None:
    """Especially if it is a truncated history."""
    api.faults.append(instead(body))
    with pytest.raises(UserError, match=message) as caught:
        pull("openai_costs", settings, since=_SINCE)
    assert "\n" not in str(caught.value)
    assert_nothing_landed(settings)


def test_an_answer_that_is_not_utf_8_is_refused(settings: Settings, api: FakeApi) -> None:
    """Pages are stored as sent, so they must be readable text."""

    def latin(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(page(_BUCKETS).replace("gpt", "gé").encode("latin-1"))
        handler.close_connection = True

    api.faults.append(latin)
    with pytest.raises(UserError, match="JSON"):
        pull("openai_costs", settings, since=_SINCE)
    assert_nothing_landed(settings)


def _pages(*bodies: str) -> list[Fault | None]:
    return [instead(body) for body in bodies]


def test_an_empty_page_in_the_middle_is_not_the_end(settings: Settings, api: FakeApi) -> None:
    """The following pages are fetched, and the empty page is kept."""
    api.faults += _pages(page(_BUCKETS[:1], "a"), page([], "b"), page(_BUCKETS[1:]))
    assert pull("openai_costs", settings, since=_SINCE).pages == 3


@pytest.mark.parametrize(
    ("bodies", "message"),
    [
        ((page(_BUCKETS[:1], "a"), page(_BUCKETS[:1], "b")), "the pages repeat: there are two buckets of 2026-03-01"),
        ((page(_BUCKETS[:1], "a"), page([], "a")), "the pages repeat: an earlier page had the same `next_page`"),
        ((page(_BUCKETS[:1], "a"), page([], "b"), page([], "a")), "an earlier page had the same `next_page`"),
    ],
    ids=["page", "token", "circle"],
)
def test_repeated_pages_do_not_loop_forever(
    settings: Settings, api: FakeApi, bodies: tuple[str, ...], message: str
) -> None:
    """The first repetition ends the pull."""
    api.faults += _pages(*bodies)
    with pytest.raises(UserError, match=message):
        pull("openai_costs", settings, since=_SINCE)
    assert len(api.asked) == len(bodies)
    assert_nothing_landed(settings)


def test_endless_empty_pages_do_not_loop_forever(settings: Settings, api: FakeApi) -> None:
    """Although each page has its own token."""
    api.faults += _pages(*(page([], f"page_{number}") for number in range(200)))
    with pytest.raises(UserError, match="101 consecutive pages have no bucket"):
        pull("openai_costs", settings, since=_SINCE)
    assert_nothing_landed(settings)


def test_a_pull_of_many_endpoints_is_whole_or_nothing(settings: Settings, api: FakeApi) -> None:
    """The ninth endpoint fails, and the eight before it do not land."""
    api.faults += [*[None] * 8, *[status(500)] * 3]
    with pytest.raises(UserError, match="still answered 500"):
        pull("openai_usage", settings, since=_SINCE)
    assert_nothing_landed(settings)
    assert pull("openai_usage", settings, since=_SINCE).pages == 10


def test_an_interrupted_pull_leaves_nothing(settings: Settings, api: FakeApi, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is interrupted between two pages."""
    refuse: Callable[..., None] = client._refuse

    def interrupt(*arguments: object, **keywords: object) -> None:
        if len(api.asked) == 2:
            raise KeyboardInterrupt
        refuse(*arguments, **keywords)

    monkeypatch.setattr(client, "_refuse", interrupt)
    with pytest.raises(KeyboardInterrupt):
        pull("anthropic_cost", settings)
    assert_nothing_landed(settings)


@pytest.mark.parametrize("key", ["two words", "line\nfeed", "schlüssel"])
def test_a_malformed_key_is_not_sent(settings: Settings, api: FakeApi, key: str) -> None:
    """It is not shown either, although the HTTP library would show it."""
    settings = replace(settings, pull=replace(settings.pull, openai=replace(settings.pull.openai, key=key)))
    with pytest.raises(UserError, match="OPENAI_ADMIN_KEY contains") as caught:
        pull("openai_costs", settings)
    assert key not in str(caught.value)
    assert api.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "api.openai.com",
        "ftp://127.0.0.1",
        f"http://user:{KEY}@127.0.0.1",
        f"http://:{KEY}@h",
        f"http://127.0.0.1/?key={KEY}",
        "http://[::1",
    ],
)
def test_a_malformed_url_is_not_shown(settings: Settings, url: str) -> None:
    """It may contain a password."""
    settings = replace(settings, pull=replace(settings.pull, openai=replace(settings.pull.openai, url=url)))
    with pytest.raises(UserError, match="TOKENBOOKS_OPENAI_URL is not a URL") as caught:
        pull("openai_costs", settings)
    assert KEY not in str(caught.value)
