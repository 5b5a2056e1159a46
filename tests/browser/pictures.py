"""Takes the README's pictures from the running product: python -m tests.browser.pictures FOLDER."""

import shutil
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bot.clock import Clock, utc_now
from bot.demo.cast import cast_member
from bot.demo.history import prepare
from bot.demo.running import running_demo
from tests.bot.slack.persona import channel_id
from tests.browser.chromium import ARGUMENTS, find_chromium

LAST_DAY = date(2026, 11, 20)
MONDAY = datetime(2026, 11, 23, 8, 45, tzinfo=UTC)
DESK = {"width": 1180, "height": 900}
TALL = {"width": 1180, "height": 1100}
PHONE = {"width": 390, "height": 844}
PAPER = {"width": 1000, "height": 3600}
WEEKS = 56
"""A year is drawn in the digest's pictures."""


def main(folder: Path) -> None:
    """Write every picture into the folder."""
    path = find_chromium()
    if path is None:
        sys.exit("No Chromium on this machine; install one to take the pictures.")
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as place, sync_playwright() as playwright:
        database = prepare(Path(place), LAST_DAY, lambda _done, _all: None, weeks=WEEKS)
        untouched = shutil.copyfile(database, Path(place) / "untouched.db")
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        with running_demo(database, lambda: MONDAY, by_itself=False) as running:
            _take(browser, running.server.url, folder)
        with running_demo(database, _clock_from(MONDAY)) as running:
            _take_alert(browser, running.server.url, folder)
        with running_demo(untouched, _clock_from(MONDAY), digests=True) as running:
            _take_digest(browser, running.server.url, folder)
        browser.close()


def _clock_from(start: datetime) -> Clock:
    """A clock that runs: delivery keeps Slack's pace by it."""
    shift = start - utc_now()
    return lambda: utc_now() + shift


def _take(browser: Browser, url: str, folder: Path) -> None:
    court = f"&in={channel_id('court-north')}"
    page = _open(browser, url, "manager", court, viewport=DESK, color_scheme="light")
    _ask(page, "/caseload Court North", "19.3 cases")
    page.screenshot(path=folder / "answer-light.png")
    page = _open(browser, url, "director", "", viewport=TALL, color_scheme="dark")
    page.get_by_test_id("tab-messages").click()
    _ask(page, "/caseload", "teams above theirs")
    page.screenshot(path=folder / "answer-dark.png")
    page = _open(browser, url, "manager", "&in=home", viewport=PHONE, color_scheme="light")
    page.get_by_text("19.3 cases per full-time worker").first.wait_for()
    page.screenshot(path=folder / "home-phone.png")


def _take_alert(browser: Browser, url: str, folder: Path) -> None:
    """The manager's direct message, once she has decided about workers over their limit."""
    page = _open(browser, url, "manager", "", viewport=DESK, color_scheme="light")
    page.get_by_test_id("tab-messages").click()
    told = page.get_by_test_id("message").filter(has_text="3 workers are over their limit")
    told.get_by_role("button", name="Acknowledge").click(timeout=60_000)
    form = page.get_by_test_id("modal")
    form.get_by_label("Cases being moved").check()
    form.get_by_role("textbox", name="Note").fill("three of Samir's go to Kit this week")
    form.get_by_role("button", name="Save").click()
    told.get_by_text("three of Samir's go to Kit").wait_for(timeout=60_000)
    page.wait_for_timeout(500)
    page.screenshot(path=folder / "alert-light.png")


def _take_digest(browser: Browser, url: str, folder: Path) -> None:
    """Leadership's week, as it stands in their channel."""
    place = f"&in={channel_id('leadership')}"
    paper = {"viewport": PAPER, "device_scale_factor": 1, "color_scheme": "light"}
    page = _open(browser, url, "director", place, **paper)
    digest = page.get_by_test_id("message").filter(has_text="Week to Fri 20 Nov")
    digest.get_by_role("img").last.wait_for(timeout=120_000)
    page.wait_for_timeout(20_000)  # the thread comes a table a second, and moves what is above
    digest.screenshot(path=folder / "digest-light.png")


def _open(browser: Browser, url: str, key: str, place: str, **options: Any) -> Page:
    options = {"locale": "en-GB", "device_scale_factor": 2, **options}
    page = browser.new_context(**options).new_page()
    page.goto(f"{url}/#as={cast_member(key).slack_id}{place}")
    page.get_by_test_id("persona-switch").wait_for(state="attached")
    return page


def _ask(page: Page, text: str, expected: str) -> None:
    composer = page.get_by_test_id("composer")
    composer.click()
    composer.fill(text)
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.get_by_test_id("ephemeral").filter(has_text=expected).wait_for()
    page.wait_for_timeout(300)  # the list settles at its newest line


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"))
