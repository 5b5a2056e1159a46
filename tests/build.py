"""Makes what a test is about with everything else at a default: values, and rows of a database."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel

from alerts.calendar import WorkingCalendar
from alerts.life import Life
from alerts.members import Member
from alerts.readings import Reading
from alerts.rules.defaults import shipped_of
from alerts.rules.in_force import TeamPlace
from alerts.rules.judging.day import TeamDay
from alerts.rules.rule import Rule
from alerts.store import save
from models.alerts import Decision
from models.cases import Case
from models.figures.book import Book, Held
from models.figures.holders import Holder
from models.figures.limits import AppliedLimit, Promise
from models.limits import Limit
from models.loads import Load, UnmatchedWorker
from models.organisation import Service, Team
from models.people import Grant, GrantRole
from models.vocabulary import (
    FEEDS,
    AlertState,
    CaseKind,
    DecisionKind,
    Employment,
    ExtractKind,
    LimitScope,
    LoadStatus,
    Role,
    RuleKind,
    TeamKind,
)
from models.workforce import Head, Manager, Worker

FRIDAY = date(2026, 11, 20)
"""The day of the newest extracts."""

MONDAY_BEFORE = date(2026, 11, 16)
"""Four working days before it."""


def at_six(day: date) -> datetime:
    """The moment of a day's extract."""
    return datetime.combine(day, time(18), UTC)


# Values.


def a_limit(cases: float, scope: LimitScope = LimitScope.AUTHORITY) -> AppliedLimit:
    return AppliedLimit(cases, scope, "the authority's limit")


def a_holder(**given: Any) -> Holder:
    """A full-time permanent social worker at work, with no cases and a limit of 18."""
    number = given.get("worker_id", 1)
    usual = Holder(
        worker_id=number,
        staff_id=f"S{number}",
        name=f"Worker {number}",
        team_id=1,
        team="Court North",
        role=Role.CASE_HOLDER,
        fte=1.0,
        employment=Employment.PERMANENT,
        caseload=0,
        in_post=True,
        absent=False,
        newly_qualified=False,
        limit=a_limit(18),
    )
    return replace(usual, **given)


def holding(*caseloads: int) -> list[Holder]:
    """One full-time worker for each caseload."""
    return [a_holder(worker_id=n, caseload=cases) for n, cases in enumerate(caseloads, start=1)]


def a_part(**given: Any) -> Held:
    """One open child-in-need case of worker 1 in team 1, seen lately."""
    usual = Held(
        team_id=1,
        worker_id=1,
        matched=True,
        allocated=True,
        kind=CaseKind.CHILD_IN_NEED,
        cases=1,
        not_seen=0,
        never_dated=0,
        longest_unseen=None,
    )
    return replace(usual, **given)


def a_book(*holders: Holder, **given: Any) -> Book:
    """Friday's book of these workers, whose cases are all the cases there are."""
    held = [
        a_part(team_id=h.team_id, worker_id=h.worker_id, cases=h.caseload)
        for h in holders
        if h.caseload
    ]
    usual = Book(
        day=FRIDAY,
        as_at=at_six(FRIDAY),
        workforce_as_at=at_six(FRIDAY),
        team_names={1: "Court North"},
        holders=tuple(holders),
        held=tuple(held),
        waiting=(),
        unmatched=(),
        flows=(),
        not_seen_days=28,
    )
    return replace(usual, **given)


def a_rule(kind: RuleKind = RuleKind.WORKER_OVER, **given: Any) -> Rule:
    """The shipped rule of a kind."""
    return replace(shipped_of(kind), **given)


def a_reading(number: int = 1, **given: Any) -> Reading:
    """Worker 1 with 26 cases of 18: over."""
    usual = Reading(
        subject=f"worker:{number}",
        rule="worker-over-limit",
        over=True,
        clear=False,
        value=26,
        limit=18,
        worker_id=number,
        name=f"Worker {number}",
        said="26 cases, limit 18",
    )
    return replace(usual, **given)


def a_team_day(*holders: Holder, **given: Any) -> TeamDay:
    """Friday in Court North with these workers; `book` replaces parts of the book."""
    usual = TeamDay(
        team_id=1,
        place=TeamPlace("Court North", TeamKind.COURT, "Court"),
        book=a_book(*holders, **given.pop("book", {})),
        promise=Promise(12, 15),
        calendar=WorkingCalendar(),
    )
    return replace(usual, **given)


# Rows, each written and with its id.

Row = TypeVar("Row", bound=SQLModel)
_numbers = count(1)


def saved(session: Session, row: Row) -> Row:
    session.add(row)
    session.flush()
    return row


def a_service(session: Session, name: str | None = None, **given: Any) -> Service:
    return saved(session, Service(name=name or f"Service {next(_numbers)}", **given))


def a_team(
    session: Session, name: str | None = None, service: Service | None = None, **given: Any
) -> Team:
    """A safeguarding team, in a service of its own unless one is given."""
    values = {
        "name": name or f"Team {next(_numbers)}",
        "service_id": (service or a_service(session)).id,
        "kind": TeamKind.SAFEGUARDING,
        **given,
    }
    return saved(session, Team(**values))


def a_worker(session: Session, team: Team, name: str | None = None, **given: Any) -> Worker:
    """A full-time permanent social worker, in post since for ever."""
    number = next(_numbers)
    values = {
        "staff_id": f"S{number}",
        "name": name or f"Worker {number}",
        "team_id": team.id,
        "role": Role.CASE_HOLDER,
        "fte": 1.0,
        "employment": Employment.PERMANENT,
        **given,
    }
    return saved(session, Worker(**values))


def a_case(
    session: Session, worker: Worker | None = None, team: Team | None = None, **given: Any
) -> Case:
    """An open child-in-need case: of a worker, or of a team alone, or of nobody."""
    values = {
        "case_hash": f"{next(_numbers):032x}",
        "kind": CaseKind.CHILD_IN_NEED,
        "team_id": team.id if team else worker.team_id if worker else None,
        "worker_id": worker.id if worker else None,
        "worker_ref": worker.staff_id if worker else None,
        **given,
    }
    return saved(session, Case(**values))


def cases(session: Session, number: int, worker: Worker, **given: Any) -> None:
    """So many open cases of one worker."""
    for _ in range(number):
        a_case(session, worker, **given)


def managed(session: Session, team: Team, worker: Worker) -> None:
    saved(session, Manager(team_id=team.id, worker_id=worker.id))


def headed(session: Session, service: Service, worker: Worker) -> None:
    saved(session, Head(service_id=service.id, worker_id=worker.id))


def granted(session: Session, email: str, role: GrantRole, **given: Any) -> Grant:
    values = {"granted_by": "admin@example.gov.uk", "granted_at": at_six(FRIDAY), **given}
    return saved(session, Grant(email=email, role=role, **values))


def a_limit_row(**given: Any) -> Limit:
    """A row of the Limits sheet, for the authority unless it says otherwise; not yet written."""
    return Limit(**{"scope": LimitScope.AUTHORITY, **given})


def an_unmatched_worker(session: Session, worker_ref: str, team: Team, **given: Any) -> None:
    """A worker the extract names and the workforce does not, with one open case."""
    a_case(session, team=team, worker_ref=worker_ref)
    values = {"open_cases": 1, "reason": "not in the workforce list", **given}
    saved(session, UnmatchedWorker(worker_ref=worker_ref, team_id=team.id, **values))


def a_load(session: Session, kind: ExtractKind, day: date, **given: Any) -> Load:
    values = {
        "status": LoadStatus.LOADED,
        "file": f"{kind.value}.xlsx",
        "as_at": at_six(day),
        "loaded_at": at_six(day),
        **given,
    }
    return saved(session, Load(kind=kind, as_at_day=day, **values))


def loaded(session: Session, day: date = FRIDAY) -> None:
    """Both feeds, loaded as at six in the evening of a day."""
    for kind in FEEDS:
        a_load(session, kind, day)


def a_member(worker: Worker | None = None, **given: Any) -> Member:
    """A worker with 26 cases of 18, told; or another subject."""
    usual = Member(
        subject=f"worker:{worker.id}" if worker else "kind:child_protection",
        rule="worker-over-limit",
        since=MONDAY_BEFORE,
        value=26,
        limit=18,
        worker_id=worker.id if worker else None,
        told_value=26,
        told_at=at_six(MONDAY_BEFORE),
    )
    return replace(usual, **given)


def an_alert(session: Session, team: Team | None, *members: Member, **given: Any) -> Life:
    """Workers over their limit in a team, firing since Monday; of no team the authority's."""
    usual = Life(
        kind=RuleKind.WORKER_OVER,
        place=f"team:{team.id}" if team else "authority",
        team_id=team.id if team else None,
        state=AlertState.FIRING,
        since=MONDAY_BEFORE,
        opened_at=at_six(MONDAY_BEFORE),
        judged_as_at=at_six(FRIDAY),
        fired_at=at_six(MONDAY_BEFORE),
        told_at=at_six(MONDAY_BEFORE),
        members=members,
    )
    return save(session, replace(usual, **given))


def a_services_alert(session: Session, service: Service, **given: Any) -> Life:
    """Agency above the service's own target, firing since Monday."""
    given = {"place": f"service:{service.id}", "service_id": service.id, **given}
    return an_alert(session, None, **{"kind": RuleKind.AGENCY_ABOVE, **given})


def a_decision(session: Session, life: Life, **given: Any) -> Decision:
    """No new allocations, decided on Friday about everybody in the alert; review in a week."""
    about = [{"subject": m.subject, "value": m.value, "limit": m.limit} for m in life.members]
    values = {
        "at": at_six(FRIDAY),
        "by": "mia@example.gov.uk",
        "by_name": "Mia Manager",
        "decision": DecisionKind.NO_NEW_ALLOCATIONS,
        "review_on": FRIDAY + timedelta(days=7),
        "about": about,
        **given,
    }
    return saved(session, Decision(alert_id=life.id or 0, **values))
