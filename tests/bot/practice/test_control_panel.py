"""The panel by which visitors move the world behind the workspace."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from bot.practice.control_panel import Control, PanelState
from bot.practice.server import PracticeServer
from tests.bot.practice.conftest import MovableClock
from tests.bot.practice.visitor import Visitor


def offer(server: PracticeServer, deed: Callable[[], str]) -> None:
    state = PanelState(["It is Monday"], [Control("next", "Next day", deed)])
    server.panel.offer("Demo", lambda: state)


def test_without_anything_offered_there_is_no_panel(mia: Visitor) -> None:
    assert mia.get("controls")["panel"] is None
    assert not mia.do("controls", id="next")["ok"]


def test_the_panel_shows_what_is_offered_and_the_workspaces_time(
    server: PracticeServer, mia: Visitor, clock: MovableClock
) -> None:
    offer(server, lambda: "Done.")
    found = mia.get("controls")
    assert found["now"] == clock().isoformat()
    assert found["panel"] == {
        "title": "Demo",
        "lines": ["It is Monday"],
        "controls": [{"id": "next", "label": "Next day"}],
        "working": None,
        "outcome": None,
    }


def test_a_press_does_the_deed_and_tells_what_came_of_it(
    server: PracticeServer, mia: Visitor
) -> None:
    offer(server, lambda: "It is Tuesday.")
    assert mia.do("controls", id="next") == {"ok": True, "outcome": "It is Tuesday."}
    assert mia.get("controls")["panel"]["outcome"] == "It is Tuesday."


def test_a_button_that_is_not_there_is_refused(server: PracticeServer, mia: Visitor) -> None:
    offer(server, lambda: "Done.")
    answer = mia.do("controls", id="other")
    assert answer == {
        "ok": False,
        "error": "This button is not there any more. Look at the panel again.",
    }


def test_while_one_thing_is_done_a_second_press_is_refused_and_the_page_goes_on(
    server: PracticeServer, mia: Visitor
) -> None:
    begun, may_end = threading.Event(), threading.Event()

    def deed() -> str:
        begun.set()
        assert may_end.wait(10)
        return "Done."

    offer(server, deed)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(mia.do, "controls", id="next")
        assert begun.wait(10)
        assert mia.get("controls")["panel"]["working"] == "Working"
        second = mia.do("controls", id="next")
        may_end.set()
        assert first.result()["outcome"] == "Done."
    assert second["error"] == "Something is still being done. Wait until it is finished."
    assert mia.get("controls")["panel"]["working"] is None


def test_open_pages_are_told_when_the_panel_changes(server: PracticeServer, mia: Visitor) -> None:
    asked: list[None] = []

    def looks_again() -> bool:
        asked.append(None)
        if len(asked) == 1:
            offer(server, lambda: "Done.")
        return mia.get("controls")["panel"] is not None and len(asked) > 1

    assert mia.wait_for(looks_again)
