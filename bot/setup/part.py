"""The set-up's part of the Home: for administrators, until it is finished; then the settings."""

from collections.abc import Iterator
from datetime import date

from sqlmodel import Session

from alerts.choices import as_chosen, read_choices
from bot import ids
from bot.home.opening import Opening
from bot.home.part import Item, Paragraph, Part, Press, Pressing
from bot.services import Services, authority_of
from bot.setup.in_force import in_force
from bot.setup.known import gather_known
from bot.setup.steps import SetUp, Step, said, set_up


def setting_up(opening: Opening) -> Iterator[Part]:
    """First of all while it lasts; a line with a button afterwards."""
    if not opening.asker.administrator:
        return
    found = set_up_now(opening.services, opening.session, opening.today)
    if found.is_finished:
        yield Part(
            title="Settings",
            pressing=Pressing.UPKEEP,
            said=(found.summary,),
            presses=(Press("Settings", ids.SETTINGS, "-"),),
        )
        return
    yield Part(
        title="Set up Caseload",
        pressing=Pressing.NOW,
        said=tuple(said(found)),
        items=[_item(found, step, number) for number, step in enumerate(found.steps, start=1)],
        rest=Press("All steps", ids.SETTINGS, "-"),
        presses=(Press("Finish set-up", ids.FINISH_SET_UP, "-"),),
    )


def set_up_now(services: Services, session: Session, today: date) -> SetUp:
    """All steps as they are at this moment."""
    choices = read_choices(session)
    authority = as_chosen(authority_of(services.settings, services.calendar), choices)
    known = gather_known(session, authority, today)
    return set_up(in_force(services, session), known, choices)


def step_title(step: Step, number: int) -> str:
    """ "2. Which channel for which team · done"."""
    return f"{number}. {step.title}{' · done' if step.done else ''}"


def _item(found: SetUp, step: Step, number: int) -> Item:
    is_next = step is found.next
    press = Press(step.press, ids.set_up_id(step.name), step.name, primary=is_next)
    return Paragraph(step_title(step, number), step.lines, press)
