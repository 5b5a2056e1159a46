"""Random small authorities: drawn as plain values, and written as rows."""

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st
from sqlmodel import Session

from models.organisation import Team
from models.vocabulary import CaseKind, LimitScope, Role, TeamKind
from models.workforce import Worker
from tests.build import FRIDAY, a_case, a_limit_row, a_team, a_worker, loaded, saved


@dataclass(frozen=True)
class SomeWorker:
    team: int
    role: Role
    hundredths: int  # of an FTE
    left: int | None  # days before the day; negative lies ahead
    started: int | None
    absent: int | None
    back: int | None
    newly_qualified: int | None
    own_limit: int | None


@dataclass(frozen=True)
class SomeCase:
    worker: int | None
    team: int | None
    named: bool  # the extract names somebody, known or not
    closed: int | None
    opened: int | None
    seen: int | None


@dataclass(frozen=True)
class SomeAuthority:
    kinds: list[TeamKind]
    limits: dict[str, int]  # authority, kind, team, percent
    workers: list[SomeWorker]
    cases: list[SomeCase]


near = st.sampled_from([None, None, None, None, None, -1, 0, 1, 2])
few = st.integers(min_value=0, max_value=2)
limit = st.integers(min_value=1, max_value=6)
some_workers = st.builds(
    SomeWorker,
    team=few,
    role=st.sampled_from(Role),
    hundredths=st.sampled_from([100, 57, 50, 10, 0]),
    left=near,
    started=near,
    absent=near,
    back=near,
    newly_qualified=near,
    own_limit=st.none() | limit,
)
some_cases = st.builds(
    SomeCase,
    worker=st.sampled_from([None, 0, 0, 0, 1, 1, 2, 3, 4]),
    team=st.none() | few,
    named=st.sampled_from([True, True, True, False]),
    closed=st.sampled_from([None, None, None, None, 0, 6, 7, 8]),
    opened=st.sampled_from([None, 0, 3, 6, 7, 8]),
    seen=st.sampled_from([None, 1, 27, 28, 29, 60]),
)
some_limits = st.dictionaries(st.sampled_from(["authority", "kind", "team"]), limit)
authorities = st.builds(
    SomeAuthority,
    kinds=st.lists(st.sampled_from([TeamKind.COURT, TeamKind.FOSTERING]), min_size=1, max_size=3),
    limits=some_limits | st.builds(lambda given: {**given, "percent": 90}, some_limits),
    workers=st.lists(some_workers, min_size=2, max_size=6),
    cases=st.lists(some_cases, min_size=5, max_size=60),
)


def written(session: Session, authority: SomeAuthority) -> list[Team]:
    loaded(session)
    teams = [a_team(session, kind=kind) for kind in authority.kinds]
    workers = [_written_worker(session, worker, teams) for worker in authority.workers]
    _write_limits(session, authority.limits, teams)
    for case in authority.cases:
        _write_case(session, case, teams, workers)
    return teams


def _written_worker(session: Session, worker: SomeWorker, teams: list[Team]) -> Worker:
    row = a_worker(
        session,
        teams[worker.team % len(teams)],
        role=worker.role,
        fte=worker.hundredths / 100,
        left_on=_ago(worker.left),
        started_on=_ago(worker.started),
        absent_from=_ago(worker.absent),
        absent_until=_ago(worker.back),
        newly_qualified_until=_ago(worker.newly_qualified),
    )
    if worker.own_limit is not None:
        own = a_limit_row(scope=LimitScope.STAFF, worker_id=row.id, cases=worker.own_limit)
        saved(session, own)
    return row


def _write_limits(session: Session, limits: dict[str, int], teams: list[Team]) -> None:
    if "authority" in limits:
        saved(session, a_limit_row(cases=limits["authority"]))
    if "kind" in limits:
        kind = a_limit_row(scope=LimitScope.KIND, kind=TeamKind.COURT, cases=limits["kind"])
        saved(session, kind)
    if "team" in limits:
        team = a_limit_row(scope=LimitScope.TEAM, team_id=teams[0].id, cases=limits["team"])
        saved(session, team)
    if "percent" in limits:
        newly = a_limit_row(scope=LimitScope.NEWLY_QUALIFIED, percent=limits["percent"])
        saved(session, newly)


def _write_case(session: Session, case: SomeCase, teams: list[Team], workers: list[Worker]) -> None:
    worker = None
    if workers and case.worker is not None and case.named:
        worker = workers[case.worker % len(workers)]
    a_case(
        session,
        worker,
        team=None if case.team is None else teams[case.team % len(teams)],
        worker_ref="somebody" if case.named else None,
        kind=CaseKind.CHILD_IN_NEED,
        closed_on=_ago(case.closed),
        opened_on=_ago(case.opened),
        last_seen_on=_ago(case.seen),
    )


def _ago(days: int | None) -> date | None:
    return None if days is None else FRIDAY - timedelta(days=days)
