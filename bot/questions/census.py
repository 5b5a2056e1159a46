"""The census return asked for in Slack: beside the live and the published figures, and why."""

from collections.abc import Iterator, Mapping, Sequence

from alerts.wording import count, day, sentence
from bot.grammar import Topic
from bot.questions.answer import Answer, Column, Next, Outcome, Table, Value
from bot.questions.census_gathering import Rehearsal, gather_return
from bot.questions.inquiry import Inquiry
from bot.questions.plain import plain_answer
from models.access import Asker
from models.census.beside import Against, Line, Other
from models.census.definitions import CensusMeasure
from models.census.wording import said_day, value_cell, value_words
from models.errors import NotFound
from models.figures.figure import shown
from models.reference.measures import PublishedMeasure as Published
from models.vocabulary import Measure, words

NOT_YOURS = (
    "The census return is for leadership and the performance team. "
    "You can ask how the authority compares with others."
)
COMPARE = Next("Compare", "compare")
RETURN = Next("Census return", "census return")

_OF_THE_DAY = "it is of "
"""How a reason begins that only says the two are of different days: that is said once for all."""

_MOST_REASONS = 8

_HEADLINE: Mapping[CensusMeasure, str] = {
    Published.AVERAGE_CASELOAD: "cases per full-time worker",
    Published.AGENCY_RATE: "agency",
    Published.VACANCY_RATE: "vacancies",
    Published.TURNOVER_RATE: "turnover",
}

_SHORT: Mapping[CensusMeasure, str] = {
    Published.IN_POST_FTE: "In post, FTE",
    Published.IN_POST_HEADCOUNT: "In post, people",
    Published.AGENCY_FTE: "Agency, FTE",
    Published.AGENCY_RATE: "Agency rate",
    Published.AGENCY_COVERING_FTE: "Covering, FTE",
    Published.VACANT_FTE: "Vacant, FTE",
    Published.VACANCY_RATE: "Vacancy rate",
    Published.STARTERS_FTE: "Starters, FTE",
    Published.LEAVERS_FTE: "Leavers, FTE",
    Published.TURNOVER_RATE: "Turnover",
    Published.CASES: "Cases",
    Published.CASE_HOLDERS_FTE: "Holders, FTE",
    Published.AVERAGE_CASELOAD: "Average",
    Published.ABSENCE_RATE: "Absence",
    Measure.NEWLY_QUALIFIED: "Newly qualified",
}
"""The figures that one screen has room for; `caseload return` has the others as well."""


def may_see_return(asker: Asker) -> bool:
    """Whether the census return is for this person."""
    return asker.sees_all


def answer_return(inquiry: Inquiry) -> Answer:
    """The newest return, or a year's: its figures beside the others, and what differs and why."""
    if not may_see_return(inquiry.asker):
        return plain_answer(inquiry, Outcome.NOT_FOUND, NOT_YOURS, COMPARE)
    year = int(inquiry.asked.about) if inquiry.asked.about else None
    try:
        found = gather_return(inquiry.session, inquiry.services.settings, year)
    except NotFound as error:
        return plain_answer(inquiry, Outcome.NOT_FOUND, str(error), COMPARE)
    return Answer(
        question=inquiry.asked.text,
        asked_by=inquiry.asker.email,
        outcome=Outcome.ANSWERED,
        headline=_headline(found),
        lines=tuple(_lines(found)),
        topic=Topic.RETURN,
        scope=inquiry.authority,
        table=_table(found),
        footer=" · ".join(_sources(inquiry, found)),
        next=(COMPARE,),
    )


def _headline(found: Rehearsal) -> str:
    """ "Census return 2026: 17.8 cases per full-time worker, agency 10.2 %, …"."""
    by_measure = {line.figure.measure: line.figure.value for line in found.lines}
    said = [
        f"{what} {value_words(measure, by_measure[measure])}"
        if measure is not Published.AVERAGE_CASELOAD
        else f"{value_words(measure, by_measure[measure])} {what}"
        for measure, what in _HEADLINE.items()
    ]
    return f"Census return {found.row.year}: {', '.join(said)}"


def _lines(found: Rehearsal) -> Iterator[str]:
    day_said = said_day(found.row.reference_on)
    yield f"The return of authority {found.row.authority_code} as at {day_said}"
    if roles := _roles(found):
        yield f"In post by role: {roles}"
    reasons = _reasons(found.lines)
    if reasons:
        yield "What differs from the live figures, and why it may, beside the days:"
        for reason, labels in list(reasons.items())[:_MOST_REASONS]:
            yield f"• {_listed(labels)}: {reason}"
    warned = dict.fromkeys(w for line in found.lines for w in line.figure.warnings)
    for note in (*warned, *found.notes, *found.row.warnings[:_MOST_REASONS]):
        yield f"Of the return: {note}"


def _roles(found: Rehearsal) -> str:
    return " · ".join(
        f"{words(role)} {shown(parts.in_post_fte)} FTE"
        + (f" and {shown(parts.agency_fte)} agency" if parts.agency_fte else "")
        for role, parts in found.parts.by_role.items()
    )


def _reasons(lines: Sequence[Line]) -> dict[str, list[str]]:
    """The figures that each reason explains, of those that differ from the live ones."""
    found: dict[str, list[str]] = {}
    for line in lines:
        for each in line.differences:
            if each.against is Against.LIVE:
                for reason in each.reasons:
                    if not reason.startswith(_OF_THE_DAY):
                        found.setdefault(reason, []).append(line.figure.definition.label)
    return found


def _listed(labels: Sequence[str]) -> str:
    first, *others = labels
    if not others:
        return sentence(first)
    return f"{sentence(first)}, and {count(len(others), 'other figure')}"


def _table(found: Rehearsal) -> Table:
    return Table(
        columns=(
            Column("what", "Figure"),
            Column("return_words", "Return", numeric=True),
            Column("live_words", "Now", numeric=True),
            Column("published_words", "DfE", numeric=True),
        ),
        rows=[_row(line) for line in found.lines if line.figure.measure in _SHORT],
        caption="The return beside the live figures of today and those the Department published",
    )


def _row(line: Line) -> dict[str, Value]:
    figure = line.figure
    live, published = line.live, line.published
    return {
        "measure": figure.measure.value,
        "definition": f"{figure.definition.label}: {figure.definition.sentence}",
        "return": figure.value,
        "live": live.value if live else None,
        "live_on_the_day": live.on_the_day if live else None,
        "published": published.value if published else None,
        "what": _SHORT[figure.measure],
        "return_words": value_cell(figure.measure, figure.value),
        "live_words": _words(line, live),
        "published_words": _words(line, published),
    }


def _words(line: Line, other: Other | None) -> str:
    return "–" if other is None else value_cell(line.figure.measure, other.value)


def _sources(inquiry: Inquiry, found: Rehearsal) -> Iterator[str]:
    imported = found.row.loaded_at.astimezone(inquiry.services.settings.zone).date()
    yield f"Return imported {day(imported, inquiry.today)}"
    if found.live_day is not None:
        yield f"live figures as at {day(found.live_day, inquiry.today)}"
    if found.published_year:
        yield f"published figures of {found.published_name}, 30 September {found.published_year}"
    yield "`caseload return` has every figure"
