"""Several processes that check the same data at the same moment tell everything once."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, time
from threading import Barrier

import pytest
from sqlalchemy import delete

from alerts.checking.check import CheckReport, check
from models.alerts import AlertEvent
from models.database import Database
from models.outbox import OutboxRow, Posting
from models.rules import CheckMark
from models.vocabulary import AlertState
from tests.alerts.checking.court import Court
from tests.alerts.place import FRI, LONDON, MON, THU, TUE, WED
from tests.alerts.story import NORTHMERE
from tests.build import a_team, a_worker, cases

THURSDAY_MORNING = datetime.combine(THU, time(8, 30), LONDON)


def more_teams(court: Court, number: int) -> None:
    """Each with somebody who is over."""
    with court.database.transaction() as session:
        for _ in range(number):
            team = a_team(session, service=court.service, slack_channel="#court-more")
            cases(session, 4, a_worker(session, team), last_seen_on=FRI)


def all_at_once(court: Court, replicas: int, now: datetime) -> list[CheckReport]:
    """Everybody has looked before anybody writes."""
    barrier = Barrier(replicas)

    def one(_number: int) -> CheckReport:
        url = court.database.engine.url.render_as_string(hide_password=False)
        with closing(Database(url)) as own:
            return check(own, NORTHMERE, now, _waiting_once(barrier))

    with ThreadPoolExecutor(replicas) as pool:
        return list(pool.map(one, range(replicas)))


def _waiting_once(barrier: Barrier) -> Callable[[int, int], None]:
    waited: list[bool] = []

    def progress(_done: int, _total: int) -> None:
        if not waited:
            waited.append(True)
            barrier.wait(timeout=60)

    return progress


@pytest.mark.parametrize("replicas", [2, 3])
def test_every_notice_is_written_once(court: Court, replicas: int) -> None:
    more_teams(court, 4)
    court.evening(MON, sam=3)
    court.morning(TUE)
    court.evening(WED)
    reports = all_at_once(court, replicas, THURSDAY_MORNING)
    assert sum(report.fired for report in reports) == 5
    assert [report.left for report in reports] == [0] * replicas
    assert Counter(line.split(":")[0] for line in court.outbox()) == {"post channel": 5}
    assert len(court.rows(Posting)) == 5
    assert Counter(row.alert_id for row in court.rows(AlertEvent)) == {
        life.id: 1 for life in court.alerts()
    }
    assert {life.state for life in court.alerts()} == {AlertState.FIRING}
    assert {life.version for life in court.alerts()} == {2}


def test_every_alert_is_opened_once(court: Court) -> None:
    more_teams(court, 4)
    court.evening(MON, sam=3)
    reports = all_at_once(court, 3, datetime.combine(TUE, time(8, 30), LONDON))
    assert sum(report.opened for report in reports) == 5
    assert len(court.alerts()) == 5


def test_every_alert_is_ended_once(court: Court) -> None:
    court.firing()
    court.evening(THU, sam=0)
    reports = all_at_once(court, 3, datetime.combine(FRI, time(8, 30), LONDON))
    assert sum(report.resolved for report in reports) == 1
    assert [row.event for row in court.rows(AlertEvent)] == ["grown", "cleared"]
    assert [row.state.value for row in court.rows(OutboxRow)] == ["dropped"]


def test_those_who_find_nothing_new_leave_one_mark_together(court: Court) -> None:
    court.firing()
    for _ in range(5):
        with court.database.transaction() as session:
            session.execute(delete(CheckMark))
        barrier = Barrier(3)

        def one(_number: int, barrier: Barrier = barrier) -> CheckReport:
            url = court.database.engine.url.render_as_string(hide_password=False)
            with closing(Database(url)) as own:
                barrier.wait(timeout=60)
                return check(own, NORTHMERE, THURSDAY_MORNING)

        with ThreadPoolExecutor(3) as pool:
            assert set(pool.map(one, range(3))) == {CheckReport(looked=True)}
        assert len(court.rows(CheckMark)) == 1
