"""Who comes and goes: leavers and starters of twelve months, and those who are known ahead."""

from collections.abc import Sequence
from math import fsum

from alerts.wording import count
from bot.grammar import Topic
from bot.questions.answer import Answer, Column, Next, Table, Value
from bot.questions.staffing.by_team import team_table
from bot.questions.staffing.on_course import horizon, own_paths
from bot.questions.staffing.setting import StaffingSetting
from bot.questions.staffing.words import (
    against_target,
    buttons,
    fte,
    percent,
    short_day,
    trend_button,
)
from models.access import ScopeKind
from models.figures.figure import Figure
from models.staffing.course import said_day
from models.staffing.events import Event, Happening, events
from models.staffing.few import FEWEST
from models.staffing.measures import value_of
from models.staffing.parts import Parts
from models.vocabulary import Measure

_MEASURES = (
    Measure.TURNOVER_RATE,
    Measure.LEAVERS_FTE,
    Measure.STARTERS_FTE,
    Measure.IN_POST_FTE,
)
_COMING = {Happening.LEAVES: "leaves", Happening.STARTS: "starts"}

Found = dict[Measure, Figure]


def answer_turnover(setting: StaffingSetting) -> Answer:
    """The DfE's turnover against the target, what it is made of, and who is known to come."""
    found = setting.figures(*_MEASURES)
    then = _next(setting)
    rate = found.get(Measure.TURNOVER_RATE)
    if rate is None:
        return setting.answer(
            f"Turnover{setting.place}: fewer than three people left, so not counted in a channel",
            then=then,
        )
    coming = [
        event
        for event in events(setting.book, horizon(setting.book.day, ()))
        if event.happening in _COMING
        and event.social_worker
        # Whoever leaves today has left: the twelve months have them already.
        and event.on > setting.book.day
    ]
    return setting.answer(
        f"Turnover{setting.place}: {_headline(setting, rate)}",
        lines=[*_made_of(found), *_a_year_ago(setting), *_ahead(setting, coming)],
        table=_people(setting, coming) if setting.one_team else _teams(setting),
        figures=list(found.values()),
        then=then,
    )


def _headline(setting: StaffingSetting, rate: Figure) -> str:
    if rate.value is None:
        return "no social worker is in post"
    target = against_target(
        own_paths(setting).get(Measure.TURNOVER_RATE), rate.value, setting.book.day
    )
    return f"{percent(rate.value)} of social workers left in twelve months (DfE){target}"


def _made_of(found: Found) -> list[str]:
    """ "18.0 FTE left and 21.5 FTE started in twelve months; 140.3 FTE are in post"."""
    left, started = found.get(Measure.LEAVERS_FTE), found.get(Measure.STARTERS_FTE)
    in_post = found.get(Measure.IN_POST_FTE)
    parts = [
        f"{fte(figure.value)} FTE {what}"
        for figure, what in ((left, "left"), (started, "started"), (in_post, "in post now"))
        if figure is not None and figure.value is not None
    ]
    return [" · ".join(parts)] if parts else []


def _a_year_ago(setting: StaffingSetting) -> list[str]:
    before = setting.a_year_ago()
    rate = None if before is None else value_of(Measure.TURNOVER_RATE, before)
    if before is None or rate is None or setting.hides(Measure.TURNOVER_RATE, before):
        return []
    return [f"A year ago: {percent(rate)}"]


def _ahead(setting: StaffingSetting, coming: Sequence[Event]) -> list[str]:
    """ "Known ahead, until 20 November 2027: 3 leavers (2.6 FTE), 2 starters (2.0 FTE)"."""
    parts = []
    for happening, noun in ((Happening.LEAVES, "leaver"), (Happening.STARTS, "starter")):
        of_kind = [event for event in coming if event.happening is happening]
        if setting.for_a_channel and 0 < len(of_kind) < FEWEST:
            return []
        said = f" ({fte(round(fsum(e.fte for e in of_kind), 2))} FTE)" if of_kind else ""
        parts.append(f"{count(len(of_kind), noun)}{said}")
    if not coming:
        return ["No leaver and no starter is known ahead"]
    # The last day is somebody's own: a channel does not read it.
    until = "" if setting.for_a_channel else f", until {said_day(coming[-1].on, setting.book.day)}"
    return [f"Known ahead{until}: {', '.join(parts)}"]


def _teams(setting: StaffingSetting) -> Table | None:
    return team_table(
        setting,
        (
            Column("turnover_rate", "Rate, %", numeric=True, places=1),
            Column("leavers_fte", "Left, FTE", numeric=True, places=1),
            Column("starters_fte", "Started, FTE", numeric=True, places=1),
            Column("in_post_fte", "In post, FTE", numeric=True, places=1),
        ),
        _team_row,
        _MEASURES,
        "Turnover by team, twelve months; highest first",
    )


def _team_row(parts: Parts) -> dict[str, Value] | None:
    if not (parts.leavers_fte or parts.starters_fte or parts.in_post_fte):
        return None
    return {measure.value: value_of(measure, parts) for measure in _MEASURES}


def _people(setting: StaffingSetting, coming: Sequence[Event]) -> Table | None:
    """Who of a team is known to leave or to start, for those who may see names."""
    if not setting.names_people or not coming:
        return None
    return Table(
        columns=(
            Column("worker", "Worker"),
            Column("happening", "What"),
            Column("on_words", "When"),
            Column("fte", "FTE", numeric=True),
        ),
        rows=[_person(setting, event) for event in coming],
        caption=f"Known ahead in {setting.scope.name}: the last day of a leaver, the first of "
        "a starter",
    )


def _person(setting: StaffingSetting, event: Event) -> dict[str, Value]:
    worker = event.worker
    return {
        "worker": worker.name if worker else None,
        "staff_id": worker.staff_id if worker else None,
        "happening": _COMING[event.happening],
        "on": event.on.isoformat(),
        "fte": event.fte,
        "on_words": short_day(event.on, setting.today),
    }


def _next(setting: StaffingSetting) -> list[Next]:
    then = buttons(setting.scope, Topic.VACANCIES, Topic.EXPERIENCE, Topic.STAFFING)
    whole = setting.scope.kind is ScopeKind.AUTHORITY
    return [
        trend_button(setting.scope, Measure.TURNOVER_RATE),
        *then,
        *([Next("Compare", "compare turnover")] if whole else []),
    ]
