"""What is to be said in Slack: written with the change it tells of, sent, and kept as a receipt."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import key, one_of, word_type
from models.vocabulary import Deed, OutboxState


class Posting(SQLModel, table=True):
    """One message of an alert in one channel, or to one person; edited in place while it lives."""

    __tablename__ = "postings"
    __table_args__ = (UniqueConstraint("alert_id", "target"),)

    id: int = key()
    alert_id: int = Field(foreign_key="alerts.id", index=True, ondelete="CASCADE")
    target: str  # "channel:NAME-OR-ID" or "person:EMAIL"
    channel_id: str | None = Field(default=None, index=True)  # once posted
    ts: str | None = None
    named: bool = False  # workers' names stand in it now
    at: datetime | None = None  # posted or edited last
    left: bool = False  # the alert is told elsewhere since, and the message says so


class OutboxRow(SQLModel, table=True):
    """One thing to say; rows of one lane are sent one after the other, by id."""

    __tablename__ = "outbox"
    __table_args__ = (
        one_of("deed", Deed),
        one_of("state", OutboxState),
        Index("ix_outbox_due", "state", "lane", "id"),
        {"sqlite_autoincrement": True},
    )

    id: int = key()
    token: str = Field(unique=True, max_length=32)  # travels in the message's metadata
    lane: str  # the target: its rows keep their order
    posting_id: int | None = Field(
        default=None, foreign_key="postings.id", index=True, ondelete="CASCADE"
    )
    deed: Deed = Field(sa_type=word_type(Deed))
    notice: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    state: OutboxState = Field(sa_type=word_type(OutboxState))
    made_at: datetime
    due_at: datetime
    lease_until: datetime | None = None
    attempts: int = 0
    begun_at: datetime | None = None  # of the first attempt: it may have reached Slack since
    error: str | None = None  # Slack's code or the kind of failure of the last attempt
    sent_at: datetime | None = None
    channel_id: str | None = None
    ts: str | None = None
    named: bool = False  # workers' names stand in what was sent
    reply_to_id: int | None = Field(  # the row whose message this one is said in the thread of
        default=None, foreign_key="outbox.id", index=True, ondelete="CASCADE"
    )
    digest: dict[str, Any] | None = Field(  # a digest, or one sheet of its thread
        default=None, sa_column=Column(JSON(none_as_null=True))
    )
    about: dict[str, Any] | None = Field(  # of a shared answer: its kind, id and team_ids
        default=None, sa_column=Column(JSON(none_as_null=True))
    )


class Lane(SQLModel, table=True):
    """A channel, person or Web API method, and when it may be used again.

    One named "readers:CHANNEL" is no lane: when it was last known that others read the channel.
    """

    __tablename__ = "lanes"

    name: str = Field(primary_key=True)
    ready_at: datetime
