"""Every target: where its measure stands, the next step, when it is reached or missed."""

from collections import defaultdict
from collections.abc import Sequence

from alerts.staffing_words import amount
from alerts.wording import moment, sentence
from bot.grammar import Topic
from bot.questions.answer import Answer, Column, Table, Value
from bot.questions.caseload import ONE_COLLEAGUES
from bot.questions.staffing.on_course import (
    Stand,
    course_chart,
    course_note,
    stands,
    with_assumptions,
)
from bot.questions.staffing.setting import StaffingSetting
from bot.questions.staffing.words import (
    against_target,
    buttons,
    label_of,
    said,
    target_cell,
)
from models.access import ScopeKind
from models.errors import NoData
from models.figures.figure import Figure
from models.figures.measures import scope_figures, tells_on_somebody
from models.figures.queries import gather_book
from models.staffing.book import StaffingBook
from models.staffing.course import said_day
from models.staffing.measures import MEASURES
from models.staffing.paths import all_paths
from models.staffing.targets import Path
from models.vocabulary import Measure

_NONE = (
    "No target is set{place}. Targets are read from the sheet Targets of the workforce extract; "
    "the performance team can add one{scope}."
)
_MOST_COURSES = 3

Found = dict[Measure, Figure]


def answer_targets(setting: StaffingSetting) -> Answer:
    """How many targets are missed and by how far the worst, and each with its course."""
    standing: list[Stand] = []
    figures: list[Figure] = []
    for paths, book in _by_scope(setting):
        found = _figures(setting, book, paths)
        standing += stands(setting, book, paths, found)
        figures += found.values()
    asked = buttons(setting.scope, Topic.AGENCY, Topic.VACANCIES, Topic.TURNOVER, Topic.STAFFING)
    if not standing:
        none = _NONE.format(place=setting.place, scope=_scope_to_write(setting))
        return setting.answer(none, then=asked)
    ordered = sorted(standing, key=lambda stand: -stand.far)
    missed = [stand for stand in ordered if stand.off]
    told = [stand for stand in ordered if stand.projection is not None and stand.going_off]
    shown = next((stand for stand in ordered if stand.projection is not None), ordered[0])
    return setting.answer(
        f"Targets{setting.place}: {_headline(setting, missed, ordered)}",
        lines=[
            line
            for stand in told[:_MOST_COURSES]
            for line in stand.course_of(_what(setting, stand.path))
        ],
        table=_table(setting, ordered),
        chart=course_chart(shown, _title(setting, shown)),
        figures=with_assumptions(figures, *told),
        named=figures,
        notes=[*_as_at_of_cases(setting, figures), *course_note(*told)],
        then=asked,
    )


def _scope_to_write(setting: StaffingSetting) -> str:
    """ " with the scope service:Court": what the sheet's row has to say of one service or team."""
    scope = setting.scope
    if scope.id is None or scope.kind not in {ScopeKind.SERVICE, ScopeKind.TEAM}:
        return ""
    return f" with the scope {scope.kind.value}:{scope.name}"


def _by_scope(setting: StaffingSetting) -> list[tuple[list[Path], StaffingBook]]:
    """The paths of the scope, its services and its teams, each with the staffing it is about."""
    whole = setting.scope.kind is ScopeKind.AUTHORITY
    service = setting.scope.id if setting.scope.kind is ScopeKind.SERVICE else None
    groups: dict[tuple[int | None, int | None], list[Path]] = defaultdict(list)
    for path in all_paths(setting.session):
        of_team = path.team_id is not None and path.team_id in setting.book.teams
        of_service = path.service_id is not None and (whole or path.service_id == service)
        of_all = whole and path.team_id is None and path.service_id is None
        if of_team or of_service or of_all:
            groups[path.service_id, path.team_id].append(path)
    return [(paths, _book_of(setting.book, *key)) for key, paths in groups.items()]


def _book_of(book: StaffingBook, service_id: int | None, team_id: int | None) -> StaffingBook:
    if team_id is not None:
        return book.of_teams([team_id])
    return book if service_id is None else book.of_service(service_id)


def _figures(setting: StaffingSetting, book: StaffingBook, paths: Sequence[Path]) -> Found:
    """The figures the paths are about; without those that would tell a channel of one person."""
    wanted = {path.measure for path in paths}
    found: list[Figure] = []
    if wanted & set(MEASURES):
        found += setting.figures_of(book)
    if wanted - set(MEASURES):
        found += _caseload_figures(setting, book)
    return {figure.measure: figure for figure in found if figure.measure in wanted}


def _caseload_figures(setting: StaffingSetting, book: StaffingBook) -> list[Figure]:
    whole = book is setting.book and setting.scope.kind is ScopeKind.AUTHORITY
    try:
        cases = gather_book(
            setting.session,
            team_ids=None if whole else frozenset(book.teams),
            not_seen_days=setting.services.settings.not_seen_days,
        )
    except NoData:
        return []
    found = scope_figures(cases, setting.warnings)
    if not setting.for_a_channel:
        return found
    if tells_on_somebody(cases):
        return []
    return [figure for figure in found if figure.measure not in ONE_COLLEAGUES]


def _headline(setting: StaffingSetting, missed: Sequence[Stand], every: Sequence[Stand]) -> str:
    if not missed:
        return "the one target is met" if len(every) == 1 else f"all {len(every)} are met"
    first = missed[0]
    measure, value = first.path.measure, first.value or 0.0
    worst = (
        f"{_what(setting, first.path)} {amount(measure, value)}"
        f"{against_target(first.path, value, first.day)}"
    )
    if len(every) == 1:
        return f"the one target is missed: {worst}"
    missing = "is missed:" if len(missed) == 1 else "are missed, the furthest off:"
    return f"{len(missed)} of {len(every)} {missing} {worst}"


def _what(setting: StaffingSetting, path: Path) -> str:
    """ "agency social workers", and where it is not of the whole that was asked about, whose."""
    label = label_of(path.measure)
    if path.team_id is not None and not setting.one_team:
        return f"{label} in {setting.book.teams[path.team_id].name}"
    if path.service_id is not None and setting.scope.kind is not ScopeKind.SERVICE:
        teams = setting.book.teams.values()
        names = [team.service for team in teams if team.service_id == path.service_id]
        return f"{label} in {names[0]}" if names else label
    return label


def _as_at_of_cases(setting: StaffingSetting, figures: Sequence[Figure]) -> list[str]:
    """The allocations' as-at, where a target is about cases."""
    moments = {figure.as_at for figure in figures if figure.measure not in MEASURES}
    zone = setting.services.settings.zone
    return [f"cases as at {moment(at, zone, setting.today)}" for at in sorted(moments)]


def _table(setting: StaffingSetting, standing: Sequence[Stand]) -> Table:
    return Table(
        columns=(
            Column("what", "Measure"),
            Column("stands_words", "Now and target", wraps=True),
            Column("ahead_words", "Course and next step", wraps=True),
        ),
        rows=[_row(setting, stand) for stand in standing],
        caption=f"Targets{setting.place}, the furthest off first{_until(standing)}",
        of_sentences=True,
    )


def _row(setting: StaffingSetting, stand: Stand) -> dict[str, Value]:
    path, on = stand.path, stand.day
    step, following = path.step_on(on), path.next_step(on)
    now, target, since, coming = said(path.measure, stand.value), "–", "–", "–"
    if step is not None:
        target, since = target_cell(path, step.value), said_day(step.from_on, on)
    if following is not None:
        coming = f"{target_cell(path, following.value)} from {said_day(following.from_on, on)}"
    course = _course_words(stand)
    return {
        "measure": path.measure.value,
        "now": stand.value,
        "target": step.value if step else None,
        "since": step.from_on.isoformat() if step else None,
        "next_target": following.value if following else None,
        "next_from": following.from_on.isoformat() if following else None,
        "missed": int(stand.off),
        "what": sentence(_what(setting, path)),
        "now_words": now,
        "target_words": target,
        "since_words": since,
        "next_words": coming,
        "course_words": course,
        "stands_words": f"{now}, target {target} since {since}"
        if step
        else f"{now}, no target yet",
        "ahead_words": _ahead(course, coming),
    }


def _ahead(course: str, following: str) -> str | None:
    """ "course: reached 1 April; next target 15 from 1 April"; None where nothing is known."""
    told = [f"course: {course}"] if course != "–" else []
    told += [f"next target {following}"] if following != "–" else []
    return "; ".join(told) or None


def _title(setting: StaffingSetting, stand: Stand) -> str:
    """ "Agency social workers: target reached 10 December"."""
    return f"{sentence(_what(setting, stand.path))}: target {_course_words(stand)}"


def _until(standing: Sequence[Stand]) -> str:
    ends = [(stand.projection.until, stand.day) for stand in standing if stand.projection]
    return f"; the course is to {said_day(*max(ends))}" if ends else ""


def _course_words(stand: Stand) -> str:
    """ "reached 1 March", "missed from 1 April", "kept"; a dash where known dates say nothing."""
    projection = stand.projection
    if projection is None:
        return "–"
    if stand.off:
        reached = projection.reaches(stand.target or 0.0, stand.path.direction)
        return f"reached {said_day(reached, stand.day)}" if reached else "not reached"
    miss = projection.first_miss(stand.path)
    return f"missed from {said_day(miss.day, stand.day)}" if miss else "kept"
