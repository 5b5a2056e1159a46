"""When each digest is due and for whom: as shipped, and as administrators have changed it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select
from sqlmodel import Session, col

from alerts.authority import Authority
from alerts.delivery.confidants import detail_of
from alerts.delivery.parcel import CHANNEL, PERSON
from alerts.routes import CHANNEL_ID, Routes
from alerts.schedules import Schedule
from models.access import Detail, Scope, ScopeKind, authority_scope
from models.digests import DigestSchedule
from models.errors import CaseloadError, NotFound
from models.organisation import Service, Team
from models.people import AuditEntry

AUTHORITY = "authority"
SERVICE = "service:"

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")

SHIPPED_DAY, SHIPPED_AT = 0, time(8, 30)
"""Monday 08:30: before the week's first meetings, and after the night's load."""

_CHANNEL_NAME = re.compile(r"#?[a-z0-9_\-]{1,80}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One weekly digest: what it is about, for whom, on which day and hour."""

    scope: Scope  # the authority or a service
    audience: str = ""  # "channel:…" or "person:EMAIL"; "" is whoever leads the scope
    weekday: int = SHIPPED_DAY
    at: time = SHIPPED_AT
    zone: ZoneInfo
    is_on: bool = True
    changed_at: datetime | None = None
    changed_by: str | None = None  # None as shipped

    @property
    def scope_key(self) -> str:
        """As it stands in the tables: "authority", "service:3"."""
        return scope_key(self.scope)

    @property
    def service_id(self) -> int | None:
        return self.scope.id

    @property
    def name(self) -> str:
        """What its slots are kept by."""
        return f"digest {self.scope_key}"

    def schedule(self) -> Schedule:
        """Its slots: on a bank holiday it waits for the next working day.

        What would have been due before it was changed is not made up for.
        """
        days = frozenset({self.weekday})
        return Schedule(
            self.name,
            self.zone,
            self.at,
            days,
            self.audience,
            on_working_days=True,
            begins=self.changed_at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What becomes of one schedule; None leaves it as it is."""

    scope: str  # "authority" or "service:3"
    audience: str = ""  # "#channel", "channel:…", an email or "person:…"; "" is whoever leads it
    weekday: int | None = None  # 0 is Monday
    at: time | None = None
    zone: str | None = None  # "Europe/London"; "" is the authority's
    is_on: bool | None = None


def scope_key(scope: Scope) -> str:
    return AUTHORITY if scope.kind is ScopeKind.AUTHORITY else f"{SERVICE}{scope.id}"


def schedules_now(session: Session, authority: Authority) -> tuple[Due, ...]:
    """Every digest, also those that are off: the authority's, then each listed service's.

    A service without a team has none.
    """
    kept: dict[tuple[str, str], DigestSchedule] = {}
    query = select(DigestSchedule).order_by(col(DigestSchedule.audience))
    for row in session.scalars(query):
        kept[row.scope, row.audience] = row
    return tuple(
        due
        for scope in digest_scopes(session, authority)
        for due in _dues_of(scope, kept, authority)
    )


def digest_scopes(session: Session, authority: Authority) -> list[Scope]:
    """What a digest can be about: the authority, and the services that have teams, by name."""
    listed = (
        select(col(Service.id), col(Service.name))
        .join(Team, col(Team.service_id) == col(Service.id))
        .where(col(Service.dropped_on).is_(None), col(Team.dropped_on).is_(None))
        .distinct()
        .order_by(col(Service.name))
    )
    services = [
        Scope(ScopeKind.SERVICE, service_id, name, None)
        for service_id, name in session.execute(listed)
    ]
    return [authority_scope(authority.name), *services]


def targets_of(due: Due, routes: Routes) -> list[str]:
    """Where it is posted today; nowhere, for a service with neither a head nor a channel."""
    if due.audience:
        return [due.audience]
    return routes.of_digest(due.service_id)


def change_schedule(
    session: Session, authority: Authority, change: Change, *, by: str, now: datetime
) -> Due:
    """Change one schedule, or begin one for another audience; who and when go into the audit.

    Raises CaseloadError, or NotFound for a scope or person that is not there.
    """
    scope = _scope_of(session, authority, change.scope)
    audience = audience_of(change.audience)
    _check(change)
    if change.is_on is not False:  # whatever it is, it can be switched off
        _check_reader(session, audience, scope, now.astimezone(authority.zone).date())
    query = select(DigestSchedule).where(
        col(DigestSchedule.scope) == change.scope, col(DigestSchedule.audience) == audience
    )
    row = session.scalars(query.with_for_update()).first()
    before = None if row is None else _terms(row)
    if row is None:
        row = DigestSchedule(scope=change.scope, audience=audience)
        session.add(row)
    hour = row.at, row.zone
    _apply(row, change)
    if (row.at, row.zone) != hour:
        _check_hour(authority, row)
    if _terms(row) != before:
        row.changed_at, row.changed_by = now, by
        session.add(_audit(scope, row, before, by, now))
    session.flush()
    return _due(scope, row, authority)


def _dues_of(
    scope: Scope, kept: Mapping[tuple[str, str], DigestSchedule], authority: Authority
) -> Iterator[Due]:
    key = scope_key(scope)
    if (key, "") not in kept:
        yield Due(scope=scope, zone=authority.zone)
    for (of, _), row in kept.items():
        if of == key:
            yield _due(scope, row, authority)


def _due(scope: Scope, row: DigestSchedule, authority: Authority) -> Due:
    return Due(
        scope=scope,
        audience=row.audience,
        weekday=row.weekday,
        at=time.fromisoformat(row.at),
        zone=ZoneInfo(row.zone) if row.zone else authority.zone,
        is_on=row.is_on,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
    )


def _scope_of(session: Session, authority: Authority, key: str) -> Scope:
    for scope in digest_scopes(session, authority):
        if scope_key(scope) == key:
            return scope
    raise NotFound("There is no such service. `caseload digest schedules` lists those there are.")


def is_direct_message(audience: str) -> bool:
    """Whether it is a conversation's id: nobody can say whose, so a person is given by email."""
    name = audience.removeprefix(CHANNEL)
    return name.startswith("D") and CHANNEL_ID.fullmatch(name) is not None


def audience_of(written: str) -> str:
    """One way to write it, so that the same place is not told twice.

    Raises CaseloadError for what is neither a channel nor an email.
    """
    kind, colon, name = written.strip().partition(":")
    name = name if colon else kind
    if not name:
        return ""
    if (colon and f"{kind}:" == PERSON) or (not colon and "@" in name):
        return f"{PERSON}{name.lower()}"
    if CHANNEL_ID.fullmatch(name):
        return f"{CHANNEL}{name}"
    if _CHANNEL_NAME.fullmatch(name.lower()) and (not colon or f"{kind}:" == CHANNEL):
        return f"{CHANNEL}#{name.lower().removeprefix('#')}"
    raise CaseloadError(
        f"{written!r} is neither a channel nor an email. Write #channel-name or an email."
    )


def _check(change: Change) -> None:
    if change.weekday is not None and not 0 <= change.weekday < len(WEEKDAYS):
        raise CaseloadError("A digest is sent on a working day. Choose Monday to Friday.")
    if change.zone:
        try:
            ZoneInfo(change.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise CaseloadError(
                f"There is no time zone {change.zone!r}. Write it like Europe/London."
            ) from None


def _check_hour(authority: Authority, row: DigestSchedule) -> None:
    """Only a new hour is checked: one of before must not stand in the way of other changes."""
    hours = authority.hours
    own = ZoneInfo(row.zone) if row.zone else authority.zone
    at = time.fromisoformat(row.at)
    if own == hours.zone and not hours.opens <= at < hours.closes:
        raise CaseloadError(
            f"Caseload writes between {hours.opens:%H:%M} and {hours.closes:%H:%M}. Choose an "
            "hour between them."
        )


def _check_reader(session: Session, audience: str, scope: Scope, today: date) -> None:
    if is_direct_message(audience):
        raise CaseloadError(
            f"{audience.removeprefix(CHANNEL)} is a direct message, and Caseload cannot tell "
            "whose. Write the person's email, or #channel-name."
        )
    if not audience.startswith(PERSON):
        return
    email = audience.removeprefix(PERSON)
    if detail_of(session, email, scope, today) is not Detail.WORKERS:
        raise NotFound(
            f"{email} may not see {scope.name}, or is not known. Give them a role with "
            "`caseload people grant`, then try again."
        )


def _apply(row: DigestSchedule, change: Change) -> None:
    if change.weekday is not None:
        row.weekday = change.weekday
    if change.at is not None:
        row.at = f"{change.at:%H:%M}"
    if change.zone is not None:
        row.zone = change.zone
    if change.is_on is not None:
        row.is_on = change.is_on


def _terms(row: DigestSchedule) -> Sequence[str | int | bool]:
    return [row.weekday, row.at, row.zone, row.is_on]


def _audit(
    scope: Scope,
    row: DigestSchedule,
    before: Sequence[str | int | bool] | None,
    by: str,
    now: datetime,
) -> AuditEntry:
    return AuditEntry(
        at=now,
        who=by,
        deed="changed a digest's schedule",
        scope_kind=scope.kind.value,
        scope_name=scope.name,
        detail={"audience": row.audience, "before": before, "after": list(_terms(row))},
    )
