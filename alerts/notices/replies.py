"""The replies in a message's thread: what is new since it was told, and said visibly."""

from dataclasses import replace

from alerts.lifecycle import Event
from alerts.members import Member
from alerts.notice import Notice
from alerts.notices.facts import Facts
from alerts.notices.feeds import last_loads, late_news, other_held_loads
from alerts.notices.headlines import headline
from alerts.notices.message import (
    NAMES_WORKERS,
    SHOWN_MEMBERS,
    at_most,
    footer,
    is_confidential,
    is_for_all,
    name_and_standing,
)
from alerts.notices.staffing import news_of_staffing
from alerts.rules.kinds import KINDS, OF_STAFFING, Over
from alerts.wording import count, sentence
from models.vocabulary import RuleKind


def reply(facts: Facts, event: Event) -> Notice:
    """What is new, to be read alone in the channel: it says the team, and what to do next."""
    first, lines = _first(facts, event)
    named, plain = _WHAT[event](facts)
    return Notice(
        alert_id=facts.life.id or 0,
        headline=first,
        named=(*lines, *named),
        plain=(*lines, *plain),
        footer=last_loads(facts) if facts.kind is RuleKind.DATA_LATE else footer(facts),
        subject=facts.place,
        urgent=facts.urgent,
        confidential=is_confidential(facts),
    )


def escalation(facts: Facts, days: int) -> Notice:
    """What the head of service is told: the alert, and that nobody has answered it."""
    from_team = facts.life.notice
    assert from_team is not None
    lasted = f"not acknowledged for {count(days, 'working day')}"
    return replace(from_team, headline=f"{from_team.headline.rstrip('.')} · {lasted}")


_AFTER = {
    Event.REVIEW_PASSED: "the review date has passed",
    Event.SNOOZE_OVER: "the snooze is over",
    Event.REMINDED: "not acknowledged yet",
}


def _first(facts: Facts, event: Event) -> tuple[str, list[str]]:
    """The headline with what brings it up again; after a whole sentence, on a line of its own."""
    said = headline(facts)
    if facts.kind is RuleKind.DATA_LATE and event is Event.GROWN:
        return late_news(facts) or said, []
    after = _AFTER.get(event)
    if after is None or (facts.kind is RuleKind.LOAD_HELD and event is Event.REMINDED):
        return said, []  # a held load is decided about, not acknowledged
    if said.endswith("."):
        return said, [f"{sentence(after)}."]
    return f"{said} · {after}", []


def _grown(facts: Facts) -> tuple[list[str], list[str]]:
    judged = facts.judged
    assert judged is not None
    if facts.kind is RuleKind.LOAD_HELD:
        others = other_held_loads(facts)
        return others, others
    worse = [f"It has become worse. {_lasting(facts)}"] if judged.worse else []
    if facts.kind in {RuleKind.TEAM_ABOVE_PROMISE, RuleKind.DATA_LATE}:
        return worse, worse  # the headline says the rest
    if facts.kind in OF_STAFFING:
        new = judged.joined, judged.worse
        named = [*worse, *news_of_staffing(facts, *new, for_all=False)]
        return named, [*worse, *news_of_staffing(facts, *new, for_all=is_for_all(facts))]
    members = {member.subject: member for member in facts.life.members}
    named = [f"Now also {_apart(facts, members[s], ': ')}." for s in judged.joined]
    named += [f"Worse: {_apart(facts, members[s], ', ')}." for s in judged.worse]
    named = at_most(SHOWN_MEMBERS, named)
    if facts.kind not in NAMES_WORKERS:
        return named, named
    joined = len(judged.joined)
    more = "One more than before." if joined == 1 else f"{joined} more than before."
    return named, [more, *worse] if joined else worse


def _apart(facts: Facts, member: Member, between: str) -> str:
    """ "Ana Specimen: 11 cases, limit 9 at half time": the name, set apart in a sentence."""
    return between.join(part for part in name_and_standing(facts, member) if part)


def _review_passed(facts: Facts) -> tuple[list[str], list[str]]:
    """The note in a decision may name somebody: without names only that there was one."""
    before = facts.life.notice
    line = "It is not over, and wants a new decision or a new date."
    named = [before.decided] if before is not None and before.decided else []
    plain = [before.decided_plain] if before is not None and before.decided_plain else []
    return [*named, line], [*plain, line]


def _lasts(facts: Facts) -> tuple[list[str], list[str]]:
    line = _lasting(facts)
    return [line], [line]


def _lasting(facts: Facts) -> str:
    """ "It has lasted since Mon 16 Nov (4 working days)."."""
    since = facts.since(facts.life.since)
    if facts.kind is RuleKind.LOAD_HELD:
        return f"It has waited for a decision since {since}."
    if KINDS[facts.kind].over is Over.WITHIN:
        return f"It has been known since {since}."
    return f"It has lasted since {since}."


_WHAT = {
    Event.GROWN: _grown,
    Event.REVIEW_PASSED: _review_passed,
    Event.SNOOZE_OVER: _lasts,
    Event.REMINDED: _lasts,
}
