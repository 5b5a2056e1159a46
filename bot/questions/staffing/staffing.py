"""Staffing on one page: who is in post, agency, vacancies, turnover, each against its target."""

from alerts.staffing_words import amount
from alerts.wording import count
from bot.grammar import Topic
from bot.questions.answer import Answer, Column, Next, Table, Value
from bot.questions.staffing.on_course import (
    course_note,
    own_paths,
    stands,
    with_assumptions,
    worst,
)
from bot.questions.staffing.setting import StaffingSetting
from bot.questions.staffing.words import (
    against_target,
    buttons,
    label_of,
    people,
    said,
    target_cell,
    trend_button,
)
from models.access import ScopeKind
from models.figures.figure import Figure
from models.staffing.measures import value_of
from models.staffing.parts import Parts
from models.staffing.targets import Path
from models.vocabulary import Measure

_ROWS = {
    Measure.IN_POST_FTE: "In post, FTE",
    Measure.IN_POST_HEADCOUNT: "In post, people",
    Measure.AGENCY_FTE: "Agency, FTE",
    Measure.AGENCY_HEADCOUNT: "Agency, people",
    Measure.AGENCY_RATE: "Agency rate (DfE)",
    Measure.SUPERNUMERARY_FTE: "Supernumerary, FTE",
    Measure.POSTS_FTE: "Posts, FTE",
    Measure.VACANT_FTE: "Vacant, FTE",
    Measure.VACANCY_RATE: "Vacancy rate (DfE)",
    Measure.PERMANENT_SHARE: "Permanent",
    Measure.MANAGERS_PERMANENT_SHARE: "Permanent managers",
    Measure.TURNOVER_RATE: "Turnover (DfE)",
    Measure.UNDER_TWO_YEARS_SHARE: "Under two years",
    Measure.NEWLY_QUALIFIED: "Newly qualified",
    Measure.OTHER_IN_POST_FTE: "Other staff, FTE",
}
"""What the page has, with what it is called in a narrow column; social workers before others."""

_OF_POSTS = (Measure.POSTS_FTE, Measure.VACANT_FTE, Measure.VACANCY_RATE)
"""What nobody knows where the workforce list has no posts."""

Found = dict[Measure, Figure]


def answer_staffing(setting: StaffingSetting) -> Answer:
    """The measure furthest off its target, or the plain position; then everything on one page."""
    known = setting.figures(*_ROWS)
    unknown = () if setting.book.counted_posts else _OF_POSTS
    found = {m: known[m] for m in _ROWS if m in known and m not in unknown}
    paths = own_paths(setting)
    standing = stands(setting, setting.book, list(paths.values()), found)
    worst_off = worst(standing)
    missed = sum(stand.off for stand in standing)
    if worst_off is None:
        headline = f"{setting.name}: {_position(setting, found)}"
    else:
        measure, value = worst_off.path.measure, worst_off.value or 0.0
        more = f"; {count(missed - 1, 'more staffing target')} missed" if missed > 1 else ""
        headline = (
            f"{setting.name}: {label_of(measure)} {amount(measure, value)}"
            f"{against_target(worst_off.path, value, setting.book.day)}{more}"
        )
    course = [] if worst_off is None else worst_off.course_of(label_of(worst_off.path.measure))
    return setting.answer(
        headline,
        lines=[*_lines(found), *course],
        table=_table(setting, found, paths),
        figures=with_assumptions(found.values(), worst_off),
        named=list(found.values()),
        notes=course_note(worst_off),
        then=_next(setting),
    )


def _position(setting: StaffingSetting, found: Found) -> str:
    """ "46.4 FTE of social workers in post, 48.4 a year ago, 93.9 % permanent, 4.0 FTE vacant"."""
    before, in_post = setting.a_year_ago(), Measure.IN_POST_FTE
    then = None if before is None or setting.hides(in_post, before) else value_of(in_post, before)
    parts = [
        _part(found, in_post, "{} FTE of social workers in post"),
        f"{said(in_post, then)} a year ago" if then is not None and in_post in found else None,
        _part(found, Measure.PERMANENT_SHARE, "{} permanent"),
        _part(found, Measure.VACANT_FTE, "{} FTE vacant"),
    ]
    return ", ".join(part for part in parts if part) or "too few people to say"


def _lines(found: Found) -> list[str]:
    in_post = _part(found, Measure.IN_POST_FTE, "{} FTE in post")
    headcount = found.get(Measure.IN_POST_HEADCOUNT)
    if in_post and headcount is not None and headcount.value is not None:
        in_post += f" ({people(headcount.value)})"
    lines = [
        [
            in_post,
            _with_rate(found, Measure.AGENCY_FTE, Measure.AGENCY_RATE, "agency"),
            _with_rate(found, Measure.VACANT_FTE, Measure.VACANCY_RATE, "vacant"),
        ],
        [
            _part(found, Measure.PERMANENT_SHARE, "Permanent: {} of social workers"),
            _part(found, Measure.MANAGERS_PERMANENT_SHARE, "{} of managers"),
            _part(found, Measure.TURNOVER_RATE, "turnover {} (DfE)"),
            _part(found, Measure.UNDER_TWO_YEARS_SHARE, "{} under two years since qualifying"),
        ],
    ]
    return [text for line in lines if (text := " · ".join(part for part in line if part))]


def _part(found: Found, measure: Measure, text: str) -> str | None:
    figure = found.get(measure)
    if figure is None or figure.value is None:
        return None
    return text.format(said(measure, figure.value))


def _with_rate(found: Found, amount: Measure, rate: Measure, noun: str) -> str | None:
    text = _part(found, amount, f"{{}} FTE {noun}")
    of_all = _part(found, rate, "rate {} (DfE)")
    return f"{text}, {of_all}" if text and of_all else text


def _table(setting: StaffingSetting, found: Found, paths: dict[Measure, Path]) -> Table:
    """Measure, now, target, a year ago; without the targets where the scope has none."""
    day, before = setting.book.day, setting.a_year_ago()
    has_targets = any(paths[m].value_on(day) is not None for m in paths if m in found)
    columns = [
        Column("measure_words", "Measure"),
        Column("now_words", "Now", numeric=True),
        *([Column("target_words", "Target", numeric=True)] if has_targets else []),
        *([Column("year_ago_words", "A year ago", numeric=True)] if before else []),
    ]
    rows = [_row(setting, figure, paths.get(measure), before) for measure, figure in found.items()]
    return Table(columns=columns, rows=rows, caption=f"Staffing{setting.place}")


def _row(
    setting: StaffingSetting, figure: Figure, path: Path | None, before: Parts | None
) -> dict[str, Value]:
    measure = figure.measure
    target = None if path is None else path.value_on(setting.book.day)
    hidden = before is None or setting.hides(measure, before)
    year_ago = None if before is None or hidden else value_of(measure, before)
    return {
        "measure": measure.value,
        "now": figure.value,
        "target": target,
        "year_ago": year_ago,
        "measure_words": _ROWS[measure],
        "now_words": said(measure, figure.value),
        "target_words": "–" if path is None or target is None else target_cell(path, target),
        "year_ago_words": said(measure, year_ago),
    }


def _next(setting: StaffingSetting) -> list[Next]:
    then = buttons(
        setting.scope,
        Topic.AGENCY,
        Topic.VACANCIES,
        Topic.POSTS,
        Topic.TURNOVER,
        Topic.EXPERIENCE,
        Topic.TARGETS,
    )
    whole = setting.scope.kind is ScopeKind.AUTHORITY
    return [
        trend_button(setting.scope, Measure.IN_POST_FTE),
        *then,
        *([Next("Compare", "compare")] if whole else []),
    ]
