"""Errors that a user can cause and fix: shown as one line, never as a stack trace."""

import errno
from collections.abc import Iterator

from tokenbooks.texts import harmless, without_secrets


class UserError(Exception):
    """An error that a user can fix. The message is one line: what happened, where, and what to do."""

    def __init__(self, message: str) -> None:
        """Hide passwords of URLs in the message, and escape control characters of names."""
        super().__init__(harmless(without_secrets(message)))


class UsageError(UserError):
    """The command line names something that does not exist, or has a malformed value."""


def is_disk_full(error: BaseException | None) -> bool:
    """Whether an error, or one of its causes, reports that a disk has no space left."""
    return any(
        getattr(cause, "errno", None) == errno.ENOSPC or says_disk_full(str(cause)) for cause in with_causes(error)
    )


def with_causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and its causes, from the last to the first."""
    while error is not None:
        yield error
        # dlt keeps the error of a job beside its own.
        error = getattr(error, "client_exception", None) or error.__cause__ or error.__context__


def says_disk_full(text: str) -> bool:
    """Whether a message of an engine reports that a disk has no space left."""
    return "no space left" in text.lower()
