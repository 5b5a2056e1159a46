"""A day's readings by every rule that decides there."""

from collections.abc import Mapping

from alerts.readings import Reading
from alerts.rules.judging.authority import read_data_late, read_held, read_unmatched
from alerts.rules.judging.cases import read_unseen, read_waiting
from alerts.rules.judging.coming_ends import read_funding, read_team_end
from alerts.rules.judging.day import AuthorityDay, TeamDay
from alerts.rules.judging.promise import read_promise
from alerts.rules.judging.staffing import judge_targets
from alerts.rules.judging.staffing_day import StaffingDay
from alerts.rules.judging.workers import read_absent, read_leavers, read_moved, read_over
from alerts.rules.kinds import URGENT_KINDS
from alerts.rules.rule import Rule
from models.vocabulary import CaseKind, RuleKind


def judge(rules: Mapping[RuleKind, Rule], day: TeamDay) -> list[Reading]:
    """One team's readings; `rules` are those that decide there (`in_force.rules_for`).

    A reading names its rule, whose kind says which alert it belongs to (`kinds.host`).
    """
    usual, newly = rules.get(RuleKind.WORKER_OVER), rules.get(RuleKind.NEWLY_QUALIFIED_OVER)
    found = read_over(usual, newly, day)
    if rule := usual or newly:
        found += read_moved(rule, day)
    if rule := rules.get(RuleKind.TEAM_ABOVE_PROMISE):
        found += read_promise(rule, day)
    for kind, read in _BY_WORKER.items():
        if rule := rules.get(kind):
            found += [*read(rule, day), *read_moved(rule, day)]
    if rule := rules.get(RuleKind.TEAM_ENDS):
        found += read_team_end(rule, day)
    return found + _read_waiting(rules, day)


def _read_unseen(rule: Rule, day: TeamDay) -> list[Reading]:
    if not day.unseen.get(int(rule.limit)) and not day.watched:
        return []
    return read_unseen(rule, day, {holder.worker_id: holder.name for holder in day.book.holders})


_BY_WORKER = {
    RuleKind.ABSENT_HOLDING: read_absent,
    RuleKind.LEAVER_HOLDING: read_leavers,
    RuleKind.NOT_SEEN: _read_unseen,
}


def judge_authority(rules: Mapping[RuleKind, Rule], day: AuthorityDay) -> list[Reading]:
    """What is read once for the authority; `rules` are those that decide outside every team."""
    found: list[Reading] = []
    if rule := rules.get(RuleKind.DATA_LATE):
        found += read_data_late(rule, day)
    if rule := rules.get(RuleKind.LOAD_HELD):
        found += read_held(rule, day)
    if rule := rules.get(RuleKind.UNMATCHED):
        found += read_unmatched(rule, day)
    if rule := rules.get(RuleKind.NOT_SEEN):
        found += read_unseen(rule, day, {})
    return found + _read_waiting(rules, day)


def judge_staffing(rules: Mapping[RuleKind, Rule], day: StaffingDay) -> list[Reading]:
    """A place's targets and, for the authority, its money that ends, by the rules there."""
    found = judge_targets(rules, day)
    if rule := rules.get(RuleKind.FUNDING_ENDS):
        found += read_funding(rule, day)
    return found


def _read_waiting(rules: Mapping[RuleKind, Rule], day: TeamDay | AuthorityDay) -> list[Reading]:
    """Urgent kinds are judged by their own rule while it is on, and by the usual one otherwise."""
    urgent, usual = rules.get(RuleKind.URGENT_UNALLOCATED), rules.get(RuleKind.UNALLOCATED)
    found = read_waiting(urgent, URGENT_KINDS, day) if urgent else []
    rest = frozenset(CaseKind) - (URGENT_KINDS if urgent else frozenset())
    return found + (read_waiting(usual, rest, day) if usual else [])
