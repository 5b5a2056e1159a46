"""A team, its alert and its channels in a practice workspace, with delivery as it is for real."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from slack_sdk import WebClient

from alerts.delivery.delivering import deliver_one
from alerts.delivery.pace import Pace
from alerts.delivery.taking import Outcome
from alerts.delivery.turns import Turns
from alerts.notice import Notice
from alerts.outbox import put_message
from bot.practice.plan import PracticeUser, WorkspacePlan
from bot.practice.server import PracticeServer
from bot.services import Services
from bot.slack_sender import SlackSender
from models.outbox import OutboxRow
from models.people import GrantRole
from tests.alerts.delivery.office import an_alert
from tests.bot.practice.conftest import SCOPES, MovableClock, make_plan
from tests.build import a_team, a_worker, granted, managed

COURT, LEAD, ALL, OUTSIDE = "C0COURT", "C0LEAD", "C0ALL", "C0HEADS"
MIA, SAM, RUTH = "mia@northmere.example", "sam@northmere.example", "ruth@northmere.example"
TO_MIA, TO_SAM, TO_RUTH = "D0MIA", "D0SAM", "D0RUTH"

PACE = Pace(per_channel=timedelta(0), per_edit=timedelta(0), settle=timedelta(0))

NOTICE = Notice(
    alert_id=1,
    headline="Court North: 2 workers are over their limit",
    named=("Sam Low 26 cases, limit 18",),
    plain=("The longest over since Mon 16 Nov",),
    footer="Data as at Fri 20 Nov 18:00",
    confidential=True,
)


def plan(scopes: frozenset[str] = SCOPES) -> WorkspacePlan:
    """Mia leads Court North, Sam works in it, Ruth administers; Poll is another app's bot."""
    made = make_plan(scopes)
    ruth = PracticeUser("U0RUTH", "ruth", "Ruth Penn", RUTH, "Analyst", "R")
    poll = PracticeUser("U0POLL", "poll", "Poll", None, "", "", is_bot=True)
    return replace(made, users=(*made.users, ruth, poll))


@dataclass
class Workplace:
    """The workspace, the product's sender, and the one alert."""

    server: PracticeServer
    services: Services
    clock: MovableClock
    sender: SlackSender
    team_id: int
    pace: Pace = PACE

    def put(self, what: Any = put_message, **given: Any) -> None:
        """One of the outbox's functions in a transaction of its own."""
        now = self.clock()
        with self.services.database.transaction() as session:
            what(session, now=now, due_at=now, **given)

    def alert(self, target: str = "channel:court-north", notice: Notice = NOTICE) -> int:
        """A new alert with its message on the way; gives the alert's id."""
        with self.services.database.transaction() as session:
            place = f"team:{self.team_id}:{self.clock().timestamp()}:{target}"
            alert_id = an_alert(session, team_id=self.team_id, place=place)
        self.put(alert_id=alert_id, target=target, notice=notice)
        return alert_id

    def deliver(self) -> Outcome | None:
        return deliver_one(
            Turns(self.services.database),
            self.sender,
            clock=self.clock,
            pace=self.pace,
            authority_in=self.services.authority_in,
            who="test",
        )

    def drain(self) -> list[Outcome]:
        found = []
        while (outcome := self.deliver()) is not None:
            found.append(outcome)
        return found

    def later(self, seconds: float) -> list[Outcome]:
        self.clock.move(seconds)
        return self.drain()

    def messages(self, channel: str = COURT) -> list[dict[str, Any]]:
        return self.server.export(channel)

    def said(self, channel: str = COURT) -> str:
        """Everything a reader of the channel reads."""
        return "\n".join(f"{each['text']} {each['blocks']}" for each in self.messages(channel))

    def calls(self, method: str) -> int:
        return sum(call.method == method for call in self.server.workspace.calls)

    def row(self, row_id: int) -> OutboxRow:
        with self.services.database.look() as session:
            return session.get_one(OutboxRow, row_id)


def workplace(server: PracticeServer, services: Services, clock: MovableClock) -> Workplace:
    """The product set up in a workspace."""
    made = server.workspace.plan
    client = WebClient(made.bot_token, base_url=server.api_url, retry_handlers=[])
    with services.database.transaction() as session:
        team = a_team(session, "Court North")
        managed(session, team, a_worker(session, team, "Mia Ward", email=MIA))
        a_worker(session, team, "Sam Low", email=SAM)
        granted(session, RUTH, GrantRole.ADMINISTRATOR)
    sender = SlackSender(services, client, made.team_id, made.bot_user_id)
    return Workplace(server, services, clock, sender, team.id)
