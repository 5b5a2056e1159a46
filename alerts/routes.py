"""Where an alert is told: the team's channel, or the people who lead it; read anew each time."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any

from sqlalchemy import Date, Executable, bindparam, or_, select
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from alerts.authority import Authority
from alerts.choices import SERVICE, TEAM, as_chosen, read_choices
from alerts.places import Placed
from models.alerts import Alert
from models.organisation import Service, Team
from models.outbox import Posting
from models.people import Grant, GrantRole
from models.rows import rows
from models.vocabulary import AlertState, ToldTo
from models.workforce import Head, Manager, Worker

CHANNEL_ID = re.compile(r"[CGD][A-Z0-9]{4,}")  # Slack writes names in small letters


@dataclass(frozen=True, slots=True)
class Routes:
    """The channels and people of one moment; targets are "channel:…" or "person:EMAIL"."""

    team_channels: Mapping[int, str]
    service_channels: Mapping[int, str]
    service_of: Mapping[int, int]  # by team
    managers: Mapping[int, Sequence[str]]  # emails by team
    heads: Mapping[int, Sequence[str]]  # emails by service
    leadership: Sequence[str]
    administrators: Sequence[str]
    leadership_channel: str | None
    administrators_channel: str | None
    _found: dict[tuple[ToldTo, int | None, int | None], Sequence[str]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def targets(
        self, told_to: ToldTo, team_id: int | None, service_id: int | None = None
    ) -> Sequence[str]:
        """Whom to tell: the first of these that exists, so that no alert is told to nobody.

        What is told to the service is told to leadership where there is nobody at the service,
        and so is what belongs to the authority as a whole.
        """
        asked = (told_to, team_id, service_id)
        if asked not in self._found:  # a check asks it several times of each alert
            self._found[asked] = self._targets(*asked)
        return self._found[asked]

    def _targets(
        self, told_to: ToldTo, team_id: int | None, service_id: int | None
    ) -> Sequence[str]:
        service = self._service(service_id or self.service_of.get(team_id or 0))
        leadership = _place(self.leadership_channel, self.leadership)
        of_team = [service, leadership] if service_id else [self._team(team_id), service]
        steps = {
            ToldTo.TEAM: of_team,
            ToldTo.SERVICE: [service, leadership],
            ToldTo.LEADERSHIP: [leadership],
            ToldTo.ADMINISTRATORS: [],
        }[told_to]
        steps.append(_place(self.administrators_channel, self.administrators))
        return next((found for found in steps if found), [])

    def of_digest(self, service_id: int | None) -> list[str]:
        """Where the weekly digest goes: leadership's, or the service's channel, else its heads.

        A service with neither gets none: its figures are in leadership's digest.
        """
        if service_id is None:
            return [*self.targets(ToldTo.LEADERSHIP, None)]
        return self._service(service_id)

    def above(self, told_to: ToldTo, team_id: int | None) -> list[str]:
        """Whom an unanswered alert goes to: leadership, where the service was told of it."""
        is_teams = team_id is not None and told_to is not ToldTo.SERVICE
        return self.heads_of(team_id if is_teams else None)

    def is_at_top(self, told_to: ToldTo, place: Placed) -> bool:
        """Whether what is a service's is told to leadership at once: then nobody is above."""
        service_id = place.service_id or self.service_of.get(place.team_id or 0)
        of_service = told_to is ToldTo.SERVICE or (
            told_to is ToldTo.TEAM and place.service_id is not None
        )
        return of_service and not self._service(service_id)

    def heads_of(self, team_id: int | None) -> list[str]:
        """Whom an unanswered alert goes to: the head of service, else leadership."""
        service_id = self.service_of.get(team_id or 0, 0)
        return _people(self.heads.get(service_id) or self.leadership)

    def _team(self, team_id: int | None) -> list[str]:
        key = team_id or 0
        return _place(self.team_channels.get(key), self.managers.get(key, ()))

    def _service(self, service_id: int | None) -> list[str]:
        key = service_id or 0
        return _place(self.service_channels.get(key), self.heads.get(key, ()))


def gather_routes(session: Session, authority: Authority, today: date) -> Routes:
    """The routes as choices, the workforce and the grants have them today."""
    choices = read_choices(session)
    authority = as_chosen(authority, choices)
    team_rows, services = rows(session, _TEAMS), rows(session, _SERVICES)
    granted = rows(session, _GRANTED, today=today)
    of_teams = {team_id: channel for team_id, channel, _ in team_rows if channel}
    of_services = {service_id: channel for service_id, channel in services if channel}
    return Routes(
        team_channels=of_teams | choices.channels_of(TEAM),
        service_channels=of_services | choices.channels_of(SERVICE),
        service_of={team_id: service_id for team_id, _, service_id in team_rows},
        managers=_leaders(rows(session, _MANAGERS, today=today), granted, GrantRole.MANAGER),
        heads=_leaders(rows(session, _HEADS, today=today), granted, GrantRole.HEAD),
        leadership=_granted(granted, GrantRole.LEADERSHIP),
        administrators=_granted(granted, GrantRole.ADMINISTRATOR),
        leadership_channel=authority.leadership_channel,
        administrators_channel=authority.administrators_channel,
    )


def gather_told(session: Session) -> dict[int, frozenset[str]]:
    """Where each open alert is told now, as targets: channels and people, by alert."""
    found: dict[int, set[str]] = defaultdict(set)
    for alert_id, target in rows(session, _TOLD):
        found[alert_id].add(target)
    return {alert_id: frozenset(targets) for alert_id, targets in found.items()}


def _leaders(
    in_post: Iterable[Any], granted: Iterable[Any], role: GrantRole
) -> dict[int, list[str]]:
    """Emails by team or service: from the workforce, those still in post, and from grants."""
    found: dict[int, list[str]] = defaultdict(list)
    by_hand = (
        (each.service_id if role is GrantRole.HEAD else each.team_id, each.email)
        for each in granted
        if each.role == role
    )
    for place, email in chain(in_post, by_hand):
        if email and place is not None and email not in found[place]:
            found[place].append(email)
    return dict(found)


def _granted(granted: Iterable[Any], role: GrantRole) -> list[str]:
    return list(dict.fromkeys(each.email for each in granted if each.role == role))


_TODAY = bindparam("today", type_=Date)


def _in_post(of: Mapped[int], by: Mapped[int]) -> Executable:
    """Who leads which place, by the workforce."""
    return (
        select(of, col(Worker.email))
        .join(Worker, by == col(Worker.id))
        .where(
            col(Worker.dropped_on).is_(None),
            or_(col(Worker.left_on).is_(None), col(Worker.left_on) >= _TODAY),
        )
        .order_by(col(Worker.email))
    )


def _grants() -> Executable:
    """A role given by hand ends with the job, for those who have one here."""
    left = select(col(Worker.email)).where(
        col(Worker.email).is_not(None),
        col(Worker.dropped_on).is_(None),
        col(Worker.left_on) < _TODAY,
    )
    given = (Grant.role, Grant.team_id, Grant.service_id, Grant.email)
    return (
        select(*(col(column) for column in given))
        .where(col(Grant.email).not_in(left))
        .order_by(col(Grant.email), col(Grant.id))
    )


_TEAMS = select(col(Team.id), col(Team.slack_channel), col(Team.service_id))
_SERVICES = select(col(Service.id), col(Service.slack_channel))
_MANAGERS = _in_post(col(Manager.team_id), col(Manager.worker_id))
_HEADS = _in_post(col(Head.service_id), col(Head.worker_id))
_GRANTED = _grants()
_TOLD = (
    select(col(Posting.alert_id), col(Posting.target))
    .join(Alert, col(Posting.alert_id) == col(Alert.id))
    .where(col(Alert.state) != AlertState.RESOLVED, col(Posting.left).is_(False))
)


def _place(channel: str | None, people: Iterable[str]) -> list[str]:
    target = channel_target(channel)
    return [target] if target else _people(people)


def channel_target(written: str | None) -> str | None:
    """The target of a channel as somebody has written it; None of nothing."""
    named = _channel(written or "")
    return f"channel:{named}" if named else None


def _channel(written: str) -> str:
    """One way to write a channel, so that a cell written anew is not another place."""
    name = written.strip().lstrip("#").strip()
    return name if not name or CHANNEL_ID.fullmatch(name) else f"#{name.lower()}"


def is_channel(target: str) -> bool:
    return target.startswith("channel:")


def untold(told: Collection[str], targets: Sequence[str]) -> list[str]:
    """Which of these an open alert has to be told to anew, given where it is told now.

    A channel only where it is told in none: the one it is told in may go by another name.
    """
    in_a_channel = any(is_channel(target) for target in told)
    return [
        target
        for target in targets
        if target not in told and not (in_a_channel and is_channel(target))
    ]


def _people(emails: Iterable[str]) -> list[str]:
    return [f"person:{email}" for email in emails]
