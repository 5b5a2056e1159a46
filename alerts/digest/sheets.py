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
from models.figures.figure import shown
from models.reference.comparing import Comparison
from models.reference.measures import PublishedMeasure
from models.vocabulary import CaseKind, Measure

NONE = "–"

SOON = timedelta(days=7)
"""Reviews that fall due before the next digest."""

MOST_REVIEWS = 20
MOST_TEAMS = 40
"""A message's table ends there; the whole is one question away."""


def sheets(facts: DigestFacts, more_decisions: Sequence[str] = ()) -> tuple[Sheet, ...]:
    """Those that have something to say, in the order they are read."""
    made = (
        _more(more_decisions),
        _teams(facts),
        staffing_sheet(facts),
        _unallocated(facts),
        _register(facts),
        _neighbours(facts),
        _muted(facts),
    )
    return tuple(sheet for sheet in made if sheet is not None)


def _more(sentences: Sequence[str]) -> Sheet | None:
    return Sheet(title="Also needs a decision", lines=tuple(sentences)) if sentences else None


def _teams(facts: DigestFacts) -> Sheet | None:
    if not facts.teams:
        return None
    above, of = above_promise(facts.teams), promised(facts.teams)
    title = "Teams"
    if of:
        verb = "is" if len(above) <= 1 else "are"
        number = sentence(number_word(len(above))) if above else "None"
        title = f"{number} of {numbered(len(of), 'team')} {verb} above promise"
    return Sheet(
        title=title,
        headings=("Team", "Average", "Promise", "± week", "Over", "Unallocated", "Not seen",
                  "Median", "Highest", "Open"),
        rows=tuple(_team(team, facts) for team in facts.teams[:MOST_TEAMS]),
        footer=_teams_footer(facts),
    )  # fmt: skip


def _team(team: TeamFacts, facts: DigestFacts) -> tuple[str, ...]:
    return (
        team.name,
        one_decimal(team.average) or NONE,
        promise(team.promise) or NONE,
        NONE if facts.is_stale else _change(team),
        NONE if team.is_small else str(team.over_limit),
        str(team.unallocated),
        str(team.not_seen),
        NONE if team.median is None else shown(team.median),
        NONE if team.highest is None else shown(team.highest),
        f"{team.open_cases:,}",
    )


def _change(team: TeamFacts) -> str:
    if team.average is None or team.average_week_ago is None:
        return NONE
    change = round(team.average - team.average_week_ago, 1)
    return f"{change:+.1f}".replace("-", "−") if change else "0"


def _teams_footer(facts: DigestFacts) -> str:
    said = []
    if len(facts.teams) > MOST_TEAMS:
        said.append(f"The {MOST_TEAMS} furthest above promise of {len(facts.teams)} teams.")
    if any(team.is_small for team in facts.teams):
        said.append("No averages of teams with fewer than three workers who hold cases.")
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
        by_team[part.team or "no team"] += part.cases
    most = sorted(by_team.items(), key=lambda each: (-each[1], each[0]))
    return (
        kind_words(kind),
        str(sum(part.cases for part in parts)),
        "not known" if days is None else str(days),
        listed_few([f"{team} {cases}" for team, cases in most], 3),
    )


def _register(facts: DigestFacts) -> Sheet | None:
    due = [review for review in facts.reviews if review.review_on <= facts.today + SOON]
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
        verb = "is" if len(due) == 1 else "are"
        late = f", {number_word(passed)} of them overdue" if passed else ""
        title = f"{sentence(numbered(len(due), 'review'))} {verb} due this week{late}"
    return Sheet(
        title=title,
        lines=tuple(lines),
        headings=("Where", "About", "Decided", "By", "Review") if due else (),
        rows=tuple(_review(review, facts) for review in due[:MOST_REVIEWS]),
        footer=f"And {len(due) - MOST_REVIEWS} more." if len(due) > MOST_REVIEWS else "",
    )


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
    return f"{value:.1f} %" if is_rate else f"{value:.1f}"


def _muted(facts: DigestFacts) -> Sheet | None:
    found = muted(facts)
    if not found:
        return None
    verb = "is" if len(found) == 1 else "are"
    return Sheet(
        title=f"{sentence(numbered(len(found), 'alert'))} {verb} muted",
        lines=tuple(sentence(muted_words(alert, facts)) for alert in found[:MOST_REVIEWS]),
    )
