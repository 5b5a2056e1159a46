"""Decisions whose review is due this week, and those whose review has passed."""

from collections.abc import Iterator
from datetime import timedelta

from alerts.register import RegisterRow, RegisterState, register_rows, review_words, what_words
from alerts.wording import count, day, sentence
from bot.home.answered import asks, show_all
from bot.home.opening import Opening
from bot.home.part import Paragraph, Part, Pressing
from bot.questions.places import decisions_led

LOOKED_BACK = timedelta(days=366)
"""A review lies within a year of its decision."""


def reviews_due(opening: Opening) -> Iterator[Part]:
    """For whoever leads: of the places they lead, the longest overdue first."""
    asker = opening.asker
    if not (asker.leadership or asker.leads):
        return
    within = None if asker.leadership else decisions_led(opening.session, asker)
    found = register_rows(
        opening.session,
        zone=opening.zone,
        within=within,
        since=opening.today - LOOKED_BACK,
    )
    due = sorted((row for row in found if _is_due(opening, row)), key=lambda row: row.review_on)
    if not due:
        return
    overdue = sum(row.state(opening.today) is RegisterState.REVIEW_PASSED for row in due)
    yield Part(
        title="Reviews due",
        pressing=Pressing.NOW if overdue else Pressing.FIGURES,
        said=(_headline(overdue, len(due) - overdue),),
        items=[_paragraph(opening, row) for row in due],
        rest=show_all("register"),
        footer=f"Register as at {opening.moment(opening.now)}",
        presses=asks(("Register", "register")),
    )


def _is_due(opening: Opening, row: RegisterRow) -> bool:
    """This week's, and those that have passed; snoozes end by themselves."""
    if row.is_snooze:
        return False
    state = row.state(opening.today)
    end_of_week = opening.today + timedelta(days=6 - opening.today.weekday())
    this_week = state is RegisterState.OPEN and row.review_on <= end_of_week
    return state is RegisterState.REVIEW_PASSED or this_week


def _headline(overdue: int, coming: int) -> str:
    parts = [f"{count(overdue, 'review')} overdue"] if overdue else []
    parts += [f"{count(coming, 'review')} due this week"] if coming else []
    return f"{sentence(', '.join(parts))}."


def _paragraph(opening: Opening, row: RegisterRow) -> Paragraph:
    """Without names: whose caseload it is stands in the register."""
    place = row.team or row.service
    where = f"{place}: " if place else ""
    decided = day(row.decided_at.astimezone(opening.zone).date(), opening.today)
    what = f"{what_words(row, opening.today)}, by {row.by_name} on {decided}"
    return Paragraph(
        sentence(f"{where}{row.headline}"),
        [
            f"{sentence(review_words(row, opening.zone, opening.today))} · {what}",
        ],
    )
