"""How each member of an alert came to be over: fell, moved and to whom, left, absent."""

from collections import Counter
from collections.abc import Callable, Sequence

from alerts.endings import NO_OUTFLOW, Outflow, Receiver
from alerts.members import Member
from alerts.notices.facts import Facts
from alerts.rules.kinds import OF_STAFFING
from alerts.wording import count, number_word, sentence
from models.figures.figure import shown
from models.vocabulary import Ending, RuleKind

NAMED_RECEIVERS = 3
"""Workers and teams that are said of one worker's cases; the rest are "others"."""

Lines = tuple[list[str], list[str]]
"""Sentences with workers' names, and without."""

Part = tuple[int, str]
"""So many cases, and what became of them."""


def how_members_ended(facts: Facts) -> Lines:
    """One sentence for each member that had been told."""
    ended = [member for member in facts.life.members if member.told and not member.over]
    match facts.kind:
        case RuleKind.DATA_LATE | RuleKind.LOAD_HELD:
            return [], []
        case RuleKind.UNMATCHED:
            return _unmatched(ended)
        case RuleKind.TEAM_ABOVE_PROMISE | RuleKind.URGENT_UNALLOCATED | RuleKind.UNALLOCATED:
            said = [_nobodys(facts, member) for member in ended]
            found = [line for line in said if line]
            return found, found
    if facts.kind in OF_STAFFING:
        named = [_of_staffing(facts, member, facts.said_of) for member in ended]
        said = [_of_staffing(facts, member, facts.said_to_all) for member in ended]
        return [line for line in named if line], [line for line in said if line]
    plain = [_plain(facts, member) for member in ended] if len(ended) == 1 else []
    return [_worker(facts, member) for member in ended], [line for line in plain if line]


def _unmatched(ended: Sequence[Member]) -> Lines:
    ended = [member for member in ended if member.ending is not Ending.RULE_CHANGED]
    if not ended:
        return [], []
    who = "The person is" if len(ended) == 1 else "All of them are"
    verb = "holds" if len(ended) == 1 else "hold"
    line = f"{who} in the workforce list now, or {verb} no cases any more."
    return [line], [line]


def _of_staffing(facts: Facts, member: Member, says: Callable[[str], str]) -> str:
    """A target, money or a team as it stands now: a whole sentence already."""
    if member.ending is Ending.SWITCHED_OFF:
        return ""
    if member.ending is Ending.MOVED_TEAM:
        name = sentence(facts.name_of(member.subject))
        return f"{name}: told to the service from now on." if name else ""
    said = says(member.subject)
    return f"{sentence(said).rstrip('.')}." if said else ""


def _nobodys(facts: Facts, member: Member) -> str:
    """Of a team's average or a kind of case, which are no person."""
    if member.ending is Ending.SWITCHED_OFF:
        return ""
    if facts.kind is RuleKind.TEAM_ABOVE_PROMISE:
        said = facts.said_of(member.subject)
        return f"{sentence(said)}." if said else ""
    name = sentence(facts.name_of(member.subject))
    if not name:
        return ""
    if not facts.limit:
        return f"{name}: every case has a worker."
    waited = count(round(facts.limit), "working day")
    return f"{name}: no case has been without a worker for {waited} or more."


def _worker(facts: Facts, member: Member) -> str:
    name = facts.name_of(member.subject) or "Somebody no longer listed"
    if member.ending is Ending.SWITCHED_OFF:
        return f"{name}: no longer watched."
    if member.ending is Ending.MOVED_TEAM:
        return f"{name} {facts.said_of(member.subject) or 'now works in another team'}."
    if member.ending is Ending.RETURNED:
        return f"{name} is back at work, with {count(round(member.value), 'case')}."
    if facts.kind is RuleKind.WORKER_OVER:
        return f"{_within(facts, member, name)}."
    return f"{name}: {_away_or_unseen(facts, member)}."


def _within(facts: Facts, member: Member, name: str) -> str:
    """A worker who was over the limit: "Sam Example 17: three cases closed"."""
    cases = count(round(member.value), "case")
    verb = "is" if round(member.value) == 1 else "are"
    still = f"; {cases} {verb} still in their name" if member.value else ""
    match member.ending:
        case Ending.LEFT:
            return f"{name} has left{still}"
        case Ending.ABSENT:
            return f"{name} is absent{still}"
        case Ending.LIMIT_CHANGED:
            limit = "no limit is set" if member.limit is None else f"the limit is {_limit(member)}"
            return f"{name} {shown(member.value)}: {limit} now"
        case Ending.RULE_CHANGED:
            return f"{name} {shown(member.value)}, limit {_limit(member)}: the rule was changed"
    went = _went(facts, member, names=True)
    if went:
        return f"{name} {shown(member.value)}: {went}"
    if member.limit is not None and member.value <= member.limit:
        return f"{name} {shown(member.value)}"
    return f"{name}: {facts.said_of(member.subject) or 'no longer counted here'}"


def _limit(member: Member) -> str:
    return shown(member.limit, 2)


def _away_or_unseen(facts: Facts, member: Member) -> str:
    if member.ending is Ending.RULE_CHANGED:
        return "the rule was changed"
    said = facts.said_of(member.subject) or _LEFT_OUT.get(member.ending or Ending.FELL, "")
    if facts.kind is RuleKind.NOT_SEEN:
        return said or "nobody unseen for that long any more"
    said = said or count(round(member.value), "case")
    went = "" if member.value else _went(facts, member, names=True)
    return f"{said}; {went}" if went else said


_LEFT_OUT = {Ending.LEFT: "has left", Ending.ABSENT: "is absent"}
"""Where there is no reading of the worker any more."""


def _plain(facts: Facts, member: Member) -> str:
    match member.ending:
        case Ending.LEFT:
            return "The worker has left."
        case Ending.ABSENT:
            return "The worker is absent."
        case Ending.MOVED_TEAM:
            return "The worker now works in another team."
        case Ending.RETURNED:
            return "The worker is back at work."
        case Ending.LIMIT_CHANGED | Ending.RULE_CHANGED | Ending.SWITCHED_OFF:
            return ""
    if facts.kind is RuleKind.NOT_SEEN:
        return ""
    went = _went(facts, member, names=False)
    return f"{sentence(went)}." if went else ""


def _went(facts: Facts, member: Member, *, names: bool) -> str:
    """ "three cases closed, six moved to Kit Dummy, who now holds 18 of 18"."""
    outflow = facts.outflows.get(member.worker_id or 0, NO_OUTFLOW)
    parts: list[Part] = [(outflow.closed, "closed")] if outflow.closed else []
    parts += _moved(outflow, facts.life.team_id, names=names)
    if outflow.unallocated:
        parts.append((outflow.unallocated, "left without a worker"))
    return ", ".join(
        f"{number_word(cases) if place else _cases(cases)} {what}"
        for place, (cases, what) in enumerate(parts)
    )


def _moved(outflow: Outflow, team_id: int | None, *, names: bool) -> list[Part]:
    """How many went where, most first. Readers may see this team's workers, and no others."""
    own = [receiver for receiver in outflow.receivers if receiver.team_id == team_id]
    found = _to_workers(own) if names else _to_colleagues(own, outflow.elsewhere)
    found += _to_teams([each for each in outflow.receivers if each.team_id != team_id])
    found = sorted(found, key=lambda part: -part[0])[:NAMED_RECEIVERS]
    rest = outflow.moved - sum(cases for cases, _ in found)
    if rest:
        found.append((rest, "to others" if found else f"moved to {_UNLISTED}"))
    return found


_UNLISTED = "somebody who is not in the workforce list"


def _to_workers(receivers: Sequence[Receiver]) -> list[Part]:
    return [(each.cases, f"moved to {each.name}, {_stands(each)}") for each in receivers]


def _to_colleagues(receivers: Sequence[Receiver], elsewhere: int) -> list[Part]:
    """The same without names; somebody who is not in the workforce list passes for one more."""
    cases = sum(receiver.cases for receiver in receivers) + elsewhere
    if not receivers:
        return [(cases, "moved elsewhere")] if cases else []
    alone = len(receivers) == 1 and not elsewhere
    return [(cases, "moved to a colleague" if alone else "moved to colleagues")]


def _to_teams(receivers: Sequence[Receiver]) -> list[Part]:
    cases: Counter[str] = Counter()
    for receiver in receivers:
        cases[receiver.team] += receiver.cases
    return [(number, f"moved to {team}") for team, number in cases.items()]


def _stands(receiver: Receiver) -> str:
    of = "" if receiver.allowance is None else f" of {shown(receiver.allowance, 2)}"
    return f"who now holds {receiver.caseload}{of}"


def _cases(number: int) -> str:
    return f"{number_word(number)} {'case' if number == 1 else 'cases'}"
