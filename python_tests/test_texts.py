"""Texts of others: control characters and passwords of URLs are not printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from python_tests.programs import Program, tokenbooks
from python_tests.workspace import Workspace
from tokenbooks.errors import UserError
from tokenbooks.loading.landing import open_landing
from tokenbooks.texts import harmless, without_secrets
from tokenbooks.transformation.project import PROJECT_DIR


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("gpt-4o, 日本 \U0001f4b8", "gpt-4o, 日本 \U0001f4b8"),
        ("\x1b[31mred\n\tline\r", r"\x1b[31mred\n\tline\r"),
        ("\x00\x7f\x9b1m", r"\x00\x7f\x9b1m"),
        ("a\u2028b\u202egpj.exe", r"a\u2028b\u202egpj.exe"),
        ("\ud800", r"\ud800"),
    ],
)
def test_control_characters_are_escaped(text: str, shown: str) -> None:
    """Letters of every language stay."""
    assert harmless(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("at s3://bucket/landing: gone", "at s3://bucket/landing: gone"),
        ("s3://AKIA:sec/ret+@bucket/landing", "s3://…@bucket/landing"),
        ("no https://user:p@ss@host:80/a, https://token@host/b", "no https://…@host:80/a, https://…@host/b"),
        ("https://host/a?sig=secret&x=1", "https://host/a?…"),
        ("abfs://exports@account.dfs.core.windows.net/a", "abfs://exports@account.dfs.core.windows.net/a"),
        ("s3://bucket/path@x", "s3://bucket/path@x"),
        ("mail a@b.example about C:\\x", "mail a@b.example about C:\\x"),
    ],
)
def test_passwords_of_urls_are_hidden(text: str, shown: str) -> None:
    """Hosts and paths stay."""
    assert without_secrets(text) == shown


def test_a_password_is_hidden_wherever_it_is_repeated() -> None:
    """A file system may name a path without the beginning of its URL, and a parser a part of it."""
    message = "key:secret@bucket/a: cannot parse 'secret'"
    assert without_secrets(message, "s3://key:secret@bucket/a") == "…@bucket/a: cannot parse '…'"


def test_the_landing_zone_is_named_without_its_password(workspace: Workspace) -> None:
    """By `load`, whatever is wrong with it."""
    for url in ("memory://key:sec/ret@bucket/none", "unknown://key:sec/ret@bucket", "https://key:sec/ret@localhost/a"):
        environment = {**workspace.environment, "TOKENBOOKS_LANDING": url}
        done = Program(tokenbooks, ["load"], environment, PROJECT_DIR).wait()
        assert done.code == 3
        assert "landing" in done.err and "sec/ret" not in done.out + done.err and "key:" not in done.err


def test_a_store_that_cannot_be_written_is_named_without_its_password() -> None:
    """A store may use the whole URL as its path."""
    landing = open_landing("memory://key:secret@bucket/a", create=True)
    landing.write("b", [("x.json", b"1")])
    with pytest.raises(UserError) as raised:
        landing.write("b", [("x.json", b"1")])
    assert "bucket/a/b already exists" in str(raised.value) and "secret" not in str(raised.value)


def test_names_of_files_do_not_steer_the_terminal(workspace: Workspace, tmp_path: Path) -> None:
    """Neither of those that cannot be read, nor of those that no source has."""
    (workspace.landing / "usage").mkdir()
    (workspace.landing / "usage" / "\x1b[31m\n.jsonl").symlink_to(tmp_path / "outside")
    workspace.land("other/\x1b[2J.txt", "")
    done = workspace.load(code=1)
    assert "\x1b" not in done.err
    assert r"ignored, because they do not belong to a source: other/\x1b[2J.txt" in done.err
    assert r"cannot read usage/\x1b[31m\n.jsonl: the link leads out" in done.err
