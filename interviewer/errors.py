"""Errors with a sentence for the person, and the exit status that goes with them."""


class UserError(Exception):
    """Something the person can mend; the message says what and how. Exit status 1."""


class UsageError(UserError):
    """The command line was wrong. Exit status 2."""
