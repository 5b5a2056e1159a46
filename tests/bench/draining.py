"""A thousand notices that wait for a hundred channels, drained as fast as Slack takes them."""

import secrets
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from typing import Any

from sqlalchemy import insert, select
from sqlmodel import Session, SQLModel, col

from alerts.notice import Notice, Offer
from alerts.outbox_rows import waiting
from bot.clock import utc_now
from models.alerts import Alert
from models.database import Database
from models.organisation import Team
from models.outbox import OutboxRow, Posting
from models.vocabulary import AlertState, Deed, RuleKind
from tests.bench.people import BenchTeam, channel_of, teams_of
from tests.bench.processes import (
    Hands,
    Installed,
    Processes,
    Shifted,
    service_apart,
    slack_apart,
    url_of,
)
from tests.bench.setting import AS_AT, Bench
from tests.bench.sizes import TINY, Size
from tests.bench.stand_in import Members
from tests.bench.table import Bound, Row
from tests.bench.telling import LONGEST, TEN, leave_to_the_next_load
from tests.bench.timing import spread_of

NOTICES, CHANNELS = 1_000, 100
_LOOK = 0.2  # seconds; each arrival has its own time, and whoever looks takes some of the machine
_BOUND = Bound(1.1)
_NOTE = (
    "The floor is one second for each message of the fullest channel: Slack promises no more, "
    "however fast somebody sends. Each notice names workers, so that its channel's readers are "
    "looked up before, as always."
)


def measure(bench: Bench) -> Iterable[Row]:
    """With as many threads as are shipped."""
    notices, channels = (NOTICES, CHANNELS) if bench.size is not TINY else (10, 10)
    took = []
    for number in range(bench.repeats):
        bench.say(f"draining {notices:,} notices, {number + 1} of {bench.repeats}")
        took.append(drained(bench, Hands(), notices, channels))
    floor = notices / channels
    yield bench.row(
        measure=f"{notices:,} notices drained",
        measured=spread_of(took),
        floor=spread_of([floor]),
        ratio=spread_of(each / floor for each in took),
        bound=_BOUND,
        note=_NOTE,
    )


def drained(bench: Bench, hands: Hands, notices: int, channels: int) -> float:
    """Seconds from the commit of so many notices to the arrival of the last of them."""
    processes = Processes(apart=bench.size is not TINY)
    with ExitStack() as stack:
        database = stack.enter_context(bench.filled())
        leave_to_the_next_load(database)
        members = Members.of(bench.size, channels)
        slack = stack.enter_context(slack_apart(processes, members))
        installed = Installed(
            database_url=url_of(database),
            api_url=slack.api_url,
            clock=Shifted(TEN - utc_now()),
            hands=hands,
        )
        stack.enter_context(service_apart(processes, installed))
        committed = put_notices(database, bench.size, notices, channels)
        deadline = time.monotonic() + LONGEST
        while not slack.arrivals(notices - 1) and time.monotonic() < deadline:
            time.sleep(_LOOK)
        arrivals = slack.arrivals()
        assert len(arrivals) == notices, f"{len(arrivals)} of {notices} arrived"
        return max(each.at for each in arrivals) - committed


def put_notices(database: Database, size: Size, notices: int, channels: int) -> float:
    """Write so many, each about a team and into one of the channels; gives when it is committed.

    They are of alerts that are over, so that no check has a word to say about them.
    """
    teams, lanes = list(teams_of(size)), [number % channels for number in range(notices)]
    about = [teams[lane % len(teams)] for lane in lanes]
    targets = [f"channel:{channel_of(lane + 1)}" for lane in lanes]
    with database.transaction() as session:
        ids = {name: id_ for id_, name in session.execute(select(col(Team.id), col(Team.name)))}
        alerts = _added(session, Alert, [_alert(ids[team.name]) for team in about])
        told = zip(alerts, targets, strict=True)
        postings = _added(
            session, Posting, [{"alert_id": alert, "target": target} for alert, target in told]
        )
        said = [_notice(alert, team) for alert, team in zip(alerts, about, strict=True)]
        _added(
            session,
            OutboxRow,
            [
                {
                    **waiting(target, posting, Deed.POST, notice),
                    **{"token": secrets.token_hex(16), "made_at": TEN, "due_at": TEN},
                }
                for target, posting, notice in zip(targets, postings, said, strict=True)
            ],
        )
    return time.time()


def _added(
    session: Session, table: type[SQLModel], values: Sequence[Mapping[str, Any]]
) -> list[int]:
    """Add rows at once, so that nobody waits for the bench's own transaction; gives their ids."""
    tables: Any = table
    statement = insert(table).returning(tables.id, sort_by_parameter_order=True)
    return list(session.scalars(statement, values))


def _alert(team_id: int) -> dict[str, Any]:
    return {
        "kind": RuleKind.WORKER_OVER,
        "place": f"team:{team_id}",
        "team_id": team_id,
        "state": AlertState.RESOLVED,
        "since": AS_AT,
        "opened_at": TEN,
        "judged_as_at": TEN,
    }


def _notice(alert_id: int, team: BenchTeam) -> Notice:
    who = [f"• {worker.name}: {alert_id % 9 + 19} cases, limit 18" for worker in team.workers[1:5]]
    return Notice(
        alert_id=alert_id,
        headline=f"{team.name}: workers are over their limit (alert {alert_id})",
        named=tuple(who),
        plain=("Several workers are over their limit.",),
        footer="Data as at Monday 23 November 2026, 06:00",
        offers=(Offer.ACKNOWLEDGE, Offer.SNOOZE, Offer.WHO_HAS_ROOM, Offer.COUNTED),
        subject=team.name,
        confidential=True,
    )
