"""The tables in the digest's thread: each with a finding for a title."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta

from alerts.digest.digest import Sheet
from alerts.digest.facts import DigestFacts, ReviewFacts, TeamFacts, WaitingFacts
from alerts.digest.rows import one_decimal
from alerts.digest.sentences.health import called, muted, muted_words
from alerts.digest.sentences.phrasing import (
    above_promise,
    listed_few,
    numbered,
    promised,
)
from alerts.digest.staffing_sheet import staffing_sheet
from alerts.rules.kinds import URGENT_KINDS
from alerts.wording import count, day, kind_words, number_word, promise, sentence
from models.figures.figure import fixed, shown, tidy
from models.reference.comparing import Comparison
from models.reference.measures import PublishedMeasure
from models.vocabulary import CaseKind, Measure

NONE = "–"
NO_TEAM = "no listed team"

NEXT = timedelta(days=7)
"""The day of the next digest, which has its own reviews."""

MOST_REVIEWS = 20
MOST_TEAMS = 40
"""A message's table ends there; the whole is one question away."""


def sheets(
    facts: DigestFacts, more_decisions: Sequence[str] = (), more_changes: Sequence[str] = ()
) -> tuple[Sheet, ...]:
    """Those that have something to say, in the order they are read."""
    made = (
        _more("Also needs a decision", more_decisions),
        _more("Also changed", more_changes),
        _teams(facts),
        staffing_sheet(facts),
        _unallocated(facts),
        _register(facts),
        _neighbours(facts),
        _muted(facts),
    )
    return tuple(sheet for sheet in made if sheet is not None)


def _more(title: str, sentences: Sequence[str]) -> Sheet | None:
    return Sheet(title=title, lines=tuple(sentences)) if sentences else None


def _teams(facts: DigestFacts) -> Sheet | None:
    if not facts.teams:
        return None
    return Sheet(
        title=_teams_title(facts.teams),
        headings=("Team", "Average", "Promise", "± week", "Over", "Unallocated", "Not seen",
                  "Median", "Highest", "Open"),
        rows=(*(_team(team, facts) for team in facts.teams[:MOST_TEAMS]), *_elsewhere(facts)),
        footer=_teams_footer(facts),
    )  # fmt: skip


def _teams_title(teams: Sequence[TeamFacts]) -> str:
    above, of = above_promise(teams), promised(teams)
    if not of:
        return "Teams"
    if len(of) == 1:
        return f"{of[0].name} is {'' if above else 'not '}above its promise"
    if not above:
        return f"None of {number_word(len(of))} teams is above promise"
    number, verb = sentence(number_word(len(above))), "is" if len(above) == 1 else "are"
    return f"{number} of {number_word(len(of))} teams {verb} above promise"


def _elsewhere(facts: DigestFacts) -> list[tuple[str, ...]]:
    """What the listed teams do not add up to: cases of a team that is listed no longer, or none."""
    if facts.is_service:
        return []
    parts = (
        (Measure.UNALLOCATED, sum(team.unallocated for team in facts.teams)),
        (Measure.NOT_SEEN, sum(team.not_seen for team in facts.teams)),
        (Measure.OPEN_CASES, sum(team.open_cases for team in facts.teams)),
    )
    known = [(facts.value(measure), of_teams) for measure, of_teams in parts]
    unallocated, not_seen, open_ = (
        NONE if value is None else f"{round(value) - of_teams:,}" for value, of_teams in known
    )
    value, of_teams = known[-1]
    if value is None or value <= of_teams:
        return []
    return [(NO_TEAM, NONE, NONE, NONE, NONE, unallocated, not_seen, NONE, NONE, open_)]


def _team(team: TeamFacts, facts: DigestFacts) -> tuple[str, ...]:
    """Of one or two workers every figure would tell, open cases as much as an average."""
    if team.is_small:
        return (team.name, *[NONE] * 9)
    return (
        team.name,
        one_decimal(team.average) or NONE,
        promise(team.promise) or NONE,
        NONE if facts.is_stale else _change(team),
        str(team.over_limit) if team.has_limits else NONE,
        str(team.unallocated),
        str(team.not_seen),
        NONE if team.median is None else shown(team.median),
        NONE if team.highest is None else shown(team.highest),
        f"{team.open_cases:,}",
    )


def _change(team: TeamFacts) -> str:
    if team.average is None or team.average_week_ago is None:
        return NONE
    change = tidy(team.average - team.average_week_ago)
    return f"{change:+.1f}".replace("-", "−") if change else "0"


def _teams_footer(facts: DigestFacts) -> str:
    said = []
    if len(facts.teams) > MOST_TEAMS:
        said.append(f"The {MOST_TEAMS} furthest above promise of {len(facts.teams)} teams.")
    if any(team.is_small for team in facts.teams):
        said.append("No figures of teams where fewer than three workers hold cases.")
    if any(team.average is None and team.median is not None for team in facts.teams):
        said.append("No average that would be of fewer than three workers.")
    if any(team.average_leaves_out and team.average is not None for team in facts.teams):
        said.append("Average: social workers (DfE); over, median and highest: all with cases.")
    return " ".join(said)


def _unallocated(facts: DigestFacts) -> Sheet | None:
    if not facts.waiting:
        return None
    of_kind: dict[CaseKind, list[WaitingFacts]] = defaultdict(list)
    for part in facts.waiting:
        of_kind[part.kind].append(part)
    urgent = sum(part.cases for part in facts.waiting if part.kind in URGENT_KINDS)
    total = sum(part.cases for part in facts.waiting)
    verb = "has" if total == 1 else "have"
    of_them = f", {urgent} of them child protection or looked after" if urgent else ""
    return Sheet(
        title=f"{count(total, 'case')} {verb} no worker{of_them}",
        headings=("Kind", "Cases", "Longest, working days", "Where"),
        rows=tuple(
            _kind(kind, of_kind[kind])
            for kind in sorted(of_kind, key=lambda k: (k not in URGENT_KINDS, k))
        ),
    )


def _kind(kind: CaseKind, parts: Sequence[WaitingFacts]) -> tuple[str, ...]:
    days = max((part.working_days for part in parts if part.working_days is not None), default=None)
    by_team: dict[str, int] = defaultdict(int)
    for part in parts:
        by_team[part.team or NO_TEAM] += part.cases
    most = sorted(by_team.items(), key=lambda each: (-each[1], each[0]))
    return (
        kind_words(kind),
        str(sum(part.cases for part in parts)),
        "not known" if days is None else str(days),
        listed_few([f"{team} {cases}" for team, cases in most], 3),
    )


def _register(facts: DigestFacts) -> Sheet | None:
    due = [review for review in facts.reviews if review.review_on < facts.today + NEXT]
    lines = []
    if facts.began or facts.ended:
        ended = number_word(facts.ended) if facts.ended else "none"
        are = "is" if len(facts.alerts) == 1 else "are"
        lines.append(
            f"In the last seven days {numbered(facts.began, 'alert')} began and {ended} ended; "
            f"{number_word(len(facts.alerts))} {are} open now."
        )
    if not due and not lines:
        return None
    passed = sum(review.review_on < facts.today for review in due)
    title = "No review is due this week"
    if due:
        title = _reviews_due(len(due) - passed, passed)
    return Sheet(
        title=title,
        lines=tuple(lines),
        headings=("Where", "About", "Decided", "By", "Review") if due else (),
        rows=tuple(_review(review, facts) for review in due[:MOST_REVIEWS]),
        footer=f"And {len(due) - MOST_REVIEWS} more." if len(due) > MOST_REVIEWS else "",
    )


def _reviews_due(this_week: int, overdue: int) -> str:
    """ "Two reviews are due this week, one is overdue"."""
    due = f"{numbered(this_week, 'review')} {'are' if this_week > 1 else 'is'} due this week"
    late = f"{number_word(overdue)} {'are' if overdue > 1 else 'is'} overdue"
    if not this_week:
        late = f"{numbered(overdue, 'review')} {'are' if overdue > 1 else 'is'} overdue"
    return sentence(", ".join(part for part, n in ((due, this_week), (late, overdue)) if n))


def _review(review: ReviewFacts, facts: DigestFacts) -> tuple[str, ...]:
    on = day(review.review_on, facts.today)
    return (
        review.team or "the whole",
        called(review.kind),
        review.decision,
        review.by,
        f"{on}, overdue" if review.review_on < facts.today else on,
    )


def _neighbours(facts: DigestFacts) -> Sheet | None:
    found = [each for each in facts.neighbours if each.now.median.value is not None]
    if not found:
        return None
    first = found[0]
    published = f"{first.area.name} {first.now.year}"
    return Sheet(
        title=_neighbours_title(facts, found),
        headings=("Measure", "Now", "Neighbours", "England", "Region", published),
        rows=tuple(_neighbour(facts, each) for each in found),
        footer=f"Published figures of {first.area.name}, England, its region and the middle of its "
        f"ten statistical neighbours: Department for Education, 30 September {first.now.year}.",
    )


_LIVE = {
    PublishedMeasure.AVERAGE_CASELOAD: Measure.AVERAGE_CASELOAD,
    PublishedMeasure.AGENCY_RATE: Measure.AGENCY_RATE,
    PublishedMeasure.VACANCY_RATE: Measure.VACANCY_RATE,
    PublishedMeasure.TURNOVER_RATE: Measure.TURNOVER_RATE,
}


def _neighbours_title(facts: DigestFacts, found: Iterable[Comparison]) -> str:
    above = [
        each.description.label
        for each in found
        for own in (facts.value(_LIVE[each.measure]),)
        if own is not None and each.now.median.value is not None and own > each.now.median.value
    ]
    if not above:
        return "At or below the middle of its statistical neighbours in everything published"
    return f"Above the middle of its statistical neighbours in {listed_few(above, 4, 'measure')}"


def _neighbour(facts: DigestFacts, each: Comparison) -> tuple[str, ...]:
    now = each.now
    region = None if now.region is None else now.region.value
    own = facts.value(_LIVE[each.measure])
    values = (own, now.median.value, now.england.value, region, now.own.value)
    is_rate = each.measure is not PublishedMeasure.AVERAGE_CASELOAD
    return (each.description.label, *(_published(value, is_rate) for value in values))


def _published(value: float | None, is_rate: bool) -> str:
    if value is None:
        return NONE
    return f"{fixed(value)} %" if is_rate else fixed(value)


def _muted(facts: DigestFacts) -> Sheet | None:
    found = muted(facts)
    if not found:
        return None
    verb = "is" if len(found) == 1 else "are"
    return Sheet(
        title=f"{sentence(numbered(len(found), 'alert'))} {verb} muted",
        lines=tuple(sentence(muted_words(alert, facts)) for alert in found[:MOST_REVIEWS]),
    )
