"""What is said of the authority's files: the last load, a refused file, the end of a held load."""

from alerts.notices.facts import DecidedLoad, Facts
from alerts.wording import day, sentence
from models.vocabulary import ExtractKind, LoadStatus, RuleKind

_NEWER = {
    ExtractKind.ALLOCATIONS: "newer allocations have been loaded",
    ExtractKind.WORKFORCE: "a newer workforce has been loaded",
}


def lines_while_late(facts: Facts) -> tuple[list[str], list[str]]:
    """The last load, and the file refused since: with what was wrong in it, and where only.

    What was wrong may quote a cell, and a cell may hold a name.
    """
    last = f"{last_load(facts)}."
    if facts.refused is None:
        return [last], [last]
    place = _place_refused(facts)
    message = facts.refused.message
    named = f"{place}: {message}" if message else f"{place}."
    return [last, named], [last, f"{place}."]


def last_load(facts: Facts) -> str:
    """ "Last load: Wed 18 Nov 18:00"."""
    return f"Last load: {facts.at(facts.as_at)}"


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
        member = next(iter(facts.life.members), None)
        if member is None or member.told_value is None or member.value >= member.told_value:
            return None  # by a change of the rule: nothing new has come in
        arrived = f"New allocations have been loaded, as at {facts.at(facts.as_at)}"
        return arrived, ["Alerts are raised and closed again."]
    if facts.kind is RuleKind.LOAD_HELD:
        ended = [member.subject for member in facts.life.members if member.told]
        found = [facts.decided_loads[s] for s in ended if s in facts.decided_loads]
        said = [_decided(load, facts) for load in found]
        return (said[0], [f"{text}." for text in said[1:]]) if said else None
    return None


def _decided(load: DecidedLoad, facts: Facts) -> str:
    """ "annex_a.xlsx was loaded by Ada Analyst, Mon 23 Nov 09:12"."""
    if load.status is LoadStatus.HELD or load.at is None:
        return sentence(f"{_NEWER[load.kind]} since; {load.file} was not")
    who = f" by {load.by}" if load.by else ""
    return f"{load.file} was {load.status.value}{who}, {facts.at(load.at)}"
