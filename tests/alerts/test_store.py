"""Alerts in the tables: what was written is read again, and of two writers one wins."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from threading import Barrier

import pytest
from sqlalchemy import func, select

from alerts.life import Life
from alerts.notice import Notice, Offer
from alerts.places import Within
from alerts.store import (
    ChangedMeanwhile,
    find_alert,
    open_alerts,
    save,
    save_notice,
    write_event,
)
from models.alerts import Alert, AlertEvent, AlertMember
from models.database import Database
from models.vocabulary import AlertState, Ending
from tests.build import FRIDAY, a_member, a_team, a_worker, an_alert, at_six

NOTICE = Notice(
    alert_id=1,
    headline="Court North: 1 worker is over the limit",
    named=("Sam Example 26 cases",),
    plain=("Over since Monday",),
    offers=(Offer.ACKNOWLEDGE, Offer.COUNTED),
    load_id=3,
    confidential=True,
)


def firing(database: Database, **given: object) -> Life:
    with database.transaction() as session:
        team = a_team(session)
        members = [a_member(a_worker(session, team)) for _ in range(2)]
        return an_alert(session, team, *members, **given)


def read(database: Database, life: Life) -> Life:
    with database.look() as session:
        found = find_alert(session, life.id or 0)
    assert found is not None
    return found


def test_an_alert_is_read_as_it_was_written(database: Database) -> None:
    life = firing(
        database,
        state=AlertState.HELD,
        held_from=AlertState.ACKNOWLEDGED,
        acknowledged_at=at_six(FRIDAY),
        acknowledged_by="mia@example.org",
        review_on=FRIDAY,
        snoozed_until=FRIDAY,
        snoozed_by="mia@example.org",
        escalated_at=at_six(FRIDAY),
        notice=NOTICE,
    )
    assert life.version == 1
    assert read(database, life) == life
    ended = replace(life.members[0], ended_on=FRIDAY, ending=Ending.MOVED, value=17)
    changed = replace(
        life, state=AlertState.FIRING, held_from=None, members=(ended, *life.members[1:])
    )
    with database.transaction() as session:
        saved = save(session, changed)
    assert saved == replace(changed, version=2)
    assert read(database, life) == saved


def test_every_value_of_an_alert_has_its_column() -> None:
    names = {field.name for field in fields(Life)} - {"members"}
    assert names <= set(Alert.model_fields)


def test_only_alerts_that_are_not_over_are_open(database: Database) -> None:
    first, second = firing(database), firing(database)
    with database.transaction() as session:
        save(session, replace(first, state=AlertState.RESOLVED, resolved_at=at_six(FRIDAY)))
    with database.look() as session:
        assert [life.id for life in open_alerts(session)] == [second.id]
        assert open_alerts(session, Within([first.team_id or 0])) == []
        of_second = open_alerts(session, Within([second.team_id or 0]))
        assert [life.id for life in of_second] == [second.id]
        assert find_alert(session, 999_999) is None


def test_many_members_are_read_in_their_order(database: Database) -> None:
    with database.transaction() as session:
        members = [a_member(subject=f"unmatched:{number}") for number in range(600)]
        life = an_alert(session, a_team(session), *members)
    assert [m.subject for m in read(database, life).members] == [m.subject for m in members]


def test_who_goes_on_in_another_alert_is_no_member_of_this_one_any_more(database: Database) -> None:
    life = firing(database)
    told, waiting = life.members
    with database.transaction() as session:
        save(session, replace(life, state=AlertState.RESOLVED, members=(told,)))
        new = save(session, replace(life, id=None, version=0, members=(waiting,)))
    assert read(database, life).members == (told,)
    assert read(database, new).members == (waiting,)


def test_in_one_place_one_alert_of_a_kind_is_open(database: Database) -> None:
    life = firing(database)
    again = replace(life, id=None, version=0, members=())
    with database.transaction() as session:
        with pytest.raises(ChangedMeanwhile):
            save(session, again)
        # The transaction goes on: only this insertion was taken back.
        save(session, replace(life, state=AlertState.RESOLVED))
        assert save(session, again).id != life.id


def test_a_change_of_what_somebody_else_changed_is_refused(database: Database) -> None:
    life = firing(database)
    with database.transaction() as session:
        save(session, replace(life, state=AlertState.ACKNOWLEDGED))
    with pytest.raises(ChangedMeanwhile), database.transaction() as session:
        save(session, replace(life, state=AlertState.SNOOZED, members=()))
    found = read(database, life)
    assert (found.state, found.version, found.members) == (
        AlertState.ACKNOWLEDGED,
        2,
        life.members,
    )


def at_once(number: int, database: Database, life: Life) -> list[bool]:
    """So many writers who all read the alert before any of them wrote it; who won."""
    barrier = Barrier(number)

    def write(who: int) -> bool:
        own = Database(database.engine.url.render_as_string(hide_password=False))
        try:
            barrier.wait(timeout=30)
            with own.transaction() as session:
                save(session, replace(life, acknowledged_by=f"{who}@example.org"))
        except ChangedMeanwhile:
            return False
        finally:
            own.close()
        return True

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(write, range(number)))


def test_of_several_writers_at_the_same_moment_one_wins(database: Database) -> None:
    life = firing(database)
    won = at_once(4, database, life)
    assert sorted(won) == [False, False, False, True]
    found = read(database, life)
    assert (found.version, found.acknowledged_by) == (2, f"{won.index(True)}@example.org")


def test_of_several_who_open_the_same_alert_one_does(database: Database) -> None:
    life = firing(database)
    with database.transaction() as session:
        save(session, replace(life, state=AlertState.RESOLVED))
    again = replace(life, id=None, version=0)
    assert sorted(at_once(4, database, again)) == [False, False, False, True]
    with database.look() as session:
        assert session.scalar(select(func.count()).select_from(Alert)) == 2
        assert session.scalar(select(func.count()).select_from(AlertMember)) == 4


def test_what_a_message_says_is_kept_with_its_alert(database: Database) -> None:
    life = firing(database)
    with database.transaction() as session:
        assert save_notice(session, life, NOTICE).notice == NOTICE
    assert read(database, life).notice == NOTICE


def test_history_is_a_list_of_lines(database: Database) -> None:
    life = firing(database)
    with database.transaction() as session:
        write_event(session, life, "grown", at=at_six(FRIDAY), detail={"joined": ["worker:1"]})
        write_event(session, life, "acknowledged", at=at_six(FRIDAY), who="mia@example.org")
    with database.look() as session:
        rows = session.scalars(select(AlertEvent)).all()
    assert [(row.event, row.state, row.who, row.detail) for row in rows] == [
        ("grown", "firing", None, {"joined": ["worker:1"]}),
        ("acknowledged", "firing", "mia@example.org", {}),
    ]
