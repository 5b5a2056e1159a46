"""Everything that can be pressed under an alert, by everybody, in every kind of channel."""

from collections.abc import Callable

import pytest

from alerts.life import Life
from bot import ids
from bot.demo.running import Running
from models.vocabulary import AlertState
from tests.bot.slack.acting import COURT, COURT_SOUTH, LISTING, NOBODY_KNOWN
from tests.bot.slack.alerting import NOT_YOURS, Alerting, a_button, a_snooze
from tests.bot.slack.forging import JSON, shared_in
from tests.bot.slack.persona import Member, channel_id

EVERYBODY = channel_id("all-staff")
Who = Callable[[str], Member]

MAY = ("director", "deputy", "analyst", "head", "manager")
MAY_NOT = (
    "worker",
    "newly_qualified",
    "court_agency",
    "adviser",
    "other_manager",
    "manager_care_leavers",
    "head_of_specialist",
)
OF_THE_TEAM = ("worker", "newly_qualified", "court_agency")
"""They may know their team's totals, and so how an alert of it is counted."""

STRANGERS = ("stranger", "guest", "partner")
DIRECT = "direct"
PLACES = (COURT, COURT_SOUTH, EVERYBODY, LISTING, DIRECT)
"""A private channel of the team, one of another, one with a guest, a shared one, and none."""


@pytest.fixture(scope="module")
def alerting(running: Running) -> Alerting:
    return Alerting(running)


@pytest.fixture(scope="module")
def life(alerting: Alerting) -> Life:
    """Told in the team's channel, where its workers are: without names."""
    return alerting.told("Court North", "channel:court-north")


def everything(life: Life) -> list[JSON]:
    """Every element that stands, or once stood, under the alert's message."""
    return [
        a_button(ids.ACKNOWLEDGE, life),
        a_button(ids.CHANGE_DECISION, life),
        a_button(ids.ALERT_COUNTED, life),
        *(a_snooze(life, choice) for choice in ("1", "3", "5", ids.UNTIL)),
    ]


def place_of(person: Member, place: str) -> str:
    return f"D{person.user_id[1:]}" if place == DIRECT else place


@pytest.mark.parametrize("key", MAY_NOT + STRANGERS)
@pytest.mark.parametrize("place", PLACES)
def test_whoever_may_not_decide_gets_one_plain_sentence_and_nothing_happens(
    alerting: Alerting, running: Running, member: Who, life: Life, key: str, place: str
) -> None:
    person, channel = member(key), place_of(member(key), place)
    before, shared = alerting.life(life), shared_in(running, COURT)
    expected = NOBODY_KNOWN if key in STRANGERS else NOT_YOURS
    for action in everything(life):
        if key in OF_THE_TEAM and action["action_id"] == ids.ALERT_COUNTED:
            continue
        said = alerting.told_for(person, channel, action)
        assert said.startswith(expected), action
    assert alerting.life(life) == before
    assert alerting.waiting() == []
    assert shared_in(running, COURT) == shared
    assert not running.server.workspace.views.top(person.user_id)


@pytest.mark.parametrize("key", OF_THE_TEAM)
def test_a_worker_of_the_team_can_see_how_it_is_counted_and_no_names(
    alerting: Alerting, member: Who, life: Life, key: str
) -> None:
    view = alerting.dialog(member(key), COURT, a_button(ids.ALERT_COUNTED, life))
    assert view["title"]["text"] == "How is this counted"
    assert life.notice is not None
    assert not [line for line in life.notice.named if line in str(view)]


@pytest.mark.parametrize("key", MAY_NOT + STRANGERS)
def test_an_alert_that_does_not_exist_is_answered_like_one_that_is_not_yours(
    alerting: Alerting, member: Who, life: Life, key: str
) -> None:
    person = member(key)
    answers = {
        alerting.told_for(person, COURT, a_button(ids.ACKNOWLEDGE, value))
        for value in (str(life.id), "999999")
    }
    assert len(answers) == 1


@pytest.mark.parametrize("key", MAY)
@pytest.mark.parametrize("place", PLACES)
def test_whoever_may_see_the_teams_workers_can_press_everything_anywhere(
    alerting: Alerting, member: Who, life: Life, key: str, place: str
) -> None:
    person, channel = member(key), place_of(member(key), place)
    opened = {
        ids.ACKNOWLEDGE: "Acknowledge",
        ids.CHANGE_DECISION: "Acknowledge",
        ids.ALERT_COUNTED: "How is this counted",
    }
    for deed, title in opened.items():
        view = alerting.dialog(person, channel, a_button(deed, life))
        assert view["title"]["text"] == title
    view = alerting.dialog(person, channel, a_snooze(life, ids.UNTIL))
    assert view["title"]["text"] == "Snooze"


@pytest.mark.parametrize("place", PLACES)
def test_no_dialog_opens_with_names_without_a_line_in_the_audit(
    alerting: Alerting, member: Who, life: Life, place: str
) -> None:
    person, before = member("director"), alerting.looks()
    view = alerting.dialog(person, place_of(person, place), a_button(ids.ACKNOWLEDGE, life))
    assert life.notice is not None
    assert life.notice.named[0] in str(view)
    assert len(alerting.looks()) == len(before) + 1
    assert alerting.looks()[-1].who == "ruth.adeyemi@northmere.example"
    assert alerting.looks()[-1].scope_name == "Court North"


@pytest.mark.parametrize(
    ("days", "until"), [(1, "Tue 24 Nov"), (3, "Thu 26 Nov"), (5, "Mon 30 Nov")]
)
def test_a_snooze_takes_effect_at_once_and_is_seen_in_the_message(
    alerting: Alerting, member: Who, days: int, until: str
) -> None:
    alert = alerting.told("Court North", "channel:court-north")
    manager, services = member("manager"), alerting.services
    services.bell.clear()
    alerting.press(manager, COURT, a_snooze(alert, str(days)))
    assert services.bell.wait(10)
    after = alerting.life(alert)
    assert (after.state, after.snoozed_by) == (AlertState.SNOOZED, "joanne.tully@northmere.example")
    alerting.deliver()
    message = alerting.message(alert, COURT)
    assert f"Snoozed until {until}." in message
    assert "Joanne Tully" not in message  # who decided is said where names may be
    assert "Change decision" in message
    assert ids.SNOOZE not in message


@pytest.mark.parametrize("value", ["", "x", "7 x", "-1", "1 2 3", "9" * 12, "1; DROP TABLE alerts"])
@pytest.mark.parametrize("deed", [ids.ACKNOWLEDGE, ids.ALERT_COUNTED, ids.SNOOZE])
def test_a_forged_value_is_a_button_of_an_older_version(
    alerting: Alerting, member: Who, deed: str, value: str
) -> None:
    action = {**a_button(deed, value), "selected_option": {"value": value}}
    manager = member("manager")
    said = alerting.told_for(manager, COURT, action)
    assert said.startswith("This button is of an older version.")


@pytest.mark.parametrize("broken", [None, "1 5", [], {"value": None}])
def test_a_choice_that_is_none_is_a_button_of_an_older_version(
    alerting: Alerting, member: Who, broken: object
) -> None:
    action = {"type": "static_select", "action_id": ids.SNOOZE, "selected_option": broken}
    manager = member("manager")
    said = alerting.told_for(manager, COURT, action)
    assert said.startswith("This button is of an older version.")


def test_an_old_message_of_an_alert_that_is_over_says_so(alerting: Alerting, member: Who) -> None:
    alert, manager = alerting.told("Court North"), member("manager")
    alerting.over(alert)
    for action in everything(alert):
        if action["action_id"] != ids.ALERT_COUNTED:
            said = alerting.told_for(manager, COURT, action)
            assert said.startswith("This alert is over since Mon 23 Nov 08:45; there is nothing")


def test_who_was_answered_already_is_not_snoozed(alerting: Alerting, member: Who) -> None:
    alert, manager = alerting.told("Court North"), member("manager")
    alerting.acknowledged(alert)
    said = alerting.told_for(manager, COURT, a_snooze(alert, "5"))
    assert said.startswith("This alert has been answered already")
    assert alerting.life(alert).state is AlertState.ACKNOWLEDGED


def test_how_an_alert_is_counted_says_its_rules_in_words_and_the_definitions(
    alerting: Alerting, member: Who, life: Life
) -> None:
    view = str(alerting.dialog(member("manager"), COURT, a_button(ids.ALERT_COUNTED, life)))
    for part in (
        "Caseload tells when a worker at work holds more cases than their allowance",
        "It is told once it has lasted 2 working days, in working hours, in the team's channel",
        "It ends once it is 1 case below the limit.",
        "Rule worker-over-limit, as shipped with Caseload",
        "Workers in post whose caseload is more than their limit times their FTE",
    ):
        assert part in view


def test_a_button_under_the_alert_asks_about_its_team(alerting: Alerting, member: Who) -> None:
    alerting.told("Court South", "channel:court-south")
    manager = member("other_manager")
    message = next(
        m for m in reversed(manager.messages(COURT_SOUTH)) if "over their limit" in m["text"]
    )
    before = manager.seen(COURT_SOUTH)
    manager.press_button(message, "Who has room")
    answer = manager.next_message(COURT_SOUTH, before)
    assert answer["ephemeral"]
    assert answer["text"].startswith("Court South: ")
