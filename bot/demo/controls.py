"""The demo's days as buttons and lines for the panel on the page."""

from collections.abc import Callable
from functools import partial

from alerts.wording import moment
from bot.demo.clock import ZONE
from bot.demo.days import DemoDays, DemoState
from bot.failures import failure_of
from bot.practice.control_panel import Control, PanelState

TITLE = "Demo"


def panel_state(days: DemoDays) -> PanelState:
    """What the panel shows now: without a database, why there is nothing to press."""
    try:
        state = days.state()
    except Exception as error:
        return PanelState([failure_of(error).sentence], [])
    data = (
        ("data-again", "Data again", days.resume_data)
        if state.stopped
        else ("stop-data", "Stop the data", days.stop_data)
    )
    offered: tuple[tuple[str, str, Callable[[], str]], ...] = (
        ("next-day", "Next day", days.advance),
        ("next-week", "Next week", partial(days.advance, 7)),
        data,
        ("broken-file", "Deliver a broken file", days.deliver_broken_file),
        ("short-file", "Deliver a file with a third missing", days.deliver_short_file),
    )
    controls = [Control(id_, label, _spoken(deed)) for id_, label, deed in offered]
    return PanelState(_lines(state), controls, state.working)


def _lines(state: DemoState) -> list[str]:
    today = state.now.date()
    lines = [f"It is {moment(state.now, ZONE, today)}"]
    if state.as_at is not None:
        lines.append(f"Data as at {moment(state.as_at, ZONE, today)}")
    if state.stopped:
        lines.append("The data is stopped")
    return lines


def _spoken(deed: Callable[[], str]) -> Callable[[], str]:
    """The deed, whose failure is told as a sentence too."""

    def told() -> str:
        try:
            return deed()
        except Exception as error:
            return failure_of(error).sentence

    return told
