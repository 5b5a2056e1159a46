"""A preview as people read it: how often, where, how long, examples, and what it cannot say."""

from datetime import date

from alerts.rules.kinds import OF_STAFFING
from alerts.rules.previewing.kinds import not_said
from alerts.rules.previewing.preview import Beside, Episode, Preview
from alerts.wording import count, day, sentence
from models.figures.figure import shown
from models.vocabulary import RuleKind

PLACES_NAMED = 8
_FEW_A_WEEK = 0.1

_OF_WORKERS = frozenset(
    {
        RuleKind.WORKER_OVER,
        RuleKind.NEWLY_QUALIFIED_OVER,
        RuleKind.ABSENT_HOLDING,
        RuleKind.LEAVER_HOLDING,
    }
)
_ABOVE_ALLOWANCE = frozenset({RuleKind.WORKER_OVER, RuleKind.NEWLY_QUALIFIED_OVER})
_WAITING = frozenset({RuleKind.URGENT_UNALLOCATED, RuleKind.UNALLOCATED})


def headline(found: Preview) -> str:
    """ "In the last 26 weeks this would have fired 14 times in 5 teams, median 3 working days."."""
    if found.coverage.first is None:
        return _nothing_kept(found)
    if not found.fired:
        return f"{_weeks(found)} this would not have fired."
    return (
        f"{_weeks(found)} this would have fired {times_words(found.fired)} {_where(found)}, "
        f"median {days_words(found.median_days)}."
    )


def _weeks(found: Preview) -> str:
    weeks = found.coverage.weeks_kept
    number = "week" if weeks == 1 else f"{weeks} weeks"
    if found.coverage.is_short:
        return f"In the {number} of which figures are kept"
    return f"In the last {number}"


def _nothing_kept(found: Preview) -> str:
    weeks = count(found.coverage.weeks, "week")
    if found.rule.kind in OF_STAFFING:
        return (
            f"There is nothing to look back at: in the last {weeks} no staffing was kept, or no "
            "target is set for what this rule looks at."
        )
    return (
        f"There is nothing to look back at: what this rule looks at was not kept in the last "
        f"{weeks}. It is kept with every load from now on."
    )


def _where(found: Preview) -> str:
    names = found.by_place
    if len(names) == 1:
        return f"in {names[0][0]}"
    return f"in {len(names):,} {'places' if found.rule.kind in OF_STAFFING else 'teams'}"


def times_words(times: int) -> str:
    """ "once", "twice", "14 times", "never"."""
    return {0: "never", 1: "once", 2: "twice"}.get(times) or count(times, "time")


def days_words(days: float | None) -> str:
    """ "3 working days", "1 working day", "2.5 working days", "less than a working day"."""
    if days is None:
        return "–"
    if not days:
        return "less than a working day"
    return "1 working day" if days == 1 else f"{shown(days, 1)} working days"


def places_words(found: Preview) -> str:
    """ "Court North 5, Court South 4, and 3 in 2 others"; empty where the headline says it all."""
    names = found.by_place
    if len(names) == 1:
        return ""
    said = [f"{name} {times:,}" for name, times in names[:PLACES_NAMED]]
    left = names[PLACES_NAMED:]
    if left:
        others = "another" if len(left) == 1 else f"{len(left):,} others"
        said.append(f"and {sum(times for _, times in left):,} in {others}")
    return ", ".join(said)


def facts(found: Preview) -> list[tuple[str, str]]:
    """What is laid side by side: what is counted, and how many."""
    return [
        ("Fired", times_words(found.fired)),
        ("Median", days_words(found.median_days)),
        ("Longest", days_words(found.longest_days)),
        ("Not over yet", f"{found.still_open:,}"),
        ("Notices", _notices(found)),
    ]


def _notices(found: Preview) -> str:
    """ "43, about 1.7 a week": of a few, a week's part says nothing."""
    if found.notices_a_week < _FEW_A_WEEK:
        return f"{found.notices:,}"
    return f"{found.notices:,}, about {shown(found.notices_a_week, 1)} a week"


def example_lines(found: Preview, today: date) -> list[str]:
    """ "Longest: Court North, Mon 2 Nov to Mon 16 Nov (10 working days), 3 workers, …"."""
    return [
        f"{sentence(what)}: {found.places[episode.place]}, {_dates(episode, today)}, "
        f"{_worst(found.rule.kind, episode)}."
        for what, episode in found.examples
    ]


def _dates(episode: Episode, today: date) -> str:
    since, lasted = day(episode.since, today), days_words(episode.working_days)
    if episode.until is None:
        return f"since {since}, not over yet ({lasted} so far)"
    return f"{since} to {day(episode.until, today)} ({lasted})"


def _worst(kind: RuleKind, episode: Episode) -> str:
    value, limit = episode.value, shown(episode.limit or 0, 2)
    if kind in _OF_WORKERS:
        cases = count(round(value), "case")
        most = f", limit {limit}" if kind in _ABOVE_ALLOWANCE else ""
        return f"{count(episode.members, 'worker')}, at worst {cases}{most}"
    if kind is RuleKind.TEAM_ABOVE_PROMISE:
        return f"at worst {shown(value, 1)} cases per full-time worker, promise up to {limit}"
    if kind in _WAITING:
        return f"at worst {count(round(value), 'case')} at once"
    if kind is RuleKind.NOT_SEEN:
        return f"at worst {count(round(value), 'child', 'children')} at once"
    return f"at worst {shown(value, 1)} off the target of {limit}"


def in_force_words(beside: Beside) -> str:
    """Why there is nothing beside it; empty where there is."""
    if beside.as_in_force is not None or beside.as_wanted is None:
        return ""
    if beside.in_force is None:
        return "There is no rule of this name in force yet."
    if not beside.in_force.is_on:
        return "The rule in force is off: it tells nothing."
    return "The rule in force is the same."


def caveats(found: Preview, today: date) -> list[str]:
    """What the figures leave out or stand on, as sentences."""
    coverage = found.coverage
    if coverage.first is None or coverage.last is None:
        return list(not_said(found.rule.kind))
    said = [
        f"Looked at {count(coverage.days, 'day')} from {day(coverage.first, today)} to "
        f"{day(coverage.last, today)}, with duration, margin and working days applied."
    ]
    if coverage.is_weekly:
        said.append(
            "Figures came about once a week: whatever began and ended between two loads is not "
            "seen."
        )
    elif coverage.gaps:
        held = sentence(times_words(len(coverage.gaps)))
        said.append(f"{held} no data came for so long that nothing could begin or end.")
    if found.over_from_the_start:
        number = found.over_from_the_start
        were = "was" if number == 1 else "were"
        said.append(
            f"{number:,} of these {were} over on the first day already, and may have begun before."
        )
    if found.still_open:
        said.append("What is not over yet counts as long as it has lasted.")
    said.append("Reminders and whoever is told above are not counted: they depend on answers.")
    return [*said, *not_said(found.rule.kind)]
