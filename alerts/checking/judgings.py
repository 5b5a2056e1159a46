"""Every place judged by the rules that decide there, and what of it is there to be decided."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from alerts.checking.deciding import Ground, Judging
from alerts.checking.judged_apart import Readings, judged_apart
from alerts.life import Life
from alerts.places import WHOLE, place_of, place_of_key
from alerts.readings import Reading
from alerts.routes import Routes
from alerts.rules.gathering_staffing import StaffingDays
from alerts.rules.in_force import RulesByPlace, ServicePlace
from alerts.rules.judging.day import AuthorityDay, TeamDay
from alerts.rules.judging.judge import judge, judge_authority, judge_staffing
from alerts.rules.kinds import KINDS, host
from alerts.rules.rule import Rule
from models.vocabulary import RuleKind


def judge_places(
    rules: Mapping[str, Rule],
    teams: Mapping[int, TeamDay],
    whole: AuthorityDay,
    staffing: StaffingDays,
) -> dict[str, Readings]:
    """Every place judged by the rules that decide there."""
    of_teams = {name: rule for name, rule in rules.items() if not KINDS[rule.kind].whole_authority}
    here, everywhere = RulesByPlace(of_teams), RulesByPlace(rules).at(None)
    judged = {place_of(t): judged_apart(judge, here.at(day.place), day) for t, day in teams.items()}
    judged[WHOLE.key] = judged_apart(judge_authority, everywhere, whole)
    for place, day in staffing.items():
        if place.service_id is None:
            judged[place.key] = judged[place.key].and_by(judge_staffing, day)
        else:
            of_service = here.at(ServicePlace(day.service_names[place.service_id]))
            judged[place.key] = judged_apart(judge_staffing, of_service, day)
    return judged


def judgings(
    judged: Mapping[str, Readings], lives: Sequence[Life], ground: Ground, routes: Routes
) -> Iterator[Judging]:
    """One for each place and kind of alert where something is over, or an alert is open."""
    open_kinds: dict[str, set[RuleKind]] = defaultdict(set)
    for life in lives:
        open_kinds[life.place].add(life.kind)
    shared: dict[int, _Hosts] = {}  # most places have the same rules, in one and the same mapping
    for place in sorted({*judged, *open_kinds}):
        of, found = place_of_key(place), judged.get(place, _NOT_JUDGED)
        if id(found.rules) not in shared:
            shared[id(found.rules)] = _hosts(found.rules)
        hosts = shared[id(found.rules)]
        readings: dict[RuleKind, list[Reading]] = defaultdict(list)
        for reading in found.readings:
            readings[hosts.kind_of[reading.rule]].append(reading)
        over = {kind for kind, of_kind in readings.items() if any(r.over for r in of_kind)}
        failed = {host(kind) for kind in found.failed}
        for kind in sorted((over | open_kinds[place]) - failed):
            rules = hosts.rules[kind]
            yield Judging(
                kind=kind,
                place=place,
                team_id=of.team_id,
                service_id=of.service_id,
                rules=rules,
                readings=tuple(readings[kind]),
                ground=ground,
                at_top={n for n, r in rules.items() if routes.is_at_top(r.told_to, of)},
            )


@dataclass(frozen=True, slots=True)
class _Hosts:
    """Rules by the kind of alert that their readings belong to, and that kind by rule."""

    rules: Mapping[RuleKind, Mapping[str, Rule]]
    kind_of: Mapping[str, RuleKind]


def _hosts(rules: Mapping[RuleKind, Rule]) -> _Hosts:
    found: dict[RuleKind, dict[str, Rule]] = defaultdict(dict)
    for kind, rule in rules.items():
        found[host(kind)][rule.name] = rule
    return _Hosts(found, {rule.name: host(kind) for kind, rule in rules.items()})


_NOT_JUDGED = Readings({})
