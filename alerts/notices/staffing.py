"""The lines of a notice on staffing: what stands behind its headline, and what is new in it."""

from collections.abc import Collection

from alerts.notices.facts import Facts
from alerts.rules.kinds import OFF_TARGET
from alerts.wording import sentence


def staffing_lines(facts: Facts, *, for_all: bool = False) -> list[str]:
    """What the first member is made of, and each of the others in a line; nobody is named.

    `for_all` is for readers who may not see the workers: a team's parts and course are of one or
    two people, and so are not said.
    """
    lines: list[str] = []
    for number, member in enumerate(facts.shown):
        reading = facts.readings.get(member.subject)
        if number and reading is not None:
            lines.append(sentence(reading.said))
        if facts.is_in_margin(member):
            lines.append("It is not off target now, and not clear of it yet.")
        elif reading is not None and not number and not for_all:
            lines += reading.more
    if facts.kind in OFF_TARGET and facts.shown:
        lines.append(f"Seen off target since {facts.since(facts.shown[0].since)}")
    return lines


def news_of_staffing(facts: Facts, joined: Collection[str], worse: Collection[str]) -> list[str]:
    """What is new since it was told; of the first member the headline says it already."""
    first = facts.shown[0].subject if facts.shown else ""
    found = [f"Now also: {facts.said_of(s)}." for s in joined if s != first]
    found += [f"Worse: {facts.said_of(s)}." for s in worse if s != first]
    return found
