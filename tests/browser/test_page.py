"""The practice workspace in a real browser: what people see, press and type."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.demo.cast import PERSONAS, cast_member
from tests.bot.slack.persona import channel_id
from tests.browser.conftest import Open

pytestmark = pytest.mark.browser

HEADLINE = "Court North: 19.3 cases per full-time worker, above the promise of 12–15"
PHONE = {"width": 390, "height": 844}


def ask(page: Page, text: str) -> None:
    """Type into the composer and send; completion is closed first, as a person would."""
    composer = page.get_by_test_id("composer")
    composer.click()
    composer.fill(text)
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")


def answer_with(page: Page, text: str) -> Locator:
    """The newest answer that says this, seen only by its asker."""
    found = page.get_by_test_id("ephemeral").filter(has_text=text).last
    expect(found).to_be_visible()
    return found


def in_channel(name: str) -> str:
    return f"&in={channel_id(name)}"


def test_a_manager_types_a_command_and_reads_her_team(open_as: Open) -> None:
    page = open_as("manager", in_channel("court-north"))
    ask(page, "/caseload Court North")
    answer = answer_with(page, HEADLINE)
    expect(answer).to_contain_text("Only visible to you")
    expect(answer.get_by_role("row")).to_have_count(10)
    expect(answer.get_by_role("row").nth(1)).to_contain_text("Samir Whitlock")
    expect(answer).to_contain_text("Data as at Fri 20 Nov 18:00")


@pytest.mark.parametrize("key", [member.key for member in PERSONAS[::2]])
def test_every_other_persona_can_open_home_and_ask_for_help(open_as: Open, key: str) -> None:
    page = open_as(key)
    expect(page.get_by_test_id("persona-switch")).to_contain_text(cast_member(key).name)
    page.get_by_role("button", name=re.compile("Caseload")).first.click()
    page.get_by_test_id("tab-home").click()
    expect(page.get_by_test_id("home")).to_contain_text(
        "I don't know you yet" if key == "stranger" else "I answer questions about caseloads"
    )
    page.get_by_test_id("tab-messages").click()
    ask(page, "/caseload help")
    answer_with(page, "You can ask me")


def test_changing_who_one_is_changes_what_one_may_see(open_as: Open) -> None:
    page = open_as("manager", in_channel("court-north"))
    ask(page, "/caseload Court North")
    answer_with(page, "highest 26")
    page.get_by_test_id("persona-switch").click()
    page.get_by_test_id(f"persona-{cast_member('worker').slack_id}").click()
    expect(page.get_by_test_id("persona-switch")).to_contain_text("Samir Whitlock")
    page.get_by_test_id(f"conversation-{channel_id('court-north')}").click()
    expect(page.get_by_text("highest 26")).to_have_count(0)
    ask(page, "/caseload Court North")
    expect(answer_with(page, HEADLINE).get_by_role("row")).to_have_count(0)


def test_a_command_is_completed_by_keyboard(open_as: Open) -> None:
    page = open_as("manager", in_channel("court-north"))
    composer = page.get_by_test_id("composer")
    composer.click()
    page.keyboard.type("/case")
    expect(page.get_by_test_id("completion")).to_contain_text("/caseload")
    page.keyboard.press("Enter")
    page.keyboard.type("me")
    page.keyboard.press("Enter")
    answer_with(page, "You hold no cases")


def test_a_misspelt_team_is_one_press_away(open_as: Open) -> None:
    page = open_as("director")
    page.get_by_role("button", name=re.compile("Caseload")).first.click()
    page.get_by_test_id("tab-messages").click()
    ask(page, "/caseload team court nth")
    answer_with(page, "court nth").get_by_role("button", name="Court North").click()
    expect(page.get_by_text(HEADLINE).last).to_be_visible()


def test_how_is_this_counted_is_a_dialog_closed_by_escape(open_as: Open) -> None:
    page = open_as("manager", in_channel("court-north"))
    ask(page, "/caseload Court North")
    answer_with(page, HEADLINE).get_by_role("button", name="How is this counted?").click()
    dialog = page.get_by_test_id("modal")
    expect(dialog).to_contain_text("divided by the FTE of those holding at least one case")
    expect(dialog).to_contain_text("143 ÷ 7.4")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_sharing_shows_the_channel_counts_and_tells_the_sharer_why(open_as: Open) -> None:
    page = open_as("manager", in_channel("court-north"))
    ask(page, "/caseload Court North")
    answer_with(page, HEADLINE).get_by_role("button", name="Share here").click()
    told = page.get_by_text("Shared as totals")
    expect(told.last).to_be_visible()
    shared = page.get_by_test_id("message").filter(has_text=HEADLINE).last
    expect(shared.get_by_role("row")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_an_answer_without_scrolling_the_page_sideways(
    open_as: Open, scheme: str
) -> None:
    page = open_as("manager", in_channel("court-north"), viewport=PHONE, color_scheme=scheme)
    ask(page, "/caseload Court North")
    answer_with(page, HEADLINE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_theme_can_be_switched_and_is_remembered(open_as: Open) -> None:
    page = open_as("manager", color_scheme="light")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_test_id("theme-switch").click()
    page.reload()
    page.get_by_test_id("persona-switch").wait_for()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before


def test_today_is_the_workspaces_day_not_the_browsers(open_as: Open) -> None:
    page = open_as("manager", in_channel("court-north"))
    ask(page, "/caseload me")
    expect(page.get_by_text("Today", exact=True)).to_be_visible()


def test_somebody_not_in_a_channel_does_not_see_it(open_as: Open) -> None:
    page = open_as("other_manager")
    expect(page.get_by_test_id(f"conversation-{channel_id('court-south')}")).to_be_visible()
    expect(page.get_by_test_id(f"conversation-{channel_id('court-north')}")).to_have_count(0)
