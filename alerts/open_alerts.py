"""Open alerts as plain rows: where, what, in which state, for how long, and who is concerned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from alerts.life import Life
from alerts.members import Member
from alerts.open_states import age, review_has_passed, state_words, urgency
from alerts.places import Place, Within, place_of
from alerts.store import open_alerts
from alerts.subjects import person_names, said_about, subject_names
from alerts.when import When
from alerts.wording import sentence
from models.organisation import Service, Team
from models.vocabulary import AlertState, RuleKind, words


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAlert:
    """One alert that is not over; `about` names workers."""

    id: int
    kind: RuleKind
    team: str | None  # None: of a service, or of the authority as a whole
    service: str | None = None  # the team's, too
    headline: str
    about: tuple[str, ...]  # "Sam Example: 26 cases, limit 18"
    state: AlertState  # the true one behind a hold
    held: bool
    state_words: str
    review_passed: bool
    since: date
    working_days: int

    @property
    def told(self) -> bool:
        return self.state is not AlertState.PENDING

    @property
    def unanswered(self) -> bool:
        """Whether it wants somebody now."""
        return self.state is AlertState.FIRING or self.review_passed


def open_alert_rows(session: Session, when: When, within: Within | None = None) -> list[OpenAlert]:
    """Alerts that are not over, the most pressing first; of some places, if they are given.

    Otherwise those of the authority as a whole are among them.
    """
    lives = sorted(open_alerts(session, within), key=lambda life: urgency(life, when))
    places = _places(session) if lives else {}
    names = subject_names(session, (m.subject for life in lives for m in life.members if m.over))
    people = person_names(session, (_who(life) for life in lives))
    return [_row(life, when, places, names, people) for life in lives]


_Names = tuple[str | None, str | None]
"""A team's name and a service's, as far as a place has them."""


def _places(session: Session) -> dict[str, _Names]:
    """Every team and service by place, those that have been dropped included."""
    services = {
        row.id: row.name for row in session.execute(select(col(Service.id), col(Service.name)))
    }
    teams = session.execute(select(col(Team.id), col(Team.name), col(Team.service_id)))
    found: dict[str, _Names] = {
        Place(service_id=service_id).key: (None, name) for service_id, name in services.items()
    }
    for team_id, name, service_id in teams:
        found[place_of(team_id)] = (name, services.get(service_id))
    return found


def _who(life: Life) -> str | None:
    """The email of who answered it last."""
    return life.snoozed_by if life.true_state is AlertState.SNOOZED else life.acknowledged_by


def _row(
    life: Life,
    when: When,
    places: Mapping[str, _Names],
    names: Mapping[str, str],
    people: Mapping[str, str],
) -> OpenAlert:
    team, service = places.get(Place(life.team_id, life.service_id).key, (None, None))
    who = _who(life)
    return OpenAlert(
        id=life.id or 0,
        kind=life.kind,
        team=team,
        service=service,
        headline=_headline(life, team or service),
        about=tuple(_about(life, member, names) for member in _concerned(life.members)),
        state=life.true_state,
        held=life.state is AlertState.HELD,
        state_words=state_words(life, when, people.get(who, who) if who else None),
        review_passed=review_has_passed(life, when),
        since=life.since,
        working_days=age(life, when),
    )


def _headline(life: Life, place: str | None) -> str:
    """What its message says; before there is one, what the rule looks for."""
    if life.notice is not None:
        return life.notice.headline
    what = words(life.kind)
    return f"{place}: {what}" if place else sentence(what)


def _concerned(members: Sequence[Member]) -> list[Member]:
    """Whoever is over: those that were told first, and of these the worst."""
    over = [member for member in members if member.over]
    return sorted(over, key=lambda m: (not m.told, -(m.value - (m.limit or 0)), m.subject))


def _about(life: Life, member: Member, names: Mapping[str, str]) -> str:
    text = said_about(life.kind, names[member.subject], member.value, member.limit)
    return text if member.told or not life.has_been_told else f"{text} (not told yet)"
