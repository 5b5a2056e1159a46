"""The first line of a notice: what, where and how bad, without a worker's name."""

from collections.abc import Callable

from alerts.members import Member
from alerts.notices.facts import Facts
from alerts.notices.feeds import late_feeds
from alerts.rules.kinds import OF_STAFFING
from alerts.wording import count
from models.vocabulary import RuleKind


def headline(facts: Facts) -> str:
    """All that a phone shows: "Court North: 2 workers are over their limit"."""
    return _HEADLINES[facts.kind](facts, facts.shown)


def _over(facts: Facts, members: list[Member]) -> str:
    over = [member for member in members if not facts.is_in_margin(member)]
    if not over and members:
        who = count(len(members), "worker")
        return f"{facts.place}: nobody is over the limit now, {who} not clear of it yet"
    if len(over) == 1:
        return f"{facts.place}: 1 worker is over the limit"
    return f"{facts.place}: {len(over)} workers are over their limit"


def _above_promise(facts: Facts, members: list[Member]) -> str:
    said = facts.said_of(members[0].subject) if members else ""
    return f"{facts.place}: {said or 'above the promise'}"


def _urgent(facts: Facts, members: list[Member]) -> str:
    verb = "has" if _total(members) == 1 else "have"
    kinds = " or ".join(facts.name_of(m.subject).replace(" ", "-") for m in members)
    return f"{facts.place}: {count(_total(members), f'{kinds} case')} {verb} no worker"


def _unallocated(facts: Facts, members: list[Member]) -> str:
    verb = "has" if _total(members) == 1 else "have"
    cases = f"{facts.place}: {count(_total(members), 'case')} {verb}"
    if not facts.limit:
        return f"{cases} no worker"
    return f"{cases} had no worker for {count(round(facts.limit), 'working day')} or more"


def _absent(facts: Facts, members: list[Member]) -> str:
    who = count(len(members), "absent worker")
    verb = "holds" if len(members) == 1 else "hold"
    return f"{facts.place}: {who} {verb} {count(_total(members), 'case')}"


def _left(facts: Facts, members: list[Member]) -> str:
    cases = count(_total(members), "case")
    verb = "is" if _total(members) == 1 else "are"
    who = "a worker who has" if len(members) == 1 else f"{len(members)} workers who have"
    return f"{facts.place}: {cases} {verb} still held by {who} left"


def _not_seen(facts: Facts, members: list[Member]) -> str:
    verb = "has" if _total(members) == 1 else "have"
    children = count(_total(members), *facts.children)
    return f"{facts.place}: {children} {verb} not been seen for more than {facts.limit:g} days"


def _as_said(facts: Facts, members: list[Member]) -> str:
    """What is said of the authority as a whole, or of staffing, is a whole line already."""
    return facts.said_to_all(members[0].subject) if members else ""


def _late(facts: Facts, members: list[Member]) -> str:
    """Of two late feeds the allocations come first: most alerts stand on them."""
    return next((facts.said_of(subject) for subject in late_feeds(members)), "")


def _held(facts: Facts, members: list[Member]) -> str:
    """Of several loads, the one that the buttons are for."""
    said = facts.said_of(f"load:{facts.load_id}")
    return said or _as_said(facts, members)


def _unmatched(_facts: Facts, members: list[Member]) -> str:
    verb = "is" if _total(members) == 1 else "are"
    who = "somebody" if len(members) == 1 else f"{len(members)} people"
    are = "is" if len(members) == 1 else "are"
    cases = count(_total(members), "case")
    return f"{cases} {verb} held by {who} who {are} not in the workforce list"


def _total(members: list[Member]) -> int:
    return round(sum(member.value for member in members))


_HEADLINES: dict[RuleKind, Callable[[Facts, list[Member]], str]] = {
    RuleKind.WORKER_OVER: _over,
    RuleKind.NEWLY_QUALIFIED_OVER: _over,
    RuleKind.TEAM_ABOVE_PROMISE: _above_promise,
    RuleKind.URGENT_UNALLOCATED: _urgent,
    RuleKind.UNALLOCATED: _unallocated,
    RuleKind.ABSENT_HOLDING: _absent,
    RuleKind.LEAVER_HOLDING: _left,
    RuleKind.NOT_SEEN: _not_seen,
    RuleKind.DATA_LATE: _late,
    RuleKind.LOAD_HELD: _held,
    RuleKind.UNMATCHED: _unmatched,
    **dict.fromkeys(OF_STAFFING, _as_said),
}
