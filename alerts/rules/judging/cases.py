"""Cases without a worker by how long they have waited, and children not seen for too long."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

from alerts.readings import Reading
from alerts.rules.judging.day import AuthorityDay, TeamDay, Unseen
from alerts.rules.judging.workers import subject_of, worker_of
from alerts.rules.rule import Rule
from alerts.wording import count
from models.figures.book import Waiting
from models.vocabulary import CaseKind, TeamKind, words

NOBODY = "nobody"
UNMATCHED = "unmatched"

_SUBJECT = {kind: f"kind:{kind.value}" for kind in CaseKind}
_SUBJECTS = frozenset(_SUBJECT.values())

_NAMES = {NOBODY: "no worker", UNMATCHED: "not in the workforce list"}


def read_waiting(
    rule: Rule, kinds: Collection[CaseKind], day: TeamDay | AuthorityDay
) -> list[Reading]:
    """Cases of each kind that have waited for at least the limit's working days, as one reading."""
    if not day.waiting and _SUBJECTS.isdisjoint(day.watched):
        return []
    waits: dict[CaseKind, list[tuple[int, int]]] = defaultdict(list)
    for part in day.waiting:
        if part.kind in kinds and (wait := _wait(part, day)) >= rule.limit:
            waits[part.kind].append((wait, part.cases))
    told = sorted(kind for kind in kinds if kind in waits or _SUBJECT[kind] in day.watched)
    return [_waiting(rule, kind, _SUBJECT[kind], waits[kind]) for kind in told]


def _wait(part: Waiting, day: TeamDay | AuthorityDay) -> int:
    return 0 if part.since is None else day.calendar.working_days(part.since, day.day)


def _waiting(rule: Rule, kind: CaseKind, subject: str, waits: Sequence[tuple[int, int]]) -> Reading:
    cases = sum(number for _, number in waits)
    longest = max((wait for wait, _ in waits), default=0)
    before = "the longest " if cases > 1 else ""
    wait = f", {before}for {count(longest, 'working day')}" if waits else " past the limit"
    return Reading(
        subject=subject,
        rule=rule.name,
        over=bool(waits),
        clear=not waits,
        value=cases,
        name=words(kind),
        said=f"{count(cases, 'case')}{wait}",
    )


def read_unseen(rule: Rule, day: TeamDay | AuthorityDay, names: Mapping[int, str]) -> list[Reading]:
    """Children not seen for longer than the limit's days, by worker; `names` are the workers'.

    Cases without a worker of ours are one reading, or two: nobody's, and those of people who are
    not in the workforce list.
    """
    found: dict[str, list[Unseen]] = defaultdict(list)
    for part in day.unseen.get(int(rule.limit), ()):
        found[_whose(part, names)].append(part)
    readings = [
        _unseen(rule, subject, parts, day, names) for subject, parts in sorted(found.items())
    ]
    quiet = [subject for subject in day.watched if subject not in found]
    for subject in quiet:
        worker_id = worker_of(subject)
        if worker_id in names or subject in _NAMES:
            readings.append(_all_seen(rule, subject, worker_id, names))
    return readings


def _whose(part: Unseen, names: Mapping[int, str]) -> str:
    if part.worker_id is not None and part.worker_id in names:
        return subject_of(part.worker_id)
    return UNMATCHED if part.allocated else NOBODY


def _called(day: TeamDay | AuthorityDay) -> tuple[str, str]:
    """What those are called whose cases a team holds: one of them, and several."""
    if isinstance(day, TeamDay) and day.place.kind is TeamKind.CARE_LEAVERS:
        return "young person", "young people"
    return "child", "children"


def _unseen(
    rule: Rule,
    subject: str,
    parts: Sequence[Unseen],
    day: TeamDay | AuthorityDay,
    names: Mapping[int, str],
) -> Reading:
    children = sum(part.children for part in parts)
    longest = min(part.longest for part in parts)
    before = "the longest " if children > 1 else ""
    worker_id = parts[0].worker_id if subject not in _NAMES else None
    return Reading(
        subject=subject,
        rule=rule.name,
        over=True,
        clear=False,
        value=children,
        limit=rule.limit,
        worker_id=worker_id,
        since=longest + timedelta(days=int(rule.limit) + 1),
        name=_NAMES.get(subject) or names[worker_id or 0],
        said=f"{count(children, *_called(day))}, {before}not seen for "
        f"{count((day.day - longest).days, 'day')}",
    )


def _all_seen(rule: Rule, subject: str, worker_id: int | None, names: Mapping[int, str]) -> Reading:
    return Reading(
        subject=subject,
        rule=rule.name,
        over=False,
        clear=True,
        value=0,
        limit=rule.limit,
        worker_id=worker_id,
        name=_NAMES.get(subject) or names[worker_id or 0],
        said="nobody unseen for that long any more",
    )
