"""Agency social workers: how many, why they are here, what they cost, until when."""

from datetime import date

from alerts.staffing_words import amount
from alerts.wording import sentence
from bot.grammar import Topic
from bot.questions.answer import Answer, Chart, Column, Next, Series, Table, Value
from bot.questions.staffing.by_team import team_table
from bot.questions.staffing.on_course import (
    Stand,
    course_note,
    own_paths,
    stands,
    with_assumptions,
)
from bot.questions.staffing.setting import StaffingSetting
from bot.questions.staffing.words import (
    against_target,
    buttons,
    fte,
    label_of,
    percent,
    short_day,
    trend_button,
)
from models.access import ScopeKind
from models.figures.figure import Figure, shown
from models.staffing.agency import agency_workers
from models.staffing.book import WorkerTerms, years_before
from models.staffing.costs import cost_by_basis, premium_of
from models.staffing.course import said_day
from models.staffing.few import FEWEST
from models.staffing.measures import value_of
from models.staffing.parts import Parts
from models.staffing.targets import Path
from models.vocabulary import AgencyBasis, Measure

_MEASURES = (
    Measure.AGENCY_FTE,
    Measure.AGENCY_HEADCOUNT,
    Measure.AGENCY_RATE,
    Measure.AGENCY_VACANCY_FTE,
    Measure.AGENCY_ABSENCE_FTE,
    Measure.SUPERNUMERARY_FTE,
    Measure.AGENCY_UNKNOWN_FTE,
    Measure.AGENCY_WEEKLY_COST,
    Measure.AGENCY_WEEKLY_PREMIUM,
    Measure.PERMANENT_SHARE,
)
_WHY = {
    AgencyBasis.VACANCY: "a vacancy",
    AgencyBasis.ABSENCE: "an absence",
    AgencyBasis.SUPERNUMERARY: "extra",
    None: "not known",
}
_YEAR_OF_MONTHS = 13
_COST = Column("weekly_cost", "£ a week", numeric=True)

Found = dict[Measure, Figure]


def answer_agency(setting: StaffingSetting) -> Answer:
    """How many against the target, why and at what cost, and when the target is reached."""
    found = setting.figures(*_MEASURES)
    then = _next(setting)
    if Measure.AGENCY_FTE not in found:
        return setting.answer(
            f"Agency social workers{setting.place}: fewer than three, so not counted in a channel",
            then=then,
        )
    agency = found[Measure.AGENCY_FTE].value or 0.0
    paths = own_paths(setting)
    standing = stands(setting, setting.book, list(paths.values()), found)
    main = next((each for each in standing if each.path.measure is Measure.AGENCY_FTE), None)
    others = sorted((each for each in standing if each is not main), key=lambda each: -each.far)
    path = paths.get(Measure.AGENCY_FTE)
    many = f"{fte(agency)} FTE" if agency else "none"
    return setting.answer(
        f"Agency social workers{setting.place}: {many}"
        f"{against_target(path, agency, setting.book.day)}",
        lines=[
            *_reasons(setting, found),
            *([main.course] if main and main.course else []),
            *(_standing(each) for each in others if each.target is not None),
        ],
        table=_people(setting) if setting.one_team else _teams(setting),
        chart=_chart(setting, path),
        figures=with_assumptions(found.values(), main),
        named=[found[m] for m in _NAMED if m in found],
        notes=course_note(main),
        then=then,
    )


_NAMED = (
    Measure.AGENCY_FTE,
    Measure.AGENCY_HEADCOUNT,
    Measure.AGENCY_UNKNOWN_FTE,
    Measure.AGENCY_WEEKLY_PREMIUM,
)


def _reasons(setting: StaffingSetting, found: Found) -> list[str]:
    """ "9.0 cover a vacancy or an absence, 5.0 are extra (supernumerary) · rate 9.1 % (DfE)"."""
    if not found[Measure.AGENCY_FTE].value:
        return []
    parts = []
    if Measure.SUPERNUMERARY_FTE in found:
        covering = sum(
            found[m].value or 0.0 for m in (Measure.AGENCY_VACANCY_FTE, Measure.AGENCY_ABSENCE_FTE)
        )
        extra = found[Measure.SUPERNUMERARY_FTE].value or 0.0
        unknown = found[Measure.AGENCY_UNKNOWN_FTE].value or 0.0
        reasons = [
            f"{_many(covering, 'covers', 'cover')} a vacancy or an absence",
            f"{_many(extra, 'is', 'are')} extra (supernumerary)",
            *([f"why {_many(unknown, 'is', 'are')} here is not known"] if unknown else []),
        ]
        parts.append(sentence(", ".join(reasons)))
    if (rate := found[Measure.AGENCY_RATE].value) is not None:
        parts.append(f"rate {percent(rate)} (DfE)")
    said = [*parts, *_cost(setting, found)]
    return [sentence(" · ".join(said))] if said else []


def _many(amount: float, one: str, several: str) -> str:
    """ "none is", "1.0 is", "5.0 are"."""
    return f"{fte(amount) if amount else 'none'} {one if amount in (0, 1) else several}"


def _cost(setting: StaffingSetting, found: Found) -> list[str]:
    """What the extra ones cost above employed workers; of none extra, what all do."""
    extra = cost_by_basis(setting.book).get(AgencyBasis.SUPERNUMERARY)
    if extra is not None and extra.weekly_premium > 0 and _may_cost_extra(setting, found):
        return [
            f"about £{shown(round(extra.weekly_premium, -1), 0)} a week above employed cost for "
            f"the {shown(extra.fte, 2)} extra"
        ]
    of_all = found.get(Measure.AGENCY_WEEKLY_PREMIUM)
    premium = (of_all.value if of_all is not None else None) or 0.0
    if premium <= 0:
        return []
    return [f"about £{shown(round(premium, -1), 0)} a week above employed cost"]


def _may_cost_extra(setting: StaffingSetting, found: Found) -> bool:
    """Whether what the extra ones cost may be said: to a channel not of one or two people."""
    if Measure.SUPERNUMERARY_FTE not in found or not setting.for_a_channel:
        return Measure.SUPERNUMERARY_FTE in found
    costs = setting.book.employed_costs
    extra = [
        worker
        for worker in agency_workers(setting.book)
        if worker.agency_basis is AgencyBasis.SUPERNUMERARY
        and premium_of(worker, costs) is not None
    ]
    return len(extra) >= FEWEST


def _standing(stand: Stand) -> str:
    """ "Supernumerary agency 5.0 FTE, target 0 since 1 October"."""
    label, value = sentence(label_of(stand.path.measure)), stand.value or 0.0
    return (
        f"{label}: {amount(stand.path.measure, value)}"
        f"{against_target(stand.path, value, stand.day)}"
    )


def _teams(setting: StaffingSetting) -> Table | None:
    return team_table(
        setting,
        (
            # A phone shows the team and the first two.
            Column("agency_fte", "FTE", numeric=True, places=1),
            Column("supernumerary_fte", "Extra", numeric=True, places=1),
            Column("agency_rate", "Rate, %", numeric=True, places=1),
            Column("covering_vacancy_fte", "Vacancy", numeric=True, places=1),
            Column("covering_absence_fte", "Absence", numeric=True, places=1),
            # A team's cost may be known of one or two of its agency workers only.
            *([] if setting.for_a_channel else [_COST]),
        ),
        _team_row,
        _MEASURES,
        "Agency social workers by team, FTE; most first",
    )


def _team_row(parts: Parts) -> dict[str, Value] | None:
    if not parts.agency_fte:
        return None
    return {
        "agency_fte": parts.agency_fte,
        "agency_headcount": parts.agency_headcount,
        "agency_rate": value_of(Measure.AGENCY_RATE, parts),
        "supernumerary_fte": parts.supernumerary_fte,
        "covering_vacancy_fte": parts.agency_vacancy_fte,
        "covering_absence_fte": parts.agency_absence_fte,
        "weekly_cost": round(parts.agency_weekly_cost),
    }


def _people(setting: StaffingSetting) -> Table | None:
    """Each agency worker of a team, the first to leave first, for those who may see names."""
    if not setting.names_people:
        return None
    return Table(
        columns=(
            Column("worker", "Worker"),
            Column("why_words", "Covers"),
            Column("ends_words", "Ends"),
            Column("fte", "FTE", numeric=True),
            _COST,
        ),
        rows=[_person(setting, worker) for worker in agency_workers(setting.book)],
        caption=f"Agency social workers of {setting.scope.name}, the first to leave first",
    )


def _person(setting: StaffingSetting, worker: WorkerTerms) -> dict[str, Value]:
    last = worker.last_day
    return {
        "worker": worker.name,
        "staff_id": worker.staff_id,
        "team": setting.book.teams[worker.team_id].name,
        "fte": worker.fte,
        "basis": worker.agency_basis.value if worker.agency_basis else None,
        "ends_on": last.isoformat() if last else None,
        "weekly_cost": worker.weekly_cost,
        "why_words": _WHY[worker.agency_basis],
        "ends_words": short_day(last, setting.today) if last else "no end date",
    }


def _chart(setting: StaffingSetting, path: Path | None) -> Chart | None:
    """Agency FTE month by month beside what the path asked for; nothing of a short history."""
    written = setting.history(years_before(setting.book.day, 1))
    if any(setting.hides(Measure.AGENCY_FTE, parts) for _, parts in written):
        return None
    monthly = list({(on.year, on.month): (on, parts) for on, parts in written}.values())
    points = (monthly if len(monthly) > 3 else written)[-_YEAR_OF_MONTHS:]
    values = [parts.agency_fte for _, parts in points]
    if path is None and len(set(values)) < 2:
        return None
    series = [Series("Agency FTE", values)]
    if path is not None:
        series.append(Series("Target", [path.value_on(on) for on, _ in points]))
    return Chart(
        kind="line",
        title=_title(setting, path),
        labels=[_label(on) for on, _ in points],
        series=series,
        x_label="day",
        y_label="FTE",
    )


def _title(setting: StaffingSetting, path: Path | None) -> str:
    """ "Agency FTE, target 12 since 1 October"."""
    step = None if path is None else path.step_on(setting.book.day)
    if step is None:
        return f"Agency FTE{setting.place}"
    since = said_day(step.from_on, setting.book.day)
    return f"Agency FTE, target {shown(step.value)} since {since}"


def _label(on: date) -> str:
    return f"{on.day} {on:%b %Y}"


def _next(setting: StaffingSetting) -> list[Next]:
    then = buttons(setting.scope, Topic.VACANCIES, Topic.TARGETS, Topic.STAFFING)
    whole = setting.scope.kind is ScopeKind.AUTHORITY
    return [
        trend_button(setting.scope, Measure.AGENCY_FTE),
        *then,
        *([Next("Compare", "compare agency")] if whole else []),
    ]
