"""Where an alert is told and where it belongs now: channels change, and so do those who lead."""

from collections.abc import Sequence
from datetime import datetime
from itertools import chain

from sqlalchemy import select
from sqlmodel import Session, col

from alerts.checking.deciding import Outcome
from alerts.checking.picture import Picture
from alerts.notice import Notice
from alerts.notices.moved import moved
from alerts.outbox import leave_channels, put_message
from alerts.routes import is_channel, untold
from models.outbox import Posting
from models.vocabulary import AlertState


def is_to_move(outcome: Outcome, picture: Picture) -> bool:
    """Whether somebody who leads now, or the place's first channel, was not told of it yet."""
    return bool(untold(_told(outcome, picture), _belongs_to(outcome, picture)))


def leaves_channels(outcome: Outcome, picture: Picture) -> bool:
    """Whether it was told in a channel in which it is told no more."""
    targets = targets_of(outcome, picture)
    return any(is_channel(told) and told not in targets for told in _told(outcome, picture))


def move(
    session: Session,
    outcome: Outcome,
    picture: Picture,
    notice: Notice,
    *,
    now: datetime,
    due_at: datetime,
) -> None:
    """Tell an alert that goes on where it belongs now; a channel it was told in before says so.

    Whoever was told and leads no more loses the message when it is changed next.
    """
    before, life = outcome.before, outcome.life
    if before is None or not before.has_been_told or life.state is AlertState.RESOLVED:
        return
    assert life.id is not None
    told, targets = _told(outcome, picture), targets_of(outcome, picture)
    new = untold(told, _belongs_to(outcome, picture))
    former = [target for target in told if is_channel(target) and target not in targets]
    if former and targets:
        farewell = moved(notice, targets)
        if leave_channels(session, alert_id=life.id, targets=targets, farewell=farewell, now=now):
            new += new_targets(session, outcome, picture, life.id)
    for target in dict.fromkeys(new):
        put_message(session, alert_id=life.id, target=target, notice=notice, now=now, due_at=due_at)


def targets_of(outcome: Outcome, picture: Picture) -> list[str]:
    """Where the rules that judge an alert's place tell it now."""
    judging = outcome.judging
    found = [
        picture.routes.targets(rule.told_to, judging.team_id, judging.service_id)
        for rule in judging.rules.values()
    ]
    return list(dict.fromkeys(chain.from_iterable(found)))


def above_of(outcome: Outcome, picture: Picture) -> list[str]:
    """The head of service, or leadership where the service has been told of it."""
    judging = outcome.judging
    found = [picture.routes.above(r.told_to, judging.team_id) for r in judging.rules.values()]
    return list(dict.fromkeys(chain.from_iterable(found)))


def new_targets(
    session: Session, outcome: Outcome, picture: Picture, alert_id: int
) -> Sequence[str]:
    """Where it belongs now and was not told yet: channels and managers change."""
    known = known_targets(session, alert_id)
    return [target for target in targets_of(outcome, picture) if target not in known]


def known_targets(session: Session, alert_id: int) -> set[str]:
    """Where it is told now."""
    here = (col(Posting.alert_id) == alert_id) & col(Posting.left).is_(False)
    return set(session.scalars(select(col(Posting.target)).where(here)))


def _told(outcome: Outcome, picture: Picture) -> frozenset[str]:
    return picture.told.get(outcome.life.id or 0, frozenset())


def _belongs_to(outcome: Outcome, picture: Picture) -> list[str]:
    """Who is told of it, with whoever is above once it has gone up and nobody has answered."""
    before, life = outcome.before, outcome.life
    went_up = before is not None and before.escalated_at is not None
    unanswered = life.escalated_at is not None and life.state is AlertState.FIRING
    above = above_of(outcome, picture) if went_up and unanswered else []
    return [*targets_of(outcome, picture), *above]
