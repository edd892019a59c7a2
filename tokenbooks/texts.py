"""Texts of others on a terminal or in a log: no control characters that steer it, and no passwords of URLs."""

from __future__ import annotations

import re

from rich.markup import escape

# Control characters, line and paragraph separators, marks of direction, and halves of surrogate pairs.
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_URL = re.compile(r"\b([A-Za-z][A-Za-z0-9+.-]*)://([^\s'\"<>]+)")
#: Schemes whose URLs have a container before the @.
_CONTAINERS = ("abfs", "abfss", "wasb", "wasbs")
_HIDDEN = "…"


def harmless(text: str) -> str:
    r"""The text in one line, with every control character as an escape such as `\x1b`."""
    return _STEERING.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def escaped(text: str) -> str:
    """The text as rich prints it literally: without markup and control characters."""
    return escape(harmless(text))


def without_secrets(text: str, url: str = "") -> str:
    """The text with the user, password and query of each URL hidden.

    Args:
        text: a message.
        url: a URL whose user, password and query are hidden wherever they occur in the message.
    """
    for secret in _secrets(url):
        text = text.replace(secret, _HIDDEN)
    return _URL.sub(_hide, text)


def _hide(url: re.Match[str]) -> str:
    shown = url[2]
    if login := _login(url[0]):
        shown = shown.replace(login, _HIDDEN, 1)
    place, mark, _ = shown.partition("?")
    return f"{url[1]}://{place}{mark}{_HIDDEN if mark else ''}"


def _login(url: str) -> str:
    """The user and password before the host; empty if there are none."""
    scheme, _, rest = url.partition("://")
    login, at, _ = rest.partition("?")[0].rpartition("@")  # a password may hold an @, and keys of AWS a slash
    is_login = ":" in login or ("/" not in login and scheme.lower() not in _CONTAINERS)
    return login if at and is_login else ""


def _secrets(url: str) -> list[str]:
    """The secret parts of a URL, the longest first. Very short ones would hide other words."""
    login, query = _login(url), url.partition("?")[2]
    parts = {login, login.partition(":")[2], query}
    return sorted((part for part in parts if len(part) > 2), key=len, reverse=True)
