"""The lines of a notice on staffing: what stands behind its headline, and what is new in it."""

from collections.abc import Collection

from alerts.members import Member
from alerts.notices.facts import Facts
from alerts.rules.kinds import OFF_TARGET
from alerts.staffing_subjects import PAST_END
from alerts.wording import sentence


def staffing_lines(facts: Facts, *, for_all: bool = False) -> list[str]:
    """What the first member is made of, and each of the others in a line; nobody is named.

    `for_all` is for readers who may not see the workers: the parts and the course of a team or a
    service are of one or two people, and so are not said. Nor is a figure that is.
    """
    lines: list[str] = []
    for number, member in enumerate(facts.shown):
        lines += _member_lines(facts, member, is_first=not number, for_all=for_all)
    if facts.kind in OFF_TARGET and facts.shown:
        first = facts.shown[0]
        what = "Seen" if first.subject == PAST_END else "Off target"
        lines.append(f"{what} since {facts.since(first.since)}")
    return lines


def _member_lines(facts: Facts, member: Member, *, is_first: bool, for_all: bool) -> list[str]:
    lines: list[str] = []
    said = facts.said_to_all(member.subject) if for_all else facts.said_of(member.subject)
    if said and (not is_first or (facts.is_of_few(member) and not for_all)):
        lines.append(sentence(said))
    if facts.is_in_margin(member):
        lines.append("It is not off target now, and not clear of it yet.")
    elif is_first and not for_all and member.subject in facts.readings:
        lines += facts.readings[member.subject].more
    return lines


def news_of_staffing(
    facts: Facts, joined: Collection[str], worse: Collection[str], *, for_all: bool
) -> list[str]:
    """What is new since it was told; of the first member the headline says it already."""
    first = facts.shown[0] if facts.shown else None
    says = facts.said_to_all if for_all else facts.said_of
    found = []
    if first is not None and facts.is_of_few(first) and not for_all:
        found.append(f"{sentence(says(first.subject))}.")
    others = [s for s in (*joined, *worse) if first is None or s != first.subject]
    return found + [f"{'Now also' if s in joined else 'Worse'}: {says(s)}." for s in others]
