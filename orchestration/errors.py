"""Errors that a user can cause and mend: shown as one line, never as a stack trace."""


class UserError(Exception):
    """The message is one line that says what is wrong and what to do."""


class UsageError(UserError):
    """The command was given something it does not know."""
