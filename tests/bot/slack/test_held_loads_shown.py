"""A held load in Slack is shown to administrators, and nobody else can do anything about it."""

from typing import Any

import pytest

from bot import ids
from bot.demo.running import Running
from tests.bot.slack.acting import LISTING, Who, told
from tests.bot.slack.forging import a_press, deliver
from tests.bot.slack.holding import (
    DEEDS,
    FELL,
    ONLY_ADMINISTRATORS,
    first_text,
    hold,
    home_after,
    home_press,
    open_home,
    press,
    untouched,
    value_of,
)
from tests.bot.slack.persona import channel_id

pytestmark = pytest.mark.usefixtures("slack_has_rested")

OTHERS = {
    "director": channel_id("leadership"),
    "manager": channel_id("court-north"),
    "worker": channel_id("court-north"),
    "stranger": channel_id("all-staff"),
    "guest": channel_id("all-staff"),
    "partner": LISTING,
}


@pytest.fixture(scope="module")
def held(running: Running, tmp_path_factory: pytest.TempPathFactory) -> int:
    return hold(running, tmp_path_factory.mktemp("held"))


def test_an_administrators_home_begins_with_what_is_held(member: Who, held: int) -> None:
    view = open_home(member("analyst"))
    assert first_text(view) == (
        f"*{FELL}*\nTeams missing from the file: Care Leavers, Court South, Safeguarding East."
    )
    assert "cases.csv · as at Sat 21 Nov 12:00 · held since Mon 23 Nov 08:45" in str(view)
    assert [element["action_id"] for element in view["blocks"][2]["elements"]] == [
        ids.held_id(deed, held) for deed in DEEDS
    ]


@pytest.mark.parametrize("key", ["director", "manager", "worker", "stranger"])
@pytest.mark.usefixtures("held")
def test_nobody_elses_home_tells_of_it(member: Who, key: str) -> None:
    assert "not loaded" not in str(open_home(member(key)))


@pytest.mark.usefixtures("held")
def test_loading_and_refusing_are_asked_about_again(member: Who) -> None:
    load, refuse, _ = open_home(member("analyst"))["blocks"][2]["elements"]
    assert load["confirm"]["title"]["text"] == "Load these allocations?"
    assert "1,420 open cases as at Sat 21 Nov 12:00" in load["confirm"]["text"]["text"]
    assert refuse["confirm"]["style"] == "danger"


@pytest.mark.usefixtures("held")
def test_the_differences_are_shown_team_by_team(running: Running, member: Who) -> None:
    analyst = member("analyst")
    press(analyst, open_home(analyst), "Show the differences")
    text = str(analyst.wait_for(analyst.modal))
    assert "Open cases: 2,040 now, 1,420 in the file (−620)" in text
    assert "Without a worker: 20 now, 15 in the file (−5)" in text
    biggest, smaller = text.index("Safeguarding East: 296 now"), text.index("Court South: 137 now")
    assert biggest < smaller
    assert untouched(running)


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("key", OTHERS)
def test_whoever_is_no_administrator_changes_nothing_and_is_told_the_same(
    running: Running, member: Who, held: int, key: str, deed: str
) -> None:
    person, place = member(key), OTHERS[key]
    payload = a_press(running, person, place, deed=ids.held_id(deed, held), value=value_of(running))
    assert told(person, place, lambda: deliver(running, payload)).startswith(ONLY_ADMINISTRATORS)
    assert untouched(running)
    assert not person.modal()


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.usefixtures("held")
def test_a_forged_press_in_the_home_is_told_there(running: Running, member: Who, deed: str) -> None:
    manager = member("manager")
    pressed = home_press(running, manager, deed, value_of(running))
    view = home_after(manager, lambda: deliver(running, pressed))
    assert first_text(view).startswith(ONLY_ADMINISTRATORS)
    assert "not loaded" not in str(view)
    assert untouched(running)


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize(
    ("value", "answer"),
    [
        (None, "This button is of an older version."),
        ("1; DROP TABLE loads", "This button is of an older version."),
        ("9" * 40, "This button is of an older version."),
        ("1", "This button is of an older version."),
        ("999 0", "This load is not held, so there is nothing to decide about it."),
        ("1 0123456789ab", "This button belongs to a load that is here no more"),
    ],
)
@pytest.mark.usefixtures("held")
def test_a_press_with_a_value_nobody_gave_is_a_sentence(
    running: Running, member: Who, deed: str, value: Any, answer: str
) -> None:
    analyst = member("analyst")
    pressed = home_press(running, analyst, deed, value)
    view = home_after(analyst, lambda: deliver(running, pressed))
    assert first_text(view).startswith(answer)
    assert untouched(running)
