"""An alert's one message: as it is while the breach lasts, and as it stays when it is over."""

from collections.abc import Sequence
from dataclasses import replace

from alerts.members import Member
from alerts.notice import Notice, Offer
from alerts.notices.closing import closing_words
from alerts.notices.facts import Facts, Free
from alerts.notices.feeds import closing_of_feeds, lines_while_late, other_held_loads
from alerts.notices.headlines import headline
from alerts.notices.over import how_members_ended
from alerts.notices.staffing import staffing_lines
from alerts.rules.kinds import OF_STAFFING
from alerts.wording import count, number_word, sentence
from models.vocabulary import AlertState, Ending, RuleKind

NAMES_WORKERS = frozenset(
    {
        RuleKind.WORKER_OVER,
        RuleKind.NEWLY_QUALIFIED_OVER,
        RuleKind.ABSENT_HOLDING,
        RuleKind.LEAVER_HOLDING,
        RuleKind.NOT_SEEN,
        RuleKind.UNMATCHED,
    }
)
"""Rules whose members are people; what is said of the others names nobody."""

SHOWN_MEMBERS = 10
"""More than this is no longer one screen; the buttons lead to all of them."""

_LASTING = {
    RuleKind.WORKER_OVER: "over since",
    RuleKind.TEAM_ABOVE_PROMISE: "above since",
    RuleKind.ABSENT_HOLDING: "absent since",
    RuleKind.LEAVER_HOLDING: "left on",
    RuleKind.UNMATCHED: "unknown since",
}
"""How it is said since when, where the reading does not say it itself."""

_ONE_DAY = frozenset({RuleKind.LEAVER_HOLDING})
"""Said of one day, not of the time since."""

_NEEDS_ROOM = frozenset(
    {
        RuleKind.WORKER_OVER,
        RuleKind.TEAM_ABOVE_PROMISE,
        RuleKind.URGENT_UNALLOCATED,
        RuleKind.UNALLOCATED,
        RuleKind.ABSENT_HOLDING,
        RuleKind.LEAVER_HOLDING,
    }
)

SAYS_ROOM = _NEEDS_ROOM - {RuleKind.TEAM_ABOVE_PROMISE}
"""Places are counted by workers' limits, which says little of a team's promise."""

_OWN_QUESTION = {
    RuleKind.URGENT_UNALLOCATED: Offer.UNALLOCATED,
    RuleKind.UNALLOCATED: Offer.UNALLOCATED,
    RuleKind.NOT_SEEN: Offer.NOT_SEEN,
    RuleKind.TEAM_ABOVE_PROMISE: Offer.CASELOAD,
    RuleKind.AGENCY_ABOVE: Offer.AGENCY,
    RuleKind.SUPERNUMERARY_PAST_END: Offer.AGENCY,
    RuleKind.VACANCY_OFF: Offer.VACANCIES,
    RuleKind.PERMANENT_OFF: Offer.AGENCY,
    RuleKind.TURNOVER_OFF: Offer.TURNOVER,
    RuleKind.TARGET_MISSED: Offer.TARGETS,
    RuleKind.FUNDING_ENDS: Offer.POSTS,
    RuleKind.TEAM_ENDS: Offer.CASELOAD,
}

_OF_THE_AUTHORITY = frozenset({RuleKind.DATA_LATE, RuleKind.LOAD_HELD, RuleKind.UNMATCHED})


def message(facts: Facts) -> Notice:
    """What the alert's message says now; the words of an open or of a finished alert."""
    if facts.life.state is AlertState.RESOLVED:
        return _finished(facts)
    named, plain = _lines(facts)
    before = facts.life.notice
    free = facts.free if facts.kind in SAYS_ROOM else ()
    changed, changed_plain = _rule_changed(facts)
    return Notice(
        alert_id=facts.life.id or 0,
        headline=headline(facts),
        named=(*named, *_room(free, names=True)),
        plain=(*plain, *_room(free, names=False)),
        footer=footer(facts),
        offers=offers(facts.kind, facts.life.state),
        subject=_subject(facts),
        of_service=facts.life.service_id is not None,
        load_id=facts.load_id,
        load_mark=facts.load_mark,
        confidential=is_confidential(facts),
        unanswered=_unanswered(facts),
        told_above=facts.above if _unanswered(facts) else "",
        rule_changed=changed,
        rule_changed_plain=changed_plain,
        urgent=facts.urgent,
        decided=_kept(facts, before.decided if before else ""),
        decided_plain=_kept(facts, before.decided_plain if before else "", sentence_case=True),
    )


def is_for_all(facts: Facts) -> bool:
    """Whether its plain lines leave out what is of one or two people: of less than everything."""
    life = facts.life
    of_part = life.team_id is not None or life.service_id is not None
    return of_part or any(facts.is_of_few(member) for member in life.members if member.told)


def is_confidential(facts: Facts) -> bool:
    """Whether a channel with other readers gets less than those who lead the place."""
    members = [member for member in facts.life.members if member.told]
    return facts.kind in NAMES_WORKERS or any(map(facts.is_of_few, members))


def _subject(facts: Facts) -> str:
    """The team's or the service's name; of what is said of the authority as a whole none."""
    life = facts.life
    of_all = facts.kind in OF_STAFFING and life.team_id is None and life.service_id is None
    return "" if of_all or facts.kind in _OF_THE_AUTHORITY else facts.place


def offers(kind: RuleKind, state: AlertState) -> tuple[Offer, ...]:
    """The buttons: what a reader can do about an alert of this kind in this state."""
    if kind is RuleKind.LOAD_HELD:
        return (Offer.HELD_LOAD,)
    answered = state in {AlertState.ACKNOWLEDGED, AlertState.SNOOZED}
    found = [Offer.CHANGE_DECISION] if answered else [Offer.ACKNOWLEDGE, Offer.SNOOZE]
    if kind in _OWN_QUESTION:
        found.append(_OWN_QUESTION[kind])
    if kind in _NEEDS_ROOM:
        found.append(Offer.WHO_HAS_ROOM)
    return (*found, Offer.COUNTED)


def _lines(facts: Facts) -> tuple[list[str], list[str]]:
    """A line for each member, with names and without."""
    if facts.kind is RuleKind.DATA_LATE:
        return lines_while_late(facts)
    if facts.kind is RuleKind.LOAD_HELD:
        others = other_held_loads(facts)
        return others, others
    if facts.kind in OF_STAFFING:
        return staffing_lines(facts), staffing_lines(facts, for_all=is_for_all(facts))
    named = at_most(SHOWN_MEMBERS, [_member_line(facts, member) for member in facts.shown])
    return named, _plain_lines(facts) if facts.kind in NAMES_WORKERS else named


def at_most(number: int, lines: Sequence[str]) -> list[str]:
    """So many of the lines, and how many more there are."""
    left = len(lines) - number
    return [*lines[:number], f"… and {left} more"] if left > 0 else list(lines)


def _member_line(facts: Facts, member: Member) -> str:
    parts = [] if facts.kind is RuleKind.TEAM_ABOVE_PROMISE else [_standing(facts, member)]
    if facts.is_in_margin(member):
        parts.append("not over now, and not clear of it yet")
    elif facts.kind in _LASTING:
        parts.append(_lasting(facts, member))
    return sentence(" · ".join(parts))


def _lasting(facts: Facts, member: Member) -> str:
    ago = " ago" if facts.kind is RuleKind.LEAVER_HOLDING else ""
    return f"{_LASTING[facts.kind]} {facts.since(member.since)}".replace(")", f"{ago})")


def _standing(facts: Facts, member: Member) -> str:
    """ "Sam Example 26 cases, limit 18", "Child protection: 2 cases, the longest for …"."""
    between = " " if facts.kind is RuleKind.WORKER_OVER else ": "
    return between.join(part for part in name_and_standing(facts, member) if part)


def name_and_standing(facts: Facts, member: Member) -> tuple[str, str]:
    """Who or what a member is, and how it stands: "Sam Example", "26 cases, limit 18"."""
    if facts.kind in {RuleKind.ABSENT_HOLDING, RuleKind.LEAVER_HOLDING}:
        return facts.name_of(member.subject), count(round(member.value), "case")
    return facts.name_of(member.subject), facts.said_of(member.subject)


def _plain_lines(facts: Facts) -> list[str]:
    """The same without names: how long the longest has lasted."""
    shown = facts.shown
    if not shown or facts.kind not in _LASTING:
        return []
    lasting = _lasting(facts, min(shown, key=lambda member: member.since))
    if len(shown) == 1:
        return [sentence(lasting)]
    return [f"The first {lasting}" if facts.kind in _ONE_DAY else f"The longest {lasting}"]


def _room(free: Sequence[Free], *, names: bool) -> list[str]:
    """ "11 places are free in the team: Kit Dummy 3, two others 8." """
    places = sum(worker.places for worker in free)
    if not free:
        return []
    text = "1 place is free" if places == 1 else f"{places} places are free"
    text += " in the team"
    if not names:
        return [f"{text}."]
    if len(free) == 1:
        return [f"{text}, with {free[0].name}."]
    others = len(free) - 1
    rest = f"{number_word(others)} other{'s' if others > 1 else ''}"
    return [f"{text}: {free[0].name} {free[0].places}, {rest} {places - free[0].places}."]


def _unanswered(facts: Facts) -> str:
    """That nobody has acknowledged it, once whoever is above has been told so."""
    told = facts.life.escalated_at
    if told is None or facts.life.true_state is not AlertState.FIRING:
        return ""
    return f"Not acknowledged: {facts.above} was told on {facts.on(told)}."


def _rule_changed(facts: Facts) -> tuple[str, str]:
    """Who left the alert by a change of its rule, with and without who made it; kept from then."""
    before, ended = facts.life.notice, facts.judged.ended if facts.judged else ()
    members = [member for member in facts.life.members if member.subject in ended]
    dropped = [member for member in members if member.ending is Ending.RULE_CHANGED]
    if not dropped:
        return (before.rule_changed, before.rule_changed_plain) if before else ("", "")
    less = "less is counted here now"
    if facts.kind in NAMES_WORKERS:
        noun, plural = _PEOPLE if facts.kind is RuleKind.UNMATCHED else _WORKERS
        verb = "is" if len(dropped) == 1 else "are"
        less = f"{count(len(dropped), noun, plural)} {verb} no longer counted here"
    change = facts.rule_change
    by = f" by {change.by}" if change is not None and change.by else ""
    at = f", {facts.at(change.at)}" if change is not None else ""
    return f"The rule was changed{by}{at}: {less}.", f"The rule was changed{at}: {less}."


_PEOPLE, _WORKERS = ("person", "people"), ("worker", "workers")


def footer(facts: Facts) -> str:
    """ "Data as at Fri 20 Nov 18:00"; what is said of files says of which day itself."""
    if facts.kind in {RuleKind.DATA_LATE, RuleKind.LOAD_HELD}:
        return ""
    of_workforce = facts.kind in OF_STAFFING and facts.kind is not RuleKind.TEAM_ENDS
    return f"{'Workforce' if of_workforce else 'Data'} as at {facts.at(facts.as_at)}"


def _kept(facts: Facts, decided: str, *, sentence_case: bool = False) -> str:
    """A decision stays to be read when the alert is told anew, marked as the earlier one."""
    answered = facts.life.true_state in {AlertState.ACKNOWLEDGED, AlertState.SNOOZED}
    if not decided or answered or decided.startswith(_EARLIER):
        return decided
    # A decision with a name begins with the name; one without begins like a sentence.
    return f"{_EARLIER}{decided[0].lower() if sentence_case else decided[0]}{decided[1:]}"


_EARLIER = "Before: "


def _finished(facts: Facts) -> Notice:
    before = facts.life.notice
    assert before is not None
    closing, further = closing_of_feeds(facts) or (closing_words(facts), [])
    named, plain = how_members_ended(facts)
    return replace(
        before,
        struck=before.headline,
        headline=closing,
        named=(*further, *at_most(SHOWN_MEMBERS, named)),
        plain=(*further, *at_most(SHOWN_MEMBERS, plain)),
        footer=footer(facts),
        unanswered="",
        rule_changed="",
        rule_changed_plain="",
        offers=(),
    )
