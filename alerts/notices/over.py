"""How each member of an alert came to be over: fell, moved and to whom, left, absent."""

from collections.abc import Sequence

from alerts.endings import NO_OUTFLOW, Outflow, Receiver
from alerts.members import Member
from alerts.notices.facts import Facts
from alerts.wording import count, number_word, sentence
from models.figures.figure import shown
from models.vocabulary import Ending, RuleKind

NAMED_RECEIVERS = 3

Lines = tuple[list[str], list[str]]
"""Sentences with workers' names, and without."""


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
    plain = [_plain(facts, member) for member in ended] if len(ended) == 1 else []
    return [_worker(facts, member) for member in ended], [line for line in plain if line]


def _unmatched(ended: Sequence[Member]) -> Lines:
    if not ended:
        return [], []
    who = "The person is" if len(ended) == 1 else "All of them are"
    verb = "holds" if len(ended) == 1 else "hold"
    line = f"{who} in the workforce list now, or {verb} no cases any more."
    return [line], [line]


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
            return f"{name} {shown(member.value)}: the limit is {shown(member.limit, 2)} now"
    went = _went(_outflow(facts, member), names=True)
    if went:
        return f"{name} {shown(member.value)}: {went}"
    if member.limit is not None and member.value <= member.limit:
        return f"{name} {shown(member.value)}"
    # The cases do not explain the end: another team, or no limit any more.
    return f"{name}: {facts.said_of(member.subject) or 'no longer counted here'}"


def _away_or_unseen(facts: Facts, member: Member) -> str:
    said = facts.said_of(member.subject) or _LEFT_OUT.get(member.ending or Ending.FELL, "")
    if facts.kind is RuleKind.NOT_SEEN:
        return said or "every child seen in time"
    said = said or count(round(member.value), "case")
    went = "" if member.value else _went(_outflow(facts, member), names=True)
    return f"{said}; {went}" if went else said


_LEFT_OUT = {Ending.LEFT: "has left", Ending.ABSENT: "is absent"}
"""Where there is no reading of the worker any more."""


def _plain(facts: Facts, member: Member) -> str:
    match member.ending:
        case Ending.LEFT:
            return "The worker has left."
        case Ending.ABSENT:
            return "The worker is absent."
        case Ending.SWITCHED_OFF:
            return ""
    if facts.kind is RuleKind.NOT_SEEN:
        return ""
    went = _went(_outflow(facts, member), names=False)
    return f"{sentence(went)}." if went else ""


def _outflow(facts: Facts, member: Member) -> Outflow:
    return facts.outflows.get(member.worker_id or 0, NO_OUTFLOW)


def _went(outflow: Outflow, *, names: bool) -> str:
    """ "three cases closed, six moved to Kit Dummy, who now holds 18 of 18"."""
    parts = []
    if outflow.closed:
        parts.append(f"{_cases(outflow.closed)} closed")
    parts += _moved(outflow, names=names, first=not parts)
    if outflow.unallocated:
        noun = number_word(outflow.unallocated) if parts else _cases(outflow.unallocated)
        parts.append(f"{noun} left without a worker")
    return ", ".join(parts)


def _moved(outflow: Outflow, *, names: bool, first: bool) -> list[str]:
    if not outflow.moved:
        return []
    if not names:
        noun = _cases(outflow.moved) if first else number_word(outflow.moved)
        return [f"{noun} moved {_to_whom(outflow)}"]
    parts: list[str] = []
    for receiver in outflow.receivers[:NAMED_RECEIVERS]:
        noun = _cases(receiver.cases) if first and not parts else number_word(receiver.cases)
        parts.append(f"{noun} moved to {receiver.name}, {_stands(receiver)}")
    rest = outflow.moved - sum(r.cases for r in outflow.receivers[:NAMED_RECEIVERS])
    if rest and parts:
        parts.append(f"{number_word(rest)} to others")
    elif rest:
        noun = _cases(rest) if first else number_word(rest)
        parts.append(f"{noun} moved to somebody who is not in the workforce list")
    return parts


def _to_whom(outflow: Outflow) -> str:
    if not outflow.receivers:
        return "elsewhere"
    alone = len(outflow.receivers) == 1 and not outflow.elsewhere
    return "to a colleague" if alone else "to colleagues"


def _stands(receiver: Receiver) -> str:
    of = "" if receiver.allowance is None else f" of {shown(receiver.allowance, 2)}"
    return f"who now holds {receiver.caseload}{of}"


def _cases(number: int) -> str:
    return f"{number_word(number)} {'case' if number == 1 else 'cases'}"
