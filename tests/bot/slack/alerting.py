"""An alert in the running product: inserted, told by the sender, pressed, and read back."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session, col

from alerts.delivery.delivering import deliver_one
from alerts.delivery.turns import Turns
from alerts.life import Life
from alerts.notice import Notice
from alerts.notices.message import offers
from alerts.outbox import put_message
from alerts.shared_answers import is_named_share
from alerts.store import find_alert, save_notice
from bot import ids
from bot.demo.running import Running
from bot.practice.rate_limits import RELAXED
from bot.slack_sender import SlackSender
from models.alerts import Alert, AlertEvent, Decision
from models.organisation import Team
from models.outbox import OutboxRow, Posting
from models.people import AuditEntry
from models.vocabulary import AlertState, OutboxState, RuleKind
from models.workforce import Worker
from tests.alerts.delivery.office import AT_ONCE
from tests.bot.slack.forging import JSON, a_press, deliver
from tests.bot.slack.persona import Member
from tests.build import a_member, an_alert

NOT_YOURS = "There is no such alert, or it is not yours to decide about."


@dataclass
class Alerting:
    """Alerts in one running product, which no check judges meanwhile; earlier ones are over."""

    running: Running

    def __post_init__(self) -> None:
        self.running.server.workspace.rate_limits.use(RELAXED)
        with self.services.database.transaction() as session:
            session.execute(update(OutboxRow).values(state=OutboxState.DROPPED))

    @property
    def services(self) -> Any:
        return self.running.caseload.office.services

    def told(self, team: str, *targets: str, **notice: Any) -> Life:
        """Two workers of a team over their limit, told in these places; older alerts are over."""
        with self.services.database.transaction() as session:
            session.execute(update(Alert).values(state=AlertState.RESOLVED))
            life = _inserted(session, team)
            said = replace(life.notice or _notice(life, team, []), **notice)
            save_notice(session, life, said)
            for target in targets:
                put_message(
                    session,
                    alert_id=life.id or 0,
                    target=target,
                    notice=said,
                    now=self.services.clock(),
                    due_at=self.services.clock(),
                )
        self.deliver()
        return self.life(life)

    def deliver(self) -> None:
        """Everything that waits in the outbox, as the running service would send it."""
        office = self.running.caseload.office
        sender = SlackSender(office.services, office.client, office.team_id, office.bot_user_id)
        while (
            deliver_one(
                Turns(self.services.database),
                sender,
                clock=self.services.clock,
                pace=AT_ONCE,
                authority_in=self.services.authority_in,
                who="test",
            )
            is not None
        ):
            pass

    def life(self, life: Life) -> Life:
        """The alert as it is now."""
        with self.services.database.look() as session:
            return find_alert(session, life.id or 0) or life

    def acknowledged(self, life: Life) -> None:
        """Somebody has decided about it."""
        with self.services.database.transaction() as session:
            values = {"state": AlertState.ACKNOWLEDGED, "acknowledged_at": self.services.clock()}
            session.execute(update(Alert).where(col(Alert.id) == life.id).values(values))

    def over(self, life: Life) -> None:
        """The alert ends."""
        with self.services.database.transaction() as session:
            ended = {"state": AlertState.RESOLVED, "resolved_at": self.services.clock()}
            session.execute(update(Alert).where(col(Alert.id) == life.id).values(ended))

    def waiting(self) -> list[OutboxRow]:
        """What is to be said, and has not been."""
        query = select(OutboxRow).where(col(OutboxRow.state) == OutboxState.WAITING)
        with self.services.database.look() as session:
            return list(session.scalars(query))

    def shared(self, channel: str) -> bool:
        """Whether there is a receipt of an answer that was shared there with names."""
        query = select(OutboxRow).where(col(OutboxRow.channel_id) == channel, is_named_share())
        with self.services.database.look() as session:
            return session.scalars(query.limit(1)).first() is not None

    def register(self, life: Life) -> list[Decision]:
        query = select(Decision).where(col(Decision.alert_id) == life.id).order_by(col(Decision.id))
        with self.services.database.look() as session:
            return list(session.scalars(query))

    def events(self, life: Life) -> list[tuple[str, str | None]]:
        """What happened, and by whom."""
        query = select(AlertEvent).where(col(AlertEvent.alert_id) == life.id)
        with self.services.database.look() as session:
            return [(row.event, row.who) for row in session.scalars(query)]

    def looks(self) -> list[AuditEntry]:
        """Who has opened a dialog that names workers."""
        query = select(AuditEntry).where(col(AuditEntry.deed) == "looked at")
        with self.services.database.look() as session:
            return list(session.scalars(query.order_by(col(AuditEntry.id))))

    def message(self, life: Life, channel: str) -> str:
        """All that the alert's message in a channel says now."""
        with self.services.database.look() as session:
            ts = session.scalars(
                select(col(Posting.ts)).where(
                    col(Posting.alert_id) == life.id, col(Posting.channel_id) == channel
                )
            ).one()
        messages = self.running.server.workspace.messages(channel)
        found = next(message for message in messages if message.ts == ts)
        return f"{found.text} {found.blocks}"

    def said_to(self, person: Member, channel: str, act: Callable[[], object]) -> str:
        """What the app tells this person because of an act, for their eyes alone."""
        before = set(self._whispers(person, channel))
        act()
        found = person.wait_for(lambda: set(self._whispers(person, channel)) - before)
        return next(iter(found))[1]

    def _whispers(self, person: Member, channel: str) -> list[tuple[str, str]]:
        workspace = self.running.server.workspace
        direct = channel.startswith("D")
        return [
            (message.ts, message.text)
            for message in workspace.messages(channel)
            if message.visible_to == person.user_id
            or (direct and message.user_id == workspace.plan.bot_user_id)
        ]

    def press(self, person: Member, channel: str, action: JSON) -> None:
        """An element under the alert's message, whether or not this person could reach it."""
        payload = a_press(self.running, person, channel, deed="", value=None)
        payload["actions"] = [{"block_id": "b", **action}]
        assert deliver(self.running, payload).status == 200

    def told_for(self, person: Member, channel: str, action: JSON) -> str:
        """What the app tells whoever presses this, for their eyes alone."""
        return self.said_to(person, channel, lambda: self.press(person, channel, action))

    def dialog(self, person: Member, channel: str, action: JSON) -> JSON:
        """The dialog that opens when an element is pressed."""
        self.running.server.workspace.views.clear(person.user_id)
        self.press(person, channel, action)
        return person.wait_for(person.modal)


def _inserted(session: Session, team_name: str) -> Life:
    team = session.scalars(select(Team).where(col(Team.name) == team_name)).one()
    query = select(Worker).where(col(Worker.team_id) == team.id, col(Worker.dropped_on).is_(None))
    workers = session.scalars(query.order_by(col(Worker.staff_id)).limit(2)).all()
    members = [a_member(worker) for worker in workers]
    life = an_alert(session, team, *members)
    return save_notice(session, life, _notice(life, team_name, [w.name for w in workers]))


def _notice(life: Life, team: str, names: list[str]) -> Notice:
    return Notice(
        alert_id=life.id or 0,
        headline=f"{team}: 2 workers are over their limit",
        named=tuple(f"{name} 26 cases, limit 18 · over since Mon 16 Nov" for name in names),
        plain=("The longest over since Mon 16 Nov (4 working days)",),
        footer="Data as at Fri 20 Nov 18:00",
        offers=offers(RuleKind.WORKER_OVER, AlertState.FIRING),
        subject=team,
        confidential=True,
    )


def a_button(deed: str, life: Life | str) -> JSON:
    value = life if isinstance(life, str) else str(life.id)
    return {"type": "button", "action_id": deed, "value": value}


def a_snooze(life: Life, choice: str) -> JSON:
    return {
        "type": "static_select",
        "action_id": ids.SNOOZE,
        "selected_option": {"value": f"{life.id} {choice}"},
    }


def state(decision: str | None = "no_new_allocations", note: str = "", day: str = "") -> JSON:
    """The fields of the dialog Acknowledge as a person fills them in."""
    option = None if decision is None else {"value": decision}
    return {
        "values": {
            "decision": {"decision": {"type": "radio_buttons", "selected_option": option}},
            "note": {"note": {"type": "plain_text_input", "value": note or None}},
            "review_on": {"review_on": {"type": "datepicker", "selected_date": day or None}},
        }
    }
