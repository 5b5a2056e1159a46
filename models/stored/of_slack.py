"""What is stored of people who use the app in Slack, and of what is said there."""

from models.choices import Choice
from models.digests import DigestSchedule
from models.outbox import Lane, OutboxRow, Posting
from models.people import AuditEntry, Grant, Person, SeenEvent
from models.slots import Slot
from models.stored.describing import ROW, SERVICE, TEAM, Stored, nobody, user, worker

_RECEIPT = (
    "400 days as a receipt; its text CASELOAD_NAMES_KEPT_DAYS, or of an alert's notice that still "
    "waits then, the names in it"
)

OF_SLACK = (
    Stored(
        table=Person,
        what="Slack accounts that were looked up, to know who asks and who reads a channel",
        kept="a year after Slack was asked about it last, or until the person is forgotten",
        seen_by="nobody; it decides who may see what",
        columns={
            "slack_id": user("the account's id in Slack"),
            "email": user("the account's email"),
            "active": user("whether it is a full member of the workspace", names=False),
            "reads": user("whether it reads channels", names=False),
            "checked_at": user("when Slack was asked last", names=False),
        },
    ),
    Stored(
        table=Grant,
        what="Roles that administrators gave",
        kept="until they are taken away",
        seen_by="administrators",
        columns={
            "id": ROW,
            "email": user("whose role, by email"),
            "role": user("which role", names=False),
            "service_id": SERVICE,
            "team_id": TEAM,
            "granted_by": user("who gave it"),
            "granted_at": user("when", names=False),
        },
    ),
    Stored(
        table=AuditEntry,
        what="Who asked or did what, about whom, when; never an answer's content",
        kept="CASELOAD_AUDIT_KEPT_DAYS",
        seen_by="administrators, by an export",
        columns={
            "id": ROW,
            "at": user("when", names=False),
            "who": user("who: an email, a stranger's Slack account, or the command line"),
            "deed": user("what was done", names=False),
            "scope_kind": nobody("about a worker, team, service or the authority"),
            "scope_name": worker("about whom or which", names=True),
            "detail": worker("what else tells the deed, such as the file", names=True),
        },
    ),
    Stored(
        table=SeenEvent,
        what="Slack's events that were taken, so that none is taken twice",
        kept="a day",
        seen_by="nobody",
        columns={"event_id": nobody("Slack's id of the event"), "seen_at": nobody("when")},
    ),
    Stored(
        table=Choice,
        what="What administrators chose in Slack, such as channels and hours",
        kept="until it is chosen anew",
        seen_by="administrators",
        columns={
            "name": nobody("what was chosen"),
            "value": nobody("the choice, such as a channel's id and name", names=True),
            "changed_at": user("when", names=False),
            "changed_by": user("who chose it, by email"),
        },
    ),
    Stored(
        table=DigestSchedule,
        what="When each digest is due, and for whom",
        kept="until it is changed; one to a person until they are forgotten",
        seen_by="administrators",
        columns={
            "id": ROW,
            "scope": nobody("the authority or a service"),
            "audience": user("the channel, or the person by email"),
            "weekday": nobody("the day of the week"),
            "at": nobody("the time"),
            "zone": nobody("the time's zone"),
            "is_on": nobody("whether it is on"),
            "changed_at": user("when it was changed", names=False),
            "changed_by": user("who changed it, by email"),
        },
    ),
    Stored(
        table=Posting,
        what="Where an alert's message stands in Slack",
        kept="with the alert",
        seen_by="nobody; it is by this that a message is edited",
        columns={
            "id": ROW,
            "alert_id": nobody("the alert's number"),
            "target": user("the channel, or the person by email"),
            "channel_id": nobody("Slack's id of the channel or direct message"),
            "ts": nobody("Slack's id of the message"),
            "named": nobody("whether workers' names stand in it"),
            "at": nobody("when it was posted or edited last"),
            "left": nobody("whether the alert is told elsewhere since"),
        },
    ),
    Stored(
        table=OutboxRow,
        what="What is to be said in Slack, and the receipt that it was",
        kept=_RECEIPT,
        seen_by="administrators, without the text",
        columns={
            "id": ROW,
            "token": nobody("a random number by which the message is known"),
            "lane": user("the channel, or the person by email"),
            "posting_id": nobody("the message it belongs to"),
            "deed": nobody("post, edit or reply"),
            "notice": worker("what it says, with workers' names", names=True),
            "state": nobody("waiting, sending, sent, parked or dropped"),
            "made_at": nobody("when it was written"),
            "due_at": nobody("when it is due"),
            "lease_until": nobody("until when one process has it"),
            "attempts": nobody("how often it was tried"),
            "begun_at": nobody("when it was tried first"),
            "error": nobody("Slack's word for what failed", names=True),
            "sent_at": nobody("when it was sent"),
            "channel_id": nobody("Slack's id of the channel or direct message"),
            "ts": nobody("Slack's id of the message"),
            "named": nobody("whether workers' names stand in it"),
            "reply_to_id": nobody("the row in whose thread it is said"),
            "digest": worker("a digest's figures, with the names of who decided", names=True),
            "about": nobody("of a shared answer: whom it names, by number", names=True),
        },
    ),
    Stored(
        table=Lane,
        what="When a channel, person or method of Slack may be used again",
        kept="with the receipts of that channel or person",
        seen_by="nobody",
        columns={
            "name": user("the channel, the person by email, or the method"),
            "ready_at": nobody("when"),
        },
    ),
    Stored(
        table=Slot,
        what="Which due times of which schedules were done",
        kept="400 days, and the newest of each schedule",
        seen_by="administrators",
        columns={
            "schedule": nobody("which schedule", names=True),
            "slot_at": nobody("the due time"),
            "target": user("for whom, by channel or email"),
            "done_at": nobody("when it was done"),
            "late": nobody("whether that was late"),
        },
    ),
)
