"""The rules as stored: which versions there are, and changing them, each change with a trail."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, text
from sqlmodel import Session, col

from alerts.rules.changes import Change, changes, values_of
from alerts.rules.in_force import rules_at
from alerts.rules.rule import Rule
from alerts.rules.validity import Places
from alerts.wording import start_of_day
from models.errors import CaseloadError, NotFound
from models.organisation import Service, Team
from models.people import AuditEntry
from models.rules import RuleVersion

CHANGED = "changed a rule"
"""The deed in the audit."""

_VERSIONS = select(RuleVersion).order_by(col(RuleVersion.id))

_RECENT = 200  # entries of the audit looked through for who changed a rule last


class RuleChanged(CaseloadError):
    """Somebody else changed a rule since it was looked at; nothing was changed now."""

    def __init__(self, rule: Rule, by: str, at: datetime | None) -> None:
        super().__init__(
            f"{by} changed the rule {rule.name} since you opened it, and nothing of yours was "
            "saved. Look at it again, then change it."
        )
        self.rule = rule  # as it is now
        self.by = by
        self.at = at


def stored_versions(session: Session) -> Sequence[RuleVersion]:
    """Every version of every rule that was ever changed, oldest first."""
    return session.scalars(_VERSIONS).all()


def rules_now(session: Session, now: datetime) -> dict[str, Rule]:
    """The rules in force by name, those included that a clock ahead of ours has just changed."""
    versions = stored_versions(session)
    moments = [moment for v in versions for moment in (v.from_at, v.until_at) if moment]
    return rules_at(versions, max([now, *moments]))


def rules_on(session: Session, day: date, zone: ZoneInfo) -> dict[str, Rule]:
    """The rules by name that were in force at the end of a day in the authority's zone.

    What nobody had changed by then was as this version of the product ships it.
    """
    next_day = start_of_day(day + timedelta(days=1), zone)
    return rules_at(stored_versions(session), next_day - timedelta(microseconds=1))


def places(session: Session) -> Places:
    """The teams and services a rule may apply to."""
    found = [
        session.scalars(
            select(col(table.name)).where(col(table.dropped_on).is_(None)).order_by(col(table.name))
        ).all()
        for table in (Team, Service)
    ]
    return Places(teams=found[0], services=found[1])


def apply_rules(
    session: Session,
    wanted: Sequence[Rule],
    *,
    by: str,
    now: datetime,
    reason: str | None = None,
) -> list[Change]:
    """Make these the rules in force; what is so already is left alone, with its version.

    A rule left out goes back to the shipped one, or is removed if it is the authority's own.
    """
    _one_at_a_time(session)
    found = changes(rules_now(session, now), wanted)
    for change in found:
        began = _end(session, change.name, now)
        if change.after is not None and not change.back_to_shipped:
            session.add(_version(change.after, began, by, reason))
        session.add(_trail(change, by, now, reason))
    return found


def change_rule(
    session: Session,
    rule: Rule,
    *,
    expected: datetime | None,
    by: str,
    now: datetime,
    reason: str | None = None,
) -> list[Change]:
    """Change one rule, if it is still the version that was looked at.

    `expected` is that version's `from_at`. Raises RuleChanged when another is in force by now, and
    NotFound when there is no rule of the name.
    """
    _one_at_a_time(session)
    current = rules_now(session, now)
    if rule.name not in current:
        raise NotFound("There is no such rule any more. `caseload rules` shows those there are.")
    if current[rule.name].from_at != expected:
        raise RuleChanged(current[rule.name], *_last_change(session, rule.name))
    current[rule.name] = rule
    return apply_rules(session, list(current.values()), by=by, now=now, reason=reason)


def _one_at_a_time(session: Session) -> None:
    """On SQLite every transaction that writes is alone from its start."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE rule_versions IN SHARE ROW EXCLUSIVE MODE"))


def _end(session: Session, name: str, now: datetime) -> datetime:
    """End the version in force, and say from when the next may be: two clocks may differ."""
    query = select(RuleVersion).where(
        col(RuleVersion.name) == name, col(RuleVersion.until_at).is_(None)
    )
    version = session.scalars(query).first()
    if version is None:
        return now
    version.until_at = max(now, version.from_at + timedelta(microseconds=1))
    return version.until_at


def _version(rule: Rule, from_at: datetime, by: str, reason: str | None) -> RuleVersion:
    return RuleVersion(
        name=rule.name, **values_of(rule), from_at=from_at, changed_by=by, reason=reason
    )


def _trail(change: Change, by: str, now: datetime, reason: str | None) -> AuditEntry:
    fields = change.fields
    return AuditEntry(
        at=now,
        who=by,
        deed=CHANGED,
        detail={
            "rule": change.name,
            "before": {name: before for name, (before, _) in fields.items()},
            "after": {name: after for name, (_, after) in fields.items()},
            "reason": reason,
        },
    )


def _last_change(session: Session, name: str) -> tuple[str, datetime | None]:
    """Who changed a rule last, and when."""
    query = (
        select(AuditEntry)
        .where(col(AuditEntry.deed) == CHANGED)
        .order_by(col(AuditEntry.id).desc())
        .limit(_RECENT)
    )
    for entry in session.scalars(query):
        if entry.detail.get("rule") == name:
            return entry.who, entry.at
    return "Somebody", None
