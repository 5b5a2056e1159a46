"""Whoever asks, where it may take a question to Slack to know their email."""

from collections.abc import Sequence
from typing import Any, Protocol


class NotRemembered(Exception):
    """Slack has to be asked about an account."""


class Account(Protocol):
    """Whoever acts in Slack, whose email may be known from lately or be asked for."""

    @property
    def user_id(self) -> str: ...

    def remembered(self, person: Sequence[Any]) -> str | None:
        """The email by what is remembered alone; NotRemembered where that is nothing.

        `person` are the rows of this account: email, active and checked_at.
        """

    def email(self) -> str | None:
        """The email, and Slack is asked for it where that is needed; None of a stranger."""
