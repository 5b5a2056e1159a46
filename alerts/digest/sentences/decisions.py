"""What needs a decision, the most pressing first: each in one sentence with its yardstick."""

from collections.abc import Callable, Collection, Sequence

from alerts.digest.facts import (
    AlertFacts,
    DigestFacts,
    ReviewFacts,
    TeamFacts,
)
from alerts.digest.sentences.headline import A_CASE
from alerts.digest.sentences.phrasing import (
    above_for,
    against,
    lately,
    listed,
    numbered,
)
from alerts.digest.sentences.staffing import (
    agency_above,
    going_off,
    money_ends,
    off_target,
    teams_end,
)
from alerts.digest.sentences.waiting import children, nobody_at_work, waiting_long
from alerts.rules.kinds import OF_STAFFING
from alerts.wording import count, promise, sentence
from models.figures.figure import shown
from models.vocabulary import AlertState, RuleKind, words

MOST = 5
"""More than five are not decided in one meeting; the rest stands in the thread."""

UNANSWERED_FROM = 3
"""Working days after which the head of service is told of an alert, as the rules are shipped."""

SINGLY = 2
"""So many of a kind are told one by one; of more, how many there are and the worst."""

FURTHEST = 3
"""Teams named of those above their promise."""

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
    if review.kind is RuleKind.TEAM_ABOVE_PROMISE:
        team = next((each for each in facts.teams if each.name == review.team), None)
        if team is not None and team.above:
            return f"{_above(team, facts)}; its alert was acknowledged, {due}."
    what = _what(facts, alert) if alert else (review.team or "An alert")
    return f"{what}; it was acknowledged ({review.decision}), {due}."


def _what(facts: DigestFacts, alert: AlertFacts) -> str:
    """The alert's first line; of a team of one or two workers without its figures."""
    if any(team.is_small and team.name == alert.team for team in facts.teams):
        return f"{alert.team}: {words(alert.kind)}"
    return alert.headline


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
    standing = against(team.average, team.promise)
    return f"{_above(team, facts)}, {standing}; nobody has decided about it."


def _above(team: TeamFacts, facts: DigestFacts) -> str:
    how_long = above_for(team, facts.day)
    return (
        f"{team.name} has been above promise {how_long}"
        if how_long
        else (f"{team.name} is above promise")
    )


def _unanswered(facts: DigestFacts) -> list[str]:
    told = {RuleKind.UNALLOCATED} if waiting_long(facts) else set()
    waiting = [alert for alert in facts.alerts if _waits(alert) and alert.kind not in told]
    if not waiting:
        return []
    longest = max(waiting, key=lambda alert: (alert.waits, alert.working_days))
    if len(waiting) == 1:
        return [f"{_what(facts, longest)}; nobody has acknowledged it for {_days(longest)}."]
    number = sentence(numbered(len(waiting), "alert"))
    return [
        f"{number} have gone unacknowledged for {UNANSWERED_FROM} working days or more; the "
        f'longest, for {longest.waits}, is "{_what(facts, longest)}".'
    ]


def _waits(alert: AlertFacts) -> bool:
    unanswered = alert.state is AlertState.FIRING and alert.waits >= UNANSWERED_FROM
    return unanswered and alert.kind not in _OWN_SENTENCES


def _days(alert: AlertFacts) -> str:
    return count(alert.waits, "working day")


_IN_ORDER: Collection[Callable[[DigestFacts], list[str]]] = (
    children,
    waiting_long,
    nobody_at_work,
    _past_review,
    _above_promise,
    agency_above,
    money_ends,
    teams_end,
    off_target,
    _unanswered,
    going_off,
)
"""Children without a worker first; then what was promised, to oneself, to workers, to members."""
