"""Every button and dialog, tried by everybody whose it is not: nothing is told, nothing changed."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from alerts.checking.check import check_if_new
from bot import ids
from bot.demo.authority import make_history
from bot.demo.history import SEED
from bot.demo.running import Running
from bot.setup.steps import StepName
from models.alerts import Alert, AlertMember, Decision
from models.choices import Choice
from models.digests import DigestSchedule
from models.loads import HeldRecords, Load
from models.outbox import OutboxRow
from models.people import Grant
from models.plans import SavedPlan
from models.rules import RuleVersion
from tests.bot.slack.acting import COURT, Who
from tests.bot.slack.alerting import Alerting
from tests.bot.slack.doors import Door, door_of, doors_in, go_through
from tests.bot.slack.holding import hold
from tests.bot.slack.persona import LAST_DAY, WEEKS, Member, channel_id
from tests.bot.slack.rights import Authority, leaked

OWNERS = ("director", "analyst", "manager")
"""Who may use what is collected: all of it is of the authority, or of Court North."""

OTHERS = (
    *("worker", "newly_qualified", "adviser", "court_agency", "other_manager"),
    *("stranger", "guest", "partner"),
)
QUESTIONS = (
    *("caseload", "caseload for team Court North", "caseload for Samir Whitlock", "rules"),
    *("alerts in Court North", "register for Court North", "plans", "agency in Court North"),
    *("plan team Court North to 15", "trend for Court North"),
)
OPENERS = (
    *(ids.ACKNOWLEDGE, ids.SNOOZE, ids.CHANGE_RULE, ids.SAVE_PLAN, ids.CHANGE_DIGEST, ids.SETTINGS),
    *(ids.DIFFERENCES, ids.COUNTED, ids.HOME_ALL, f"{ids.HOME_LIST}_", f"{ids.SET_UP}_"),
)
"""What opens a dialog; it is opened to collect what is in it."""

NOT_OPENED = {StepName.PEOPLE.value}
"""It looks up everybody in Slack, at Slack's pace, and has nothing to save."""

KEPT = (
    *(Alert, AlertMember, Decision, Choice, DigestSchedule, HeldRecords, Load, OutboxRow),
    *(Grant, SavedPlan, RuleVersion),
)
"""Whatever somebody can change by a press."""

TRIED_AT = 2
"""Of the doors of one name each person tries so many, and others than the one before."""


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority(make_history(SEED, LAST_DAY, WEEKS).weeks[-1])


@pytest.fixture(scope="module")
def doors(running: Running, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Door]]:
    """By name, every door that the owners find where they look, and in the dialogs they open."""
    services = running.caseload.office.services
    check_if_new(services.database, services.authority, services.clock())
    Alerting(running).told("Court North", f"channel:{COURT}")
    hold(running, tmp_path_factory.mktemp("held"))
    found: dict[tuple[str, str], Door] = {}
    for key in OWNERS:
        person = Member(running.server.url, key)
        for door in _doors_of(running, person):
            found.setdefault((door.name, door.carries), door)
    finished = next(door for door in found.values() if door.name == ids.FINISH_SET_UP)
    go_through(running, Member(running.server.url, "analyst"), None, finished)
    for door in _doors_of(running, Member(running.server.url, "analyst")):
        found.setdefault((door.name, door.carries), door)
    named: dict[str, list[Door]] = {}
    for (name, _), door in sorted(found.items(), key=lambda each: each[0]):
        named.setdefault(name, []).append(door)
    return named


def _doors_of(running: Running, person: Member) -> Iterator[Door]:
    yield from (outside := list(_outside(running, person)))
    for door in outside:
        if door.name.startswith(OPENERS) and door.carries not in NOT_OPENED:
            go_through(running, person, None if "home" in door.name else COURT, door)
            view = running.server.workspace.views.top(person.user_id)
            if view is not None:
                yield from doors_in(view.blocks)
                yield from filter(None, [door_of(view.body)])


def _outside(running: Running, person: Member) -> Iterator[Door]:
    """What stands in the answers to questions, in the Home and under the channel's alerts."""
    workspace = running.server.workspace
    for question in QUESTIONS:
        yield from doors_in(person.ask(question)["blocks"] or [])
    yield from doors_in(
        person.ask("/caseload Court North", channel_id("all-staff"))["blocks"] or []
    )
    person.do("home_opened")
    yield from doors_in(person.wait_for(person.home)["blocks"])
    for message in workspace.messages(COURT):
        yield from doors_in(message.blocks or [])


def rows(running: Running) -> dict[str, list[Any]]:
    with running.caseload.office.services.database.look() as session:
        return {
            str(table.__tablename__): [row.model_dump() for row in session.scalars(select(table))]
            for table in KEPT
        }


def test_all_that_can_be_pressed_is_tried(doors: dict[str, list[Door]]) -> None:
    tried = {
        *(ids.ASK, ids.COUNTED, ids.SHARE, ids.EXPORT, ids.ACCEPT, ids.REFUSE, ids.DIFFERENCES),
        *(ids.ACKNOWLEDGE, ids.ALERT_COUNTED, ids.SNOOZE, ids.DECIDE, ids.SNOOZE_UNTIL),
        *(ids.CHANGE_RULE, ids.RULE, ids.PREVIEW_RULE, ids.SAVE_PLAN, ids.KEEP_PLAN),
        *(ids.HOME_ALL, ids.CHANGE_DIGEST, ids.DIGEST_TIME, ids.PREVIEW_DIGEST),
        *(ids.SETTINGS, ids.FINISH_SET_UP, ids.SET_UP_CHANNELS, ids.SET_UP_HOURS, ids.SET_UP_TEST),
    }
    assert tried - set(doors) == set()


@pytest.mark.parametrize("key", OTHERS)
def test_whose_it_is_not_is_told_nothing_and_changes_nothing(
    running: Running, doors: dict[str, list[Door]], authority: Authority, member: Who, key: str
) -> None:
    person, turn = member(key), OTHERS.index(key) * TRIED_AT
    rights, before = authority.rights(key), rows(running)
    for listed in doors.values():
        some = itertools.islice(itertools.cycle(listed), turn, turn + min(TRIED_AT, len(listed)))
        for door in some:
            for channel in (channel_id("all-staff"), None):
                told = go_through(running, person, channel, door)
                names = leaked(told, "", authority, rights)
                assert not {name for name in names if name not in door.carries}, door
    assert rows(running) == before


def test_the_hands_of_the_owners_do_change_something(
    running: Running, doors: dict[str, list[Door]], member: Who
) -> None:
    before = rows(running)
    for name in (ids.DECIDE, ids.RULE, ids.KEEP_PLAN, ids.REFUSE):
        go_through(running, member("analyst"), None, doors[name][0])
    after = rows(running)
    changed = {name for name in before if before[name] != after[name]}
    assert changed >= {"alerts", "register", "rule_versions", "loads", "plans"}
