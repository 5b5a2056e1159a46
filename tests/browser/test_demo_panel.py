"""The demo's panel in a real browser: the clock goes forward and an answer has newer data."""

import pytest
from playwright.sync_api import expect

from tests.bot.slack.persona import channel_id
from tests.browser.conftest import Open
from tests.browser.test_page import answer_with, ask

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
COURT_NORTH = f"&in={channel_id('court-north')}"


def test_the_next_day_is_a_press_away_and_brings_newer_data(open_as: Open) -> None:
    page = open_as("manager", COURT_NORTH)
    panel = page.get_by_test_id("control-panel")
    expect(panel).to_contain_text("Demo")
    expect(page.get_by_test_id("panel-now")).to_have_text("It is Mon 23 Nov 08:45")
    expect(page.get_by_test_id("panel-lines")).to_contain_text("Data as at Fri 20 Nov 18:00")
    page.get_by_role("button", name="Next day").click()
    expect(page.get_by_test_id("panel-outcome")).to_contain_text("were loaded")
    expect(page.get_by_test_id("panel-now")).to_have_text("It is Tue 24 Nov 08:45")
    ask(page, "/caseload Court North")
    expect(answer_with(page, "Court North: 19.6 cases")).to_contain_text("as at Mon 23 Nov 18:00")
    page.get_by_role("button", name="Stop the data").press("Enter")
    expect(page.get_by_role("button", name="Data again")).to_be_visible()
    expect(page.get_by_test_id("panel-lines")).to_contain_text("The data is stopped")
    page.get_by_role("button", name="Data again").click()


def test_on_a_phone_the_panel_is_closed_until_it_is_wanted(open_as: Open) -> None:
    page = open_as("manager", viewport=PHONE)
    expect(page.get_by_test_id("control-panel")).to_be_visible()
    expect(page.get_by_role("button", name="Next day")).to_be_hidden()
    page.get_by_test_id("control-panel").locator("summary").click()
    expect(page.get_by_role("button", name="Next day")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
