"""Writes new alerts down, with what is told of them: a few statements, however many there are."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from sqlmodel import Session

from alerts.authority import Authority
from alerts.checking.deciding import Outcome
from alerts.checking.moving import targets_of
from alerts.checking.picture import Picture
from alerts.checking.saying import detail_of, due_at, facts_of
from alerts.lifecycle import Tell
from alerts.notices.facts import Facts
from alerts.notices.message import message
from alerts.outbox_rows import waiting
from alerts.store import save_new
from alerts.when import When
from models.alerts import Alert, AlertEvent
from models.inserting import insert_all, insert_rows
from models.numbering import take_numbers
from models.outbox import OutboxRow, Posting
from models.vocabulary import Deed

Opening = tuple[Outcome, When]
"""An alert that nobody has yet, and when it was judged."""

_EVENT = ("alert_id", "at", "event", "state", "who", "detail")
_POSTING = ("id", "alert_id", "target", "named", "left")


def write_openings(
    session: Session, openings: Sequence[Opening], picture: Picture, authority: Authority
) -> None:
    """Save new alerts, and put into the outbox what is told of them.

    Raises ChangedMeanwhile, and then nothing of the transaction may be kept.
    """
    if not openings:
        return
    numbers = take_numbers(session, Alert, len(openings))
    facts = [
        _facts(number, opening, picture, authority)
        for number, opening in zip(numbers, openings, strict=True)
    ]
    save_new(session, [each.life for each in facts])
    outcomes = [outcome for outcome, _ in openings]
    insert_rows(session, AlertEvent, _EVENT, chain(*map(_events, facts, outcomes)))
    told = [
        (each, target)
        for each, outcome in zip(facts, outcomes, strict=True)
        if any(happened.tell is Tell.MESSAGE for happened in outcome.happened)
        for target in targets_of(outcome, picture)
    ]
    _tell(session, told, authority)


def _facts(number: int, opening: Opening, picture: Picture, authority: Authority) -> Facts:
    """What is said of it; its notice is in the life."""
    outcome, when = opening
    life = replace(outcome.life, id=number, version=1)
    facts = facts_of(outcome, life, picture, when, authority)
    if not life.has_been_told:
        return facts
    return replace(facts, life=replace(life, notice=message(facts)))


def _events(facts: Facts, outcome: Outcome) -> list[tuple[object, ...]]:
    life, detail = facts.life, detail_of(outcome)
    return [
        (life.id, facts.when.now, happened.event.value, life.state.value, None, detail)
        for happened in outcome.happened
    ]


def _tell(session: Session, told: Sequence[tuple[Facts, str]], authority: Authority) -> None:
    """Nobody knows these alerts yet: no message of theirs can stand anywhere."""
    numbers = take_numbers(session, Posting, len(told))
    postings = [
        (number, facts.life.id, target, False, False)
        for number, (facts, target) in zip(numbers, told, strict=True)
    ]
    rows = []
    for number, (facts, target) in zip(numbers, told, strict=True):
        assert facts.life.notice is not None
        row = waiting(target, number, Deed.POST, facts.life.notice)
        due = due_at(authority, facts)
        rows.append(
            row | {"token": secrets.token_hex(16), "made_at": facts.when.now, "due_at": due}
        )
    insert_rows(session, Posting, _POSTING, postings)
    insert_all(session, OutboxRow, rows)
