"""Whoever asks, where it may take a question to Slack to know their email."""

from typing import Protocol

from sqlmodel import Session


class NotRemembered(Exception):
    """Slack has to be asked about an account."""


class Account(Protocol):
    """Whoever acts in Slack, whose email may be known from lately or be asked for."""

    def remembered(self, session: Session) -> str | None:
        """The email by what is remembered alone; NotRemembered where that is nothing."""

    def email(self) -> str | None:
        """The email, and Slack is asked for it where that is needed; None of a stranger."""
