"""What needs a decision, the most pressing first: each in one sentence with its yardstick."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence

from alerts.digest.facts import AlertFacts, DigestFacts, ReviewFacts, TeamFacts, WaitingFacts
from alerts.digest.sentences.headline import A_CASE
from alerts.digest.sentences.phrasing import (
    against,
    for_how_long,
    lately,
    listed,
    listed_few,
    numbered,
)
from alerts.digest.sentences.staffing import (
    agency_above,
    going_off,
    money_ends,
    off_target,
    teams_end,
)
from alerts.rules.kinds import OF_STAFFING, URGENT_KINDS
from alerts.wording import count, day, promise, sentence
from models.figures.figure import shown
from models.vocabulary import AlertState, CaseKind, RuleKind

MOST = 5
"""More than five are not decided in one meeting; the rest stands in the thread."""

WITHOUT_WORKER_FROM = 1
"""Working days: a case that came today is allocated today."""

UNANSWERED_FROM = 3
"""Working days after which the head of service is told of an alert, as the rules are shipped."""

SINGLY = 2
"""So many of a kind are told one by one; of more, how many there are and the worst."""

FURTHEST = 3
"""Teams named of those above their promise."""

_URGENT_WORDS = {
    CaseKind.LOOKED_AFTER: ("looked-after child", "looked-after children"),
    CaseKind.CHILD_PROTECTION: ("child on a protection plan", "children on a protection plan"),
}
_OWN_SENTENCES = OF_STAFFING | {
    RuleKind.TEAM_ABOVE_PROMISE,
    RuleKind.URGENT_UNALLOCATED,
    RuleKind.DATA_LATE,
    RuleKind.LOAD_HELD,
    RuleKind.UNMATCHED,
}
"""Told in a sentence of their own, or of concern to administrators."""


def decisions(facts: DigestFacts) -> list[str]:
    """Every sentence there is; the digest shows the first few."""
    return [said for say in _IN_ORDER for said in say(facts)]


def _children(facts: DigestFacts) -> list[str]:
    """ "Two looked-after children have had no worker for 4 working days, in Court North."."""
    of_kind: dict[CaseKind, list[WaitingFacts]] = defaultdict(list)
    for part in facts.waiting:
        long_enough = part.working_days is None or part.working_days >= WITHOUT_WORKER_FROM
        if part.kind in URGENT_KINDS and long_enough:
            of_kind[part.kind].append(part)
    order = (CaseKind.CHILD_PROTECTION, CaseKind.LOOKED_AFTER)
    return [_without_worker(facts, kind, of_kind[kind]) for kind in order if kind in of_kind]


def _without_worker(facts: DigestFacts, kind: CaseKind, parts: Sequence[WaitingFacts]) -> str:
    cases = sum(part.cases for part in parts)
    who = numbered(cases, *_URGENT_WORDS[kind])
    teams = listed_few(list(dict.fromkeys(part.team for part in parts if part.team)), SINGLY)
    where = f", in {teams}" if teams else ""
    if facts.is_stale:  # what is so today nobody knows
        return f"On {day(facts.day, facts.today)} {who} had no worker{where}."
    verb = "has" if cases == 1 else "have"
    return f"{sentence(who)} {verb} had no worker{_how_long(parts)}{where}."


def _how_long(parts: Sequence[WaitingFacts]) -> str:
    """ " for 4 working days", of several that came on different days " for up to 4 …"."""
    longest = max((part.working_days or 0 for part in parts), default=0)
    alike = all(part.shortest_days == longest for part in parts)
    up_to = "" if alike else "up to "
    return f" for {up_to}{count(longest, 'working day')}" if longest else ""


def _past_review(facts: DigestFacts) -> list[str]:
    passed = [review for review in facts.reviews if review.review_on < facts.today]
    if len(passed) <= SINGLY:
        return [_one_review(facts, review) for review in passed]
    first = passed[0]
    where = f" of {first.team}" if first.team else ""
    return [
        f"{sentence(numbered(len(passed), 'decision'))} are past their review, the oldest{where}, "
        f"due {lately(first.review_on, facts.today)}."
    ]


def _one_review(facts: DigestFacts, review: ReviewFacts) -> str:
    alert = next((each for each in facts.alerts if each.id == review.alert_id), None)
    due = f"review was due {lately(review.review_on, facts.today)}"
    if alert is not None and review.kind is RuleKind.TEAM_ABOVE_PROMISE:
        how_long = for_how_long(alert.since, facts.day)
        return (
            f"{review.team} has been above promise {how_long}; its alert was acknowledged, {due}."
        )
    what = alert.headline if alert else (review.team or "An alert")
    return f"{what}; it was acknowledged ({review.decision}), {due}."


def _above_promise(facts: DigestFacts) -> list[str]:
    kind = RuleKind.TEAM_ABOVE_PROMISE
    passed = {r.team for r in facts.reviews if r.kind is kind and r.review_on < facts.today}
    far = [team for team in facts.teams if (team.above_by or 0) > A_CASE]
    open_ = [
        team for team in far if team.name not in passed and not facts.is_decided(kind, team.name)
    ]
    if not open_:
        return []
    if len(open_) == 1:
        return [_one_above(facts, open_[0])]
    furthest = "; the furthest" if len(open_) > FURTHEST else ""
    return [
        f"{sentence(numbered(len(open_), 'team'))} are more than a case above their promise and "
        f"nobody has decided about them{furthest}: {_furthest(open_[:FURTHEST])}."
    ]


def _furthest(teams: Sequence[TeamFacts]) -> str:
    """ "Court North 19.3 and Court South 16.4, against 12–15": a band that all share only once."""
    bands = {promise(team.promise) for team in teams}
    if len(bands) > 1:
        return listed([f"{team.name} {against(team.average, team.promise)}" for team in teams])
    averages = listed([f"{team.name} {shown(team.average)}" for team in teams])
    return f"{averages}, against {bands.pop()}"


def _one_above(facts: DigestFacts, team: TeamFacts) -> str:
    """ "Court North is above promise, 19.3 against 12–15; nobody has decided about it."."""
    kind = RuleKind.TEAM_ABOVE_PROMISE
    alert = next((a for a in facts.alerts if (a.kind, a.team) == (kind, team.name)), None)
    standing = against(team.average, team.promise)
    if alert is None:
        return f"{team.name} is above promise, {standing}; nobody has decided about it."
    how_long = for_how_long(alert.since, facts.day)
    return (
        f"{team.name} has been above promise {how_long}, {standing}; nobody has decided about it."
    )


def _unanswered(facts: DigestFacts) -> list[str]:
    waiting = [alert for alert in facts.alerts if _waits(alert)]
    if not waiting:
        return []
    longest = max(waiting, key=lambda alert: (alert.waits, alert.working_days))
    if len(waiting) == 1:
        return [f"{longest.headline}; nobody has acknowledged it for {_days(longest)}."]
    number = sentence(numbered(len(waiting), "alert"))
    return [
        f"{number} have gone unacknowledged for {UNANSWERED_FROM} working days or more; the "
        f'longest, for {longest.waits}, is "{longest.headline}".'
    ]


def _waits(alert: AlertFacts) -> bool:
    unanswered = alert.state is AlertState.FIRING and alert.waits >= UNANSWERED_FROM
    return unanswered and alert.kind not in _OWN_SENTENCES


def _days(alert: AlertFacts) -> str:
    return count(alert.waits, "working day")


_IN_ORDER: Collection[Callable[[DigestFacts], list[str]]] = (
    _children,
    _past_review,
    _above_promise,
    agency_above,
    money_ends,
    teams_end,
    _unanswered,
    off_target,
    going_off,
)
"""Children without a worker first; then what was promised, to oneself, to workers, to members."""
