"""What delivery gives whoever speaks to Slack, and gets back: a receipt, or why there is none."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from alerts.digest.digest import Digest, Sheet
from alerts.notice import Notice
from models.access import Scope
from models.vocabulary import Deed

CHANNEL = "channel:"
PERSON = "person:"


class LeaseEnding(Exception):
    """Too little is left of the lease for another call; the row will be taken again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One row of the outbox, taken to be sent."""

    row_id: int
    token: str  # travels in the message's metadata
    deed: Deed
    target: str  # "channel:NAME-OR-ID" or "person:EMAIL"
    notice: Notice
    posting_id: int | None = None
    alert_id: int | None = None
    team_id: int | None = None  # of the alert
    service_id: int | None = None  # of a service's alert; of neither, the authority's
    channel_id: str | None = None  # once the message stands in Slack
    ts: str | None = None  # of what an edit changes, and of the message a reply belongs to
    attempts: int  # with this one
    begun_before: datetime | None = None  # it may stand in Slack already, since then
    lease_until: datetime
    settle: timedelta = timedelta(0)  # after a call, until whoever looks would see what it did
    digest: Digest | None = None  # said instead of the notice, which is the same in sentences
    sheet: Sheet | None = None  # one table of a digest's thread, likewise
    about: Scope | None = None  # of a digest: the authority or a service
    configured: tuple[str, ...] = ()  # channels that administrators chose for what it is about

    @property
    def to_channel(self) -> bool:
        return self.target.startswith(CHANNEL)

    @property
    def place(self) -> str:
        """The channel's name or id, or the person's email."""
        return self.target.partition(":")[2]

    @property
    def is_looked_up(self) -> bool:
        """Whether a second sending would be seen: an edit only says the same again."""
        return self.begun_before is not None and self.deed is not Deed.EDIT

    def check_lease(self, now: datetime, needed: timedelta) -> None:
        """Raises LeaseEnding when a call of that length might outlast the lease.

        Slack may take it in late: whoever has the row next has to see it when they look.
        """
        if now + needed + self.settle >= self.lease_until:
            raise LeaseEnding


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where the message stands."""

    channel_id: str
    ts: str
    named: bool  # workers' names stand in it
    called_at: datetime | None = None  # when Slack was asked to show it
    readers_mark: datetime | None = None  # of the channel, when its readers were looked up


class Undelivered(Exception):
    """It could not be sent, and what is to be done about it."""

    def __init__(
        self,
        code: str,
        *,
        permanent: bool | None = False,
        refused: bool = True,
        retry_after: float | None = None,
        whole_method: bool = False,
        why: str = "",
    ) -> None:
        """`permanent` None is unknown; `refused` that it surely was not done."""
        super().__init__(code)
        self.code = code
        self.permanent = permanent
        self.refused = refused
        self.retry_after = retry_after  # seconds
        self.whole_method = whole_method  # the pause is for every channel
        self.why = why  # for an administrator: "the app is not in the channel. Invite it …"


class NotYet(Undelivered):
    """A turn is waited for, and nothing was asked of Slack: that is no attempt."""


class Send(Protocol):
    """Speaks to Slack; both raise Undelivered, or LeaseEnding when it must not be tried."""

    def send(self, parcel: Parcel) -> Receipt:
        """Post, edit or reply."""

    def find(self, parcel: Parcel) -> Receipt | None:
        """The message or reply with this token, if Slack has it."""
