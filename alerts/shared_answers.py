"""Answers with names that somebody shared: the receipt of each, and taking its names out again."""

import secrets
from datetime import datetime

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col

from alerts.notice import Notice
from alerts.outbox_rows import waiting
from models.access import Scope, ScopeKind, authority_scope
from models.outbox import OutboxRow
from models.vocabulary import Deed, OutboxState


def note_said(
    session: Session,
    *,
    channel_id: str,
    ts: str,
    scope: Scope,
    without_names: Notice,
    now: datetime,
) -> None:
    """Keep a receipt of a message with names that somebody had posted.

    `scope` is whom it names, and `without_names` what it will be edited down to when names are no
    longer kept, or somebody comes who may not see them.
    """
    teams = None if scope.team_ids is None else sorted(scope.team_ids)
    session.add(
        OutboxRow(
            **waiting(f"channel:{channel_id}", None, Deed.POST, without_names)
            | {"state": OutboxState.SENT, "named": True, "channel_id": channel_id, "ts": ts},
            token=secrets.token_hex(16),
            made_at=now,
            due_at=now,
            sent_at=now,
            about={"kind": scope.kind.value, "id": scope.id, "team_ids": teams},
        )
    )


def put_edit_of_said(session: Session, said: OutboxRow, now: datetime) -> None:
    """Edit such a message down to what its receipt has kept for that."""
    notice = Notice.from_json(said.notice).without_names()
    values = waiting(said.lane, None, Deed.EDIT, notice)
    values |= {"channel_id": said.channel_id, "ts": said.ts}
    session.add(OutboxRow(**values, token=secrets.token_hex(16), made_at=now, due_at=now))
    said.named = False


def is_named_share() -> ColumnElement[bool]:
    """What was said of no alert, in which names stand still."""
    return and_(
        col(OutboxRow.posting_id).is_(None),
        col(OutboxRow.deed) == Deed.POST,
        col(OutboxRow.state) == OutboxState.SENT,
        col(OutboxRow.named),
    )


def scope_of_said(said: OutboxRow) -> Scope:
    """Whom it is about, without the name; everybody, where the receipt does not say."""
    if said.about is None:
        return authority_scope("")
    teams = said.about["team_ids"]
    kind = ScopeKind(said.about["kind"])
    return Scope(kind, said.about["id"], "", None if teams is None else frozenset(teams))
