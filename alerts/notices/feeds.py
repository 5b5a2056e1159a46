"""What is said of the authority's files: the last load, a refused file, the end of a held load."""

from collections.abc import Iterable

from alerts.members import Member
from alerts.notices.facts import DecidedLoad, Facts
from alerts.rules.judging.authority import ALLOCATIONS, WORKFORCE
from alerts.wording import day, sentence
from models.vocabulary import ExtractKind, LoadStatus, RuleKind

_NEWER = {
    ExtractKind.ALLOCATIONS: "newer allocations have been loaded",
    ExtractKind.WORKFORCE: "a newer workforce has been loaded",
}


def late_feeds(members: Iterable[Member]) -> list[str]:
    """The subjects of the feeds that are late, the allocations first."""
    late = {member.subject for member in members}
    return [subject for subject in (ALLOCATIONS, WORKFORCE) if subject in late]


def lines_while_late(facts: Facts) -> tuple[list[str], list[str]]:
    """Each late feed's last load; of the allocations also the file refused since, and where only.

    What was wrong may quote a cell, and a cell may hold a name.
    """
    late = late_feeds(facts.shown)
    staffing = _workforce_lines(facts) if WORKFORCE in late else []
    if late == [WORKFORCE]:
        return staffing, staffing
    if staffing:
        staffing = [facts.said_of(WORKFORCE), *staffing]
    last = f"{last_load(facts)}."
    if facts.refused is None:
        return [last, *staffing], [last, *staffing]
    place = _place_refused(facts)
    message = facts.refused.message
    named = f"{place}: {message}" if message else f"{place}."
    return [last, named, *staffing], [last, f"{place}.", *staffing]


def _workforce_lines(facts: Facts) -> list[str]:
    reading = facts.readings.get(WORKFORCE)
    return [] if reading is None else list(reading.more)


def last_load(facts: Facts) -> str:
    """ "Last load: Wed 18 Nov 18:00"."""
    return f"Last load: {facts.at(facts.as_at)}"


def last_loads(facts: Facts) -> str:
    """The same of each late feed, on one line."""
    late = late_feeds(facts.shown)
    found = [] if late == [WORKFORCE] else [last_load(facts)]
    if WORKFORCE in late:
        found += [line.rstrip(".") for line in _workforce_lines(facts)]
    return " · ".join(found)


def late_news(facts: Facts) -> str:
    """What is said of the feed that is late now too, or has become older by a step."""
    judged = facts.judged
    news = [] if judged is None else [*judged.joined, *judged.worse]
    return next((facts.said_of(subject) for subject in news), "")


def _place_refused(facts: Facts) -> str:
    """ "Yesterday's file was refused: sheet List_6, row 212, column "CIN Start Date"."""
    refused = facts.refused
    assert refused is not None
    column = f'column "{refused.column}"' if refused.column else None
    sheet = f"sheet {refused.sheet}" if refused.sheet else None
    row = f"row {refused.row}" if refused.row else None
    place = ", ".join(part for part in (sheet, row, column) if part)
    return f"{_whose_file(facts)} was refused" + (f": {place}" if place else "")


def _whose_file(facts: Facts) -> str:
    assert facts.refused is not None
    came, today = facts.refused.at.astimezone(facts.zone).date(), facts.when.today
    names = {0: "Today's file", 1: "Yesterday's file"}
    return names.get((today - came).days, f"The file of {day(came, today)}")


def other_held_loads(facts: Facts) -> list[str]:
    """The held loads that the headline and the buttons are not about."""
    subjects = [member.subject for member in facts.shown]
    others = [facts.said_of(subject) for subject in subjects if subject != f"load:{facts.load_id}"]
    return [f"Also held: {said}." for said in others if said]


def closing_of_feeds(facts: Facts) -> tuple[str, list[str]] | None:
    """The last words about late data or held loads: the headline, and further lines."""
    if facts.kind is RuleKind.DATA_LATE:
        return _closing_of_late(facts)
    if facts.kind is RuleKind.LOAD_HELD:
        ended = [member.subject for member in facts.life.members if member.told]
        found = [facts.decided_loads[s] for s in ended if s in facts.decided_loads]
        said = [_decided(load, facts) for load in found]
        return (said[0], [f"{text}." for text in said[1:]]) if said else None
    return None


def _closing_of_late(facts: Facts) -> tuple[str, list[str]] | None:
    """Which feeds have arrived; None where only the rule was changed, and nothing new came in."""
    members = facts.life.members
    newer = late_feeds(m for m in members if m.told_value is not None and m.value < m.told_value)
    if not newer:
        return None
    at = f"as at {facts.at(facts.as_at)}"
    again = "Alerts are raised and closed again."
    if newer == [ALLOCATIONS]:
        return f"New allocations have been loaded, {at}", [again]
    staffing = _workforce_lines(facts)
    if newer == [WORKFORCE]:
        return "A new workforce list has been loaded", [*staffing, f"Staffing {again.lower()}"]
    both = "New allocations and a new workforce list have been loaded"
    return both, [f"Allocations {at}.", *staffing, again]


def _decided(load: DecidedLoad, facts: Facts) -> str:
    """ "annex_a.xlsx was loaded by Ada Analyst, Mon 23 Nov 09:12"."""
    if load.status is LoadStatus.HELD or load.at is None:
        return sentence(f"{_NEWER[load.kind]} since; {load.file} was not")
    who = f" by {load.by}" if load.by else ""
    return f"{load.file} was {load.status.value}{who}, {facts.at(load.at)}"
