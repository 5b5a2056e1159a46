"""What is drawn beneath a digest: each worker a dot, agency against its path, a year of demand."""

from collections.abc import Sequence
from datetime import date

from alerts.digest.facts import DigestFacts, TeamFacts
from alerts.digest.few import REASONS, covering, left_out_then
from alerts.digest.pictures import (
    AgencyPicture,
    CaseloadsPicture,
    DemandPicture,
    Picture,
    Spot,
    TeamRow,
)
from alerts.digest.rows import one_decimal
from alerts.digest.sentences.health import as_at
from alerts.digest.sentences.phrasing import above_promise, numbered, promised
from alerts.wording import count, number_word, promise, sentence
from models.figures.figure import shown, tidy
from models.figures.limits import Promise
from models.staffing.course import said_day
from models.staffing.parts import Parts
from models.vocabulary import Measure

MOST_TEAMS = 24
"""More rows are not legible on a phone."""

COVERING = "covering a vacancy or an absence"

FEWEST_POINTS = 4
"""Of fewer weeks a line says nothing."""


def pictures(facts: DigestFacts) -> tuple[Picture, ...]:
    """Those that have something to show."""
    made = (_caseloads(facts), _agency(facts), _demand(facts))
    return tuple(picture for picture in made if picture is not None)


def _caseloads(facts: DigestFacts) -> CaseloadsPicture | None:
    drawn = [team for team in facts.teams if team.dots]
    if not drawn:
        return None
    shown_teams = drawn[:MOST_TEAMS]
    return CaseloadsPicture(
        title=_caseloads_title(facts),
        teams=tuple(_team_row(team) for team in shown_teams),
        foot=" · ".join(["each dot is a worker, unnamed", *_not_drawn(facts, drawn), as_at(facts)]),
        alt="; ".join(_team_in_words(team) for team in shown_teams),
    )


def _caseloads_title(facts: DigestFacts) -> str:
    teams, above = promised(facts.teams), above_promise(facts.teams)
    if not teams:
        return "Caseloads by team"
    if not above:
        return "No team is above its promise"
    if len(teams) == 1:
        return f"{above[0].name} is above its promise"
    of = f"of {number_word(len(teams))} teams"
    if len(above) == 1:
        return f"One {of} is above promise: {above[0].name}"
    number = sentence(number_word(len(above)))
    return f"{number} {of} are above promise, {above[0].name} the furthest"


def _team_row(team: TeamFacts) -> TeamRow:
    return TeamRow(
        name=team.name,
        dots=team.dots,
        promise=band(team.promise),
        limit=team.limit,
        average=one_decimal(team.average),
        over=team.over_limit,
    )


def band(given: Promise | None) -> tuple[float, float] | None:
    """Both ends of a promise as they are drawn; an open lower end is 0."""
    if given is None or given.high is None:
        return None
    return given.low or 0.0, given.high


def _not_drawn(facts: DigestFacts, drawn: Sequence[TeamFacts]) -> list[str]:
    """What the foot says of who is missing, and of whom the averages are."""
    found = []
    if any(team.average_leaves_out and team.average is not None for team in drawn[:MOST_TEAMS]):
        found.append("dots: everybody at work with cases; average: social workers, DfE")
    absent = sum(team.absent_with_cases for team in facts.teams if not team.is_small)
    if absent:
        workers = "absent worker with cases is" if absent == 1 else "absent workers with cases are"
        found.append(f"{absent} {workers} not drawn")
    if len(drawn) > MOST_TEAMS:
        found.append(f"the {MOST_TEAMS} furthest above promise of {len(drawn)} teams")
    small = sum(not team.dots and bool(team.open_cases) for team in facts.teams)
    if small:
        verb = "is" if small == 1 else "are"
        found.append(
            f"{numbered(small, 'team')} with fewer than three workers at work with cases {verb} "
            "not drawn"
        )
    return found


def _team_in_words(team: TeamFacts) -> str:
    band_said = promise(team.promise)
    against = f", promise {band_said}" if band_said else ""
    average = "no average" if team.average is None else f"average {shown(team.average)}"
    workers = count(len(team.dots), "worker")
    return f"{team.name}: {average}{against}, {workers}, {team.over_limit} over"


def _agency(facts: DigestFacts) -> AgencyPicture | None:
    past = _told_days(facts)
    if facts.value(Measure.AGENCY_FTE) is None or len(past) < FEWEST_POINTS:
        return None
    if not facts.value(Measure.AGENCY_FTE) and not any(parts.agency_fte for _, parts in past):
        return None
    first, last = past[0][0], past[-1][0]
    course, words = _course(facts)
    extra_known = _is_extra_known(facts, past)
    if extra_known:
        past = [day for day in past if not REASONS & left_out_then(day[1])]
    known = [parts for _, parts in past]
    return AgencyPicture(
        title=_agency_title(facts),
        unit="agency social workers, FTE",
        covering=_spots(past, [covering(p) if extra_known else p.agency_fte for p in known]),
        lowest=COVERING if extra_known else "agency social workers",
        supernumerary=_spots(past, [p.supernumerary_fte for p in known]) if extra_known else (),
        unknown=_unknown(past) if extra_known else (),
        target=_target(facts, first),
        course=course,
        course_words=words,
        foot=as_at(facts),
        alt=_agency_in_words(facts, last),
    )


def _told_days(facts: DigestFacts) -> list[tuple[date, Parts]]:
    """Without those on which agency was one or two people."""
    return [
        (day, parts)
        for day, parts in facts.staffing.history
        if Measure.AGENCY_FTE not in left_out_then(parts)
    ]


def _is_extra_known(facts: DigestFacts, past: Sequence[tuple[date, Parts]]) -> bool:
    """Whether the reasons for agency may be told now, and of most days: else only the whole is."""
    told = sum(not REASONS & left_out_then(parts) for _, parts in past)
    is_few = Measure.SUPERNUMERARY_FTE in facts.staffing.few
    return not is_few and told >= FEWEST_POINTS and 2 * told >= len(past)


def _spots(past: Sequence[tuple[date, Parts]], values: Sequence[float]) -> tuple[Spot, ...]:
    return tuple(
        Spot(day=day.isoformat(), value=tidy(value, 2))
        for (day, _), value in zip(past, values, strict=True)
    )


def _unknown(past: Sequence[tuple[date, Parts]]) -> tuple[Spot, ...]:
    values = [parts.agency_unknown_fte for _, parts in past]
    return _spots(past, values) if any(values) else ()


def _target(facts: DigestFacts, first: date) -> tuple[Spot, ...]:
    """The value in force at the picture's beginning, and each step since and to come in a year."""
    path = facts.staffing.paths.get(Measure.AGENCY_FTE)
    if path is None:
        return ()
    at_first = path.value_on(first)
    steps = [] if at_first is None else [Spot(day=first.isoformat(), value=at_first)]
    projection = facts.staffing.projections.get(Measure.AGENCY_FTE)
    until = facts.day if projection is None else projection.until
    return (
        *steps,
        *(
            Spot(day=step.from_on.isoformat(), value=step.value)
            for step in path.steps
            if first < step.from_on <= until
        ),
    )


def _course(facts: DigestFacts) -> tuple[tuple[Spot, ...], str]:
    projection = facts.staffing.projections.get(Measure.AGENCY_FTE)
    if projection is None or len(projection.points) < 2:
        return (), ""
    spots = tuple(
        Spot(day=point.day.isoformat(), value=point.value)
        for point in projection.points
        if point.value is not None
    )
    path = facts.staffing.paths[Measure.AGENCY_FTE]
    target = path.value_on(facts.today)
    reached = None if target is None else projection.reaches(target, path.direction)
    if target is not None and reached is not None and reached > projection.points[0].day:
        return spots, f"on the present course {shown(target)} on {said_day(reached, facts.day)}"
    last = projection.points[-1]
    words = f"on the present course {shown(last.value)} on {said_day(last.day, facts.day)}"
    return spots, words


def _agency_title(facts: DigestFacts) -> str:
    found = facts.measures[Measure.AGENCY_FTE]
    now = found.now or 0.0
    target = facts.target(Measure.AGENCY_FTE)
    said = f"Agency: {shown(now)} FTE"
    if target is None:
        return said
    if now > target:
        return f"{said}, {shown(now - target)} above target"
    return (
        f"{said}, on target" if now == target else f"{said}, within the target of {shown(target)}"
    )


def _agency_in_words(facts: DigestFacts, last: date) -> str:
    found = facts.measures[Measure.AGENCY_FTE]
    target = facts.target(Measure.AGENCY_FTE)
    against = f", target {shown(target)}" if target is not None else ""
    ago = f"; a year ago {shown(found.year_ago)}" if found.year_ago is not None else ""
    _, words = _course(facts)
    course = f"; {words}" if words else ""
    return (
        f"Agency social workers on {said_day(last, facts.day)}: {shown(found.now)} FTE"
        f"{against}{ago}{course}"
    )


def _demand(facts: DigestFacts) -> DemandPicture | None:
    cases = [(p.day, p.open_cases) for p in facts.past if p.open_cases is not None]
    averages = [(p.day, p.average) for p in facts.past if p.average is not None]
    if len(cases) < FEWEST_POINTS or len(averages) < FEWEST_POINTS:
        return None
    (first, last), (began, ends) = (cases[0][1], cases[-1][1]), (averages[0][1], averages[-1][1])
    days = [said_day(known[0][0], facts.day) for known in (cases, averages)]
    since = "" if days[0] == days[1] else f" since {days[0]}"
    said = (
        f"open cases {shown(first)} → {shown(last)}{since}, average {shown(began)} → "
        f"{shown(ends)} since {days[1]}"
    )
    return DemandPicture(
        title=sentence(said),
        open_cases=tuple(Spot(day=day.isoformat(), value=value) for day, value in cases),
        average=tuple(Spot(day=day.isoformat(), value=value) for day, value in averages),
        promise=band(facts.promise),
        foot=as_at(facts),
        alt=f"{sentence(said)}.",
    )
