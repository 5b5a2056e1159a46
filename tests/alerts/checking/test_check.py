"""A check against real tables: what it writes down, what it tells, and when it writes nothing."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest
from sqlalchemy import update

from alerts.checking.check import ATTEMPTS, CheckReport, check
from alerts.decided import standing
from alerts.store import save
from models.alerts import AlertEvent, Decision
from models.organisation import Team
from models.outbox import OutboxRow, Posting
from models.vocabulary import AlertState, Ending, RuleKind
from models.workforce import Worker
from tests.alerts.checking.court import Court
from tests.alerts.place import FRI, LONDON, MON, NEXT_MON, NEXT_TUE, NEXT_WED, THU, TUE, WED
from tests.alerts.story import NORTHMERE
from tests.build import a_case, a_decision
from tests.models.extracts.authority import dump


def test_before_the_first_load_there_is_nothing_to_look_at(court: Court) -> None:
    assert court.morning(TUE) == CheckReport()
    assert court.alerts() == []


def test_a_breach_is_opened_waits_and_is_told(court: Court) -> None:
    court.evening(MON, sam=3, jo=2)
    report = court.morning(TUE)
    assert report == CheckReport(looked=True, opened=1, pending=1)
    assert (court.alert().state, court.outbox()) == (AlertState.PENDING, [])
    court.evening(TUE)
    assert court.morning(WED).fired == 0
    court.evening(WED)
    assert court.morning(THU) == CheckReport(looked=True, fired=1)
    assert court.outbox() == ["post channel:#court-north: Court North: 1 worker is over the limit"]
    notice = court.alert().notice
    assert notice is not None
    assert notice.named[0] == (
        "Sam Example 3 cases, limit 2 · over since Mon 16 Nov (2 working days)"
    )


def test_a_tick_with_nothing_new_writes_nothing(court: Court) -> None:
    court.firing()
    before = dump(court.database)
    assert court.morning(THU, hour=9) == CheckReport()
    assert dump(court.database) == before


def test_looking_again_at_the_same_data_changes_no_alert(court: Court) -> None:
    court.firing()
    before = dump(court.database, but=("check_marks",))
    assert court.morning(THU, hour=9, again=True) == CheckReport(looked=True)
    assert dump(court.database, but=("check_marks",)) == before


@pytest.mark.parametrize("what", ["load", "rule", "day"])
def test_a_new_load_rule_or_day_is_looked_at(court: Court, what: str) -> None:
    court.firing()
    if what == "load":
        court.evening(THU)
    if what == "rule":
        court.rule(RuleKind.NOT_SEEN, is_on=False)
    assert court.morning(FRI if what == "day" else THU, hour=9).looked


def test_a_day_of_fresh_data_edits_the_message_without_a_word(court: Court) -> None:
    court.firing()
    court.evening(THU)
    assert court.morning(FRI) == CheckReport(looked=True, changed=1)
    (row,) = court.rows(OutboxRow)  # not sent yet: it says what is true now
    assert row.notice["footer"] == "Data as at Thu 19 Nov 18:00"


def test_a_message_that_was_held_is_brought_up_to_date_with_fresh_data(court: Court) -> None:
    court.firing()
    assert court.morning(FRI).held == 1
    assert court.alert().state is AlertState.HELD
    court.evening(THU)
    court.morning(FRI, hour=9)
    life = court.alert()
    assert life.state is AlertState.FIRING
    assert life.notice is not None
    assert life.notice.footer == "Data as at Thu 19 Nov 18:00"
    rows = [row for row in court.rows(OutboxRow) if row.lane == "channel:#court-north"]
    assert rows[-1].notice["footer"] == "Data as at Thu 19 Nov 18:00"


def test_late_data_is_one_notice_to_administrators(court: Court) -> None:
    court.firing()
    report = court.morning(FRI)
    assert (report.late, report.opened, report.held) == (True, 1, 1)
    (said,) = [line for line in court.outbox() if "two working days old" in line]
    assert said.startswith("post person:analyst@example.org: The caseload figures are")


def test_nothing_is_told_at_night_unless_it_is_urgent(court: Court) -> None:
    with court.database.transaction() as session:
        team = session.get_one(Team, court.team.id)
        a_case(session, team=team, kind="child_protection", unallocated_since=date(2026, 11, 10))
    court.rule(RuleKind.URGENT_UNALLOCATED, limit=1, urgent=True, remind_days=0, escalate_days=0)
    court.evening(MON, sam=3)
    court.morning(MON, hour=21)
    court.evening(WED)
    court.morning(WED, hour=21)
    court.evening(THU)
    court.morning(THU, hour=21)
    by_kind = {
        row.notice["headline"].partition(": ")[2]: row.due_at for row in court.rows(OutboxRow)
    }
    assert by_kind == {
        "1 child-protection case has no worker": datetime.combine(MON, time(21, 30), LONDON),
        "1 worker is over the limit": datetime.combine(THU, time(8), LONDON),
    }


def test_who_is_over_no_more_ends_the_alert_and_the_register(court: Court) -> None:
    court.firing()
    with court.database.transaction() as session:
        a_decision(session, court.alert(), at=datetime.combine(THU, time(9), LONDON))
    court.evening(THU, sam=1)
    assert court.morning(FRI).resolved == 1
    life = court.alert()
    assert (life.state, life.ending) == (AlertState.RESOLVED, Ending.FELL)
    (decision,) = court.rows(Decision)
    assert decision.outcome == "The alert ended on Thu 19 Nov: the figures fell."
    assert decision.ended_at == life.resolved_at
    with court.database.look() as session:
        assert standing(session, life.id or 0) is None


def test_what_was_never_begun_to_be_said_is_not_said_when_it_is_over(court: Court) -> None:
    court.firing()
    court.evening(THU, sam=1)
    court.morning(FRI)
    assert [row.state.value for row in court.rows(OutboxRow)] == ["dropped"]


def test_the_history_says_what_happened_when(court: Court) -> None:
    court.firing()
    court.evening(THU, sam=5)
    court.morning(FRI)
    court.evening(FRI, sam=0)
    court.morning(NEXT_MON)
    sam = f"worker:{court.sam.id}"
    assert [(row.event, row.state, row.detail) for row in court.rows(AlertEvent)] == [
        ("grown", "firing", {"joined": [sam]}),
        ("grown", "firing", {"worse": [sam]}),
        ("cleared", "resolved", {"ended": [sam]}),
    ]


def test_over_again_is_another_alert_after_the_first_is_over(court: Court) -> None:
    court.firing()
    court.evening(THU, sam=1)
    court.morning(FRI)
    court.evening(FRI, sam=3)
    court.morning(NEXT_MON)
    first, second = court.alerts()
    assert (first.state, second.state) == (AlertState.RESOLVED, AlertState.PENDING)


def test_a_switched_off_rule_ends_its_alerts(court: Court) -> None:
    court.firing()
    court.rule(RuleKind.WORKER_OVER, is_on=False)
    assert court.morning(THU, hour=9).resolved == 1
    assert court.alert().ending is Ending.SWITCHED_OFF


def test_a_team_that_is_no_more_has_no_alerts(court: Court) -> None:
    court.firing()
    with court.database.transaction() as session:
        session.get_one(Team, court.team.id).dropped_on = THU
        session.execute(update(Worker).values(dropped_on=THU))
    court.evening(THU, sam=0)
    court.morning(FRI)
    life = court.alert()
    assert (life.state, life.ending) == (AlertState.RESOLVED, Ending.SWITCHED_OFF)
    assert life.notice is not None
    assert life.notice.struck == "Court North: 1 worker is over the limit"


def test_nobody_answers_and_the_head_of_service_is_told(court: Court) -> None:
    court.firing()
    for data, today in ((THU, FRI), (FRI, NEXT_MON), (NEXT_MON, NEXT_TUE), (NEXT_TUE, NEXT_WED)):
        court.evening(data)
        court.morning(today)
    assert court.outbox() == [
        "post channel:#court-north: Court North: 1 worker is over the limit",
        "post person:hal@example.org: Court North: 1 worker is over the limit",
    ]
    assert court.alert().escalated_at == datetime.combine(NEXT_TUE, time(8, 30), LONDON)


def test_a_head_who_has_the_alert_already_is_not_told_twice(court: Court) -> None:
    court.rule(RuleKind.WORKER_OVER, told_to="service")
    court.rule(RuleKind.NEWLY_QUALIFIED_OVER, is_on=False)
    with court.database.transaction() as session:
        session.get_one(type(court.service), court.service.id).slack_channel = None
    court.firing()
    for data, today in ((THU, FRI), (FRI, NEXT_MON), (NEXT_MON, NEXT_TUE)):
        court.evening(data)
        court.morning(today)
    assert court.alert().escalated_at is not None
    assert court.outbox() == [
        "post person:hal@example.org: Court North: 1 worker is over the limit"
    ]


def test_a_new_channel_gets_the_message_when_it_is_told_anew(court: Court) -> None:
    court.firing()
    with court.database.transaction() as session:
        session.get_one(Team, court.team.id).slack_channel = "#court-new"
    court.evening(THU, sam=5)
    court.morning(FRI)
    assert [row.target for row in court.rows(Posting)] == [
        "channel:#court-north",
        "channel:#court-new",
    ]


def test_a_load_between_the_look_and_the_writing_is_judged_instead(court: Court) -> None:
    court.evening(MON, sam=3)
    court.morning(TUE)
    court.evening(WED)
    loads: list[date] = []

    def somebody_loads(_done: int, _total: int) -> None:
        if not loads:
            loads.append(THU)
            court.evening(THU, sam=1, jo=4)

    report = check(
        court.database, NORTHMERE, datetime.combine(FRI, time(8, 30), LONDON), somebody_loads
    )
    assert len(loads) == 1
    assert (report.fired, report.left) == (0, 0)
    assert court.outbox() == []
    sam, jo = court.alert().members
    assert (sam.ended_on, jo.since, jo.told) == (THU, THU, False)


def test_a_place_that_others_keep_changing_is_left_for_the_next_tick(court: Court) -> None:
    court.firing()
    court.evening(THU, sam=4)
    changes: list[int] = []

    def somebody_changes_it(_done: int, _total: int) -> None:
        with court.database.transaction() as session:
            save(session, replace(court.alert(), acknowledged_by=f"{len(changes)}@example.org"))
        changes.append(1)

    now = datetime.combine(FRI, time(8, 30), LONDON)
    report = check(court.database, NORTHMERE, now, somebody_changes_it)
    assert (report.left, len(changes)) == (1, ATTEMPTS)
    assert court.alert().members[0].value == 3
    assert court.morning(FRI).looked  # no mark was left
    assert court.alert().members[0].value == 4
