"""Slack's moods on the page: switched on, met by the app, and cleared, by mouse and by keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from bot.demo.running import Running
from tests.bot.slack.persona import channel_id
from tests.browser.conftest import Open
from tests.waiting import until

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
COURT = f"&in={channel_id('court-north')}"


@pytest.fixture(autouse=True)
def _in_the_best_of_moods(demo: Running) -> Iterator[None]:
    yield
    demo.server.faults.clear()


def choose(page: Page, mood: str, method: str = "Every call") -> None:
    page.get_by_test_id("moods").click()
    page.get_by_test_id("mood-mood").select_option(label=mood)
    if page.get_by_test_id("mood-method").is_visible():
        page.get_by_test_id("mood-method").select_option(label=method)


def say(page: Page, text: str) -> None:
    page.get_by_test_id("composer").fill(text)
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")


def test_a_mood_is_switched_on_strikes_the_app_and_is_cleared(open_as: Open, demo: Running) -> None:
    page = open_as("manager", COURT)
    say(page, "/caseload Court North")
    counted = page.get_by_role("button", name="How is this counted?")
    expect(counted).to_be_visible()
    choose(page, "Refused with an error code", "All of views")
    page.get_by_test_id("mood-times").fill("1")
    page.get_by_test_id("mood-apply").click()
    mood = page.get_by_test_id("mood")
    expect(mood).to_contain_text("struck 0 times of 1")
    expect(page.get_by_test_id("moods")).to_contain_text("1 on")
    (placed,) = demo.server.faults.listed()
    assert (placed.fault.kind, placed.fault.method) == ("refusal", "views.*")
    page.keyboard.press("Escape")
    counted.click()
    expect(page.get_by_test_id("moods")).to_have_text("Slack's moods")
    page.get_by_test_id("moods").click()
    expect(mood).to_contain_text("used up: struck once")
    mood.get_by_role("button", name="Clear").click()
    expect(page.get_by_test_id("mood-list")).to_contain_text("Slack answers as it should.")
    assert demo.server.faults.listed() == []


def test_an_outage_is_announced_on_every_page_until_it_is_cleared(
    open_as: Open, demo: Running
) -> None:
    other = open_as("worker", viewport=PHONE, color_scheme="dark")
    page = open_as("manager", COURT, viewport=PHONE, color_scheme="dark")
    page.get_by_test_id("back").click()
    choose(page, "Outage: Slack is down")
    expect(page.get_by_test_id("mood-times")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_test_id("mood-apply").click()
    for each in (page, other):
        expect(each.locator("#banner")).to_contain_text("Slack is down")
    page.get_by_test_id("moods-clear").click()
    assert until(lambda: not demo.server.faults.outage)
    for each in (page, other):
        expect(each.locator("#banner")).to_be_empty()


def test_the_fields_are_those_of_the_mood_and_what_cannot_be_is_not_sent(
    open_as: Open, demo: Running
) -> None:
    page = open_as("manager", COURT)
    choose(page, "Too many calls (429)", "chat.postMessage")
    page.get_by_test_id("mood-channel").select_option(label="#court-north")
    page.get_by_test_id("mood-seconds").fill("-1")
    page.get_by_test_id("mood-apply").click()
    assert demo.server.faults.listed() == []
    page.get_by_test_id("mood-seconds").fill("30")
    page.get_by_test_id("mood-apply").click()
    expect(page.get_by_test_id("mood")).to_contain_text("wait 30 s · chat.postMessage · #court-")
    page.get_by_test_id("mood-mood").select_option(label="Refused with an error code")
    expect(page.get_by_test_id("mood-seconds")).to_be_hidden()
    page.get_by_test_id("mood-code").fill("fatal_error")
    page.get_by_test_id("mood-apply").click()
    expect(page.get_by_test_id("mood").nth(1)).to_contain_text("fatal_error")
    first, second = (placed.fault for placed in demo.server.faults.listed())
    assert (first.seconds, first.channel) == (30, channel_id("court-north"))
    assert (second.code, second.seconds) == ("fatal_error", 1)


def test_the_dialog_is_used_by_keyboard_alone(open_as: Open, demo: Running) -> None:
    page = open_as("manager", COURT)
    page.get_by_test_id("moods").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("mood-mood")).to_be_focused()
    page.keyboard.type("No answer")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("mood")).to_contain_text("No answer")
    assert demo.server.faults.listed()[0].fault.times == 1
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("moods-dialog")).to_be_hidden()
    expect(page.get_by_test_id("moods")).to_be_focused()
