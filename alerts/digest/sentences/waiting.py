"""What needs a decision about cases that nobody works on: without a worker, or with one away."""

from collections import defaultdict
from collections.abc import Sequence

from alerts.digest.facts import LONG_WITHOUT, DigestFacts, WaitingFacts
from alerts.digest.sentences.phrasing import listed_few, numbered
from alerts.digest.sentences.shares import mostly
from alerts.rules.kinds import URGENT_KINDS
from alerts.wording import count, day, number_word, sentence
from models.figures.figure import shown
from models.vocabulary import CaseKind, Measure, RuleKind

MOST_TEAMS = 2
"""Teams that are named; of more, how many others."""

NOBODY_JUMP, NOBODY_JUMP_SHARE = 20, 0.01
"""More cases than one full-time worker holds, so that it is not one illness; of a county also a
hundredth of its open cases."""

NOBODY_MANY, NOBODY_MANY_SHARE = 20, 0.05
"""One open case in twenty with nobody at work to hold it, whether or not it is new."""

_URGENT_WORDS = {
    CaseKind.LOOKED_AFTER: ("looked-after child", "looked-after children"),
    CaseKind.CHILD_PROTECTION: ("child on a protection plan", "children on a protection plan"),
}


def children(facts: DigestFacts) -> list[str]:
    """ "Two looked-after children have had no worker for 4 working days, in Court North."."""
    of_kind: dict[CaseKind, list[WaitingFacts]] = defaultdict(list)
    for part in facts.waiting:
        if part.kind in URGENT_KINDS:
            of_kind[part.kind].append(part)
    order = (CaseKind.CHILD_PROTECTION, CaseKind.LOOKED_AFTER)
    return [_without_worker(facts, kind, of_kind[kind]) for kind in order if kind in of_kind]


def _without_worker(facts: DigestFacts, kind: CaseKind, parts: Sequence[WaitingFacts]) -> str:
    cases = sum(part.cases for part in parts)
    who = numbered(cases, *_URGENT_WORDS[kind])
    teams = listed_few(list(dict.fromkeys(part.team for part in parts if part.team)), MOST_TEAMS)
    where = f", in {teams}" if teams else ""
    if facts.is_stale:  # what is so today nobody knows
        return f"On {day(facts.day, facts.today)} {who} had no worker{where}."
    verb = "has" if cases == 1 else "have"
    if all(part.working_days == 0 for part in parts):
        return f"{sentence(who)} {verb} had no worker since today{where}."
    return f"{sentence(who)} {verb} had no worker{_how_long(parts)}{where}."


def _how_long(parts: Sequence[WaitingFacts]) -> str:
    """ " for 4 working days", of several that came on different days " for up to 4 …"."""
    longest = max((part.working_days or 0 for part in parts), default=0)
    alike = all(part.shortest_days == longest for part in parts)
    up_to = "" if alike else "up to "
    return f" for {up_to}{count(longest, 'working day')}" if longest else ""


def waiting_long(facts: DigestFacts) -> list[str]:
    """ "60 cases have had no worker for ten working days or more, the longest for 37, in …"."""
    parts = [part for part in facts.waiting if part.kind not in URGENT_KINDS and part.long]
    if not parts:
        return []
    of_team: dict[str | None, int] = defaultdict(int)
    for part in parts:
        of_team[part.team] += part.long
    cases = sum(of_team.values())
    most_first = sorted(of_team, key=lambda team: -of_team[team])
    names = listed_few([team for team in most_first if team], MOST_TEAMS)
    where = f", in {names}" if names else ""
    how_long = f"for {number_word(LONG_WITHOUT)} working days or more"
    if facts.is_stale:
        on = day(facts.day, facts.today)
        return [f"On {on} {count(cases, 'case')} had had no worker {how_long}{where}."]
    longest = max(part.working_days or 0 for part in parts)
    longer = f", the longest for {longest}" if longest > LONG_WITHOUT and cases > 1 else ""
    verb = "has" if cases == 1 else "have"
    said = f"{sentence(count(cases, 'case'))} {verb} had no worker {how_long}{longer}{where}"
    decided = all(facts.is_decided(RuleKind.UNALLOCATED, team) for team in of_team)
    return [f"{said}; decided about, and not yet due for review." if decided else f"{said}."]


def nobody_at_work(facts: DigestFacts) -> list[str]:
    """ "492 open cases are held by nobody at work, last week 34, mostly Court North: …"."""
    found = facts.measures.get(Measure.NOBODY_AT_WORK)
    if found is None or found.now is None or not is_held_by_nobody(facts):
        return []
    number = f"{shown(found.now)} open cases"
    if facts.is_stale:
        on = day(facts.day, facts.today)
        return [f"On {on} {number} were held by workers who are absent or have left."]
    then = "" if found.week_ago is None else f", last week {shown(found.week_ago)}"
    return [
        f"{number} are held by nobody at work{then}{mostly(facts, found)}: their workers are "
        "absent or have left."
    ]


def is_held_by_nobody(facts: DigestFacts) -> bool:
    """Whether the cases held by nobody at work rose sharply in the week, or are many."""
    found = facts.measures.get(Measure.NOBODY_AT_WORK)
    if found is None or found.now is None:
        return False
    cases = facts.value(Measure.OPEN_CASES) or 0
    if found.now >= max(NOBODY_MANY, NOBODY_MANY_SHARE * cases):
        return True
    if facts.is_stale or found.week_ago is None:
        return False
    return found.now - found.week_ago >= max(NOBODY_JUMP, NOBODY_JUMP_SHARE * cases)
