"""A real browser at the practice workspace's page."""

import os  # the tests' own switch
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.demo.cast import cast_member
from bot.demo.running import Running
from tests.bot.conftest import demo, demo_template
from tests.browser.chromium import ARGUMENTS, find_chromium
from tests.waiting import PATIENCE

__all__ = ["demo", "demo_template"]

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        if os.environ.get("CASELOAD_BROWSER_TESTS") == "insist":  # noqa: TID251
            pytest.fail("The browser tests are insisted on, and no Chromium was found.")
        pytest.skip("No Chromium on this machine; install one to run the browser tests.")
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def open_as(browser: Browser, demo: Running) -> Iterator[Open]:
    """Open the page as one of the cast; nothing may be written to the browser's error log."""
    contexts: list[Any] = []
    errors: list[str] = []

    def opened(key: str, place: str = "", **options: Any) -> Page:
        context = browser.new_context(
            locale="en-GB", **{"viewport": {"width": 1280, "height": 860}, **options}
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        page.goto(f"{demo.server.url}/#as={cast_member(key).slack_id}{place}")
        page.get_by_test_id("persona-switch").wait_for(state="attached")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert errors == []
