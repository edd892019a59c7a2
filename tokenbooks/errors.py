"""Errors that a user can cause and mend: shown as one line, never as a stack trace."""

import errno


class UserError(Exception):
    """The message is one line that says what is wrong and what to do."""


class UsageError(UserError):
    """The command was given something it does not know."""


def is_disk_full(error: BaseException | None) -> bool:
    """Whether an error, or what led to it, is that a disk has no space left."""
    while error is not None:
        if getattr(error, "errno", None) == errno.ENOSPC or says_disk_full(str(error)):
            return True
        error = error.__cause__ or error.__context__
    return False


def says_disk_full(text: str) -> bool:
    """Whether a message of an engine says that a disk has no space left."""
    return "no space left" in text.lower()
