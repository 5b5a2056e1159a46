"""Writes down that nothing happened, of many alerts at once: their messages say the newer data."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from sqlmodel import Session

from alerts.authority import Authority
from alerts.checking.deciding import Outcome
from alerts.checking.moving import is_to_move, leaves_channels
from alerts.checking.picture import Picture
from alerts.checking.saying import facts_of
from alerts.notices.message import message
from alerts.outbox_refresh import put_refreshes
from alerts.store import save_refreshed
from alerts.when import When
from models.vocabulary import AlertState

REFRESHED_AFTER = timedelta(minutes=2)
"""Every load changes every message's as-at; what is news goes to Slack before all of these."""


def is_refresh(outcome: Outcome, picture: Picture) -> bool:
    """Whether nothing happened, and the message is told where it was told before."""
    life = outcome.life
    return (
        outcome.before is not None
        and not outcome.is_news
        and life.has_been_told
        and life.state is not AlertState.HELD
        and not is_to_move(outcome, picture)
        and not leaves_channels(outcome, picture)
    )


def write_refreshes(
    session: Session,
    refreshes: Sequence[tuple[Outcome, When]],
    picture: Picture,
    authority: Authority,
) -> None:
    """Let the messages of these alerts say what is true now, without a word of it to anybody.

    Raises ChangedMeanwhile, and then nothing of the transaction may be kept.
    """
    lives = []
    for outcome, when in refreshes:
        notice = message(facts_of(outcome, outcome.life, picture, when, authority))
        lives.append(replace(outcome.life, notice=notice))
    save_refreshed(session, lives)
    now = refreshes[0][1].now
    notices = {life.id: life.notice for life in lives if life.id and life.notice}
    put_refreshes(session, notices, now=now, due_at=now + REFRESHED_AFTER)
