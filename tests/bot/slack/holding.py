"""A load held in the demo, and the Home in which administrators decide about it."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from bot import ids
from bot.blocks.held_loads import held_value
from bot.demo.authority import make_history
from bot.demo.history import SEED
from bot.demo.running import Running
from models.extracts.importing import ImportOptions, import_extracts
from models.loads import Load
from models.vocabulary import LoadStatus
from tests.bot.slack.acting import COURT
from tests.bot.slack.forging import JSON, a_press
from tests.bot.slack.persona import LAST_DAY, MONDAY, Member
from tests.models.extracts.authority import write_csv

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
FELL = "Saturday's allocations were not loaded: open cases fell from 2,040 to 1,420 (−30 %)"
ONLY_ADMINISTRATORS = "Nothing was changed: only an administrator of Caseload decides"
DEEDS = (ids.ACCEPT, ids.REFUSE, ids.DIFFERENCES)


@cache
def newest_cases() -> list[dict[str, str]]:
    """The demo's last cases, which are loaded already."""
    return make_history(SEED, LAST_DAY, 1).weeks[-1].cases


def hold(running: Running, folder: Path) -> int:
    """Import a Saturday's extract without three of the teams; gives the held load's id."""
    gone = {"Care Leavers", "Court South", "Safeguarding East"}
    rows = [row for row in newest_cases() if row["team"] not in gone]
    file = write_csv(folder / "cases.csv", rows)
    options = ImportOptions(
        as_at=NOON, as_at_day=NOON.date(), as_at_given=True, now=MONDAY, by="the tests"
    )
    report = import_extracts(running.caseload.office.services.database, [file], options)
    assert report.status is LoadStatus.HELD
    return row_of(running).id


def row_of(running: Running) -> Load:
    """The load that was written last."""
    with running.caseload.office.services.database.look() as session:
        return session.scalars(select(Load).order_by(col(Load.id).desc()).limit(1)).one()


def home_after(person: Member, act: Callable[[], object]) -> JSON:
    """The person's Home as it is drawn because of an act."""
    before = person.home()
    act()
    return person.wait_for(lambda: home if (home := person.home()) != before else {})


def open_home(person: Member) -> JSON:
    return home_after(person, lambda: person.do("home_opened"))


def after_press(person: Member, view: JSON, label: str) -> JSON:
    """The Home as it is drawn after a press in it."""
    return home_after(person, lambda: press(person, view, label))


def press(person: Member, view: JSON, label: str) -> None:
    """A button of the Home, as the page shows it."""
    elements = [(block, each) for block in view["blocks"] for each in block.get("elements", [])]
    block, element = next(
        (block, each)
        for block, each in elements
        if each["type"] == "button" and each["text"]["text"] == label
    )
    action = {key: value for key, value in element.items() if key != "text"}
    done = person.do("action", view_id=view["id"], action={**action, "block_id": block["block_id"]})
    assert done["ok"], done


def first_text(view: JSON) -> str:
    return str(view["blocks"][0]["text"]["text"])


def value_of(running: Running) -> str:
    """What the buttons of the load that was written last carry."""
    row = row_of(running)
    return held_value(row.id, (row.digest or "")[:12])


def home_press(running: Running, person: Member, deed: str, value: Any) -> JSON:
    """A press in the Home of a button that need not have been shown there."""
    payload = a_press(running, person, COURT, deed=ids.held_id(deed, 1), value=value)
    del payload["channel"], payload["response_url"]
    return payload | {"container": {"type": "view", "view_id": "V1"}}


def untouched(running: Running) -> bool:
    """Nobody has decided about the held load."""
    row = row_of(running)
    return row.status is LoadStatus.HELD and row.decided_by is None
