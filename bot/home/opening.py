"""One opening of the Home: who opens it, and what its parts read, each thing once in one look."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import Session, col

from alerts.freshness import staleness, workforce_staleness
from alerts.when import When
from alerts.wording import moment
from bot.grammar import Asked, NameKind, Topic
from bot.questions.inquiry import Inquiry
from bot.questions.places import teams_of
from bot.questions.setting import Setting
from bot.questions.staffing.setting import StaffingSetting
from bot.questions.topics import question_about
from bot.services import Services
from models.access import Asker, Scope, ScopeKind, authority_scope, detail_for
from models.figures.book import Book
from models.figures.queries import Gathered, accepted_doubts, gather
from models.organisation import Service, Team
from models.staffing.parts import parts_by_team
from models.staffing.queries import gather_staffing
from models.vocabulary import ExtractKind


@dataclass(frozen=True, slots=True)
class Listed:
    """The teams and services that are listed: names by id, and each team's service."""

    teams: Mapping[int, str]
    services: Mapping[int, str]
    service_of: Mapping[int, int]

    def teams_in(self, service_id: int) -> frozenset[int]:
        return frozenset(team for team, service in self.service_of.items() if service == service_id)


class Opening:
    """Somebody opens their Home now; whatever is read is read when the first part wants it."""

    def __init__(self, session: Session, services: Services, asker: Asker, now: datetime) -> None:
        self.session = session
        self.services = services
        self.asker = asker
        self.now = now

    @property
    def zone(self) -> ZoneInfo:
        return self.services.settings.zone

    @cached_property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def moment(self, at: datetime) -> str:
        """ "Fri 20 Nov 18:00", as it is said today."""
        return moment(at, self.zone, self.today)

    @cached_property
    def listed(self) -> Listed:
        services = select(col(Service.id), col(Service.name))
        by_name = services.where(col(Service.dropped_on).is_(None)).order_by(col(Service.name))
        teams = select(col(Team.id), col(Team.name), col(Team.service_id)).where(
            col(Team.dropped_on).is_(None)
        )
        rows = self.session.execute(teams.order_by(col(Team.name))).all()
        return Listed(
            teams={team_id: name for team_id, name, _ in rows},
            services={row.id: row.name for row in self.session.execute(by_name)},
            service_of={team_id: service_id for team_id, _, service_id in rows},
        )

    @cached_property
    def _gathered(self) -> Gathered:
        """The newest day of all that this person may see; NoData before both feeds are loaded."""
        asker = self.asker
        own = frozenset() if asker.team_id is None else frozenset({asker.team_id})
        return gather(
            self.session,
            team_ids=None if asker.sees_all else asker.leads | own,
            not_seen_days=self.services.settings.not_seen_days,
        )

    @property
    def book(self) -> Book:
        """The newest day of all that this person may see; NoData before both feeds are loaded."""
        return self._gathered.book

    @property
    def as_at(self) -> str:
        return f"Data as at {self.moment(self.book.as_at)}"

    @property
    def when(self) -> When:
        """Now, against the day of the data."""
        return self.services.authority_in(self.session).when(self.now, self.book.day)

    @cached_property
    def _warnings(self) -> tuple[str, ...]:
        stale = staleness(
            allocations=self.book.day,
            workforce=self.book.workforce_as_at.astimezone(self.zone).date(),
            today=self.today,
            calendar=self.services.calendar,
        )
        return (*stale, *self._gathered.doubts)

    def team(self, team_id: int) -> Scope:
        return Scope(ScopeKind.TEAM, team_id, self.listed.teams[team_id], frozenset({team_id}))

    def service(self, service_id: int) -> Scope:
        teams = self.listed.teams_in(service_id)
        return Scope(ScopeKind.SERVICE, service_id, self.listed.services[service_id], teams)

    @property
    def authority(self) -> Scope:
        return authority_scope(self.services.settings.authority)

    def setting(self, topic: Topic, scope: Scope) -> Setting:
        """A question about cases as if it were asked now, from the book that is read already."""
        book = self.book
        if scope.team_ids is not None:
            book = of_teams(book, scope.team_ids)
        return Setting(
            inquiry=self._inquiry(topic, scope),
            scope=scope,
            detail=detail_for(self.asker, scope),
            book=book,
            limits=self._gathered.limits,
            kinds=self._gathered.kinds,
            warnings=self._warnings,
        )

    def staffing(self, topic: Topic, scope: Scope) -> StaffingSetting:
        """The same about staffing; NoData before the workforce is loaded."""
        book = gather_staffing(self.session, teams_of(self.session, scope, self.asker))
        day = book.as_at.astimezone(self.zone).date()
        stale = workforce_staleness(day, self.today, self.services.calendar)
        return StaffingSetting(
            inquiry=self._inquiry(topic, scope),
            scope=scope,
            detail=detail_for(self.asker, scope),
            book=book,
            by_team=parts_by_team(book),
            warnings=(*stale, *accepted_doubts(self.session, (ExtractKind.WORKFORCE,))),
        )

    def _inquiry(self, topic: Topic, scope: Scope) -> Inquiry:
        asked = Asked(topic, None, NameKind.ANY, question_about(topic, scope))
        return Inquiry(self.session, self.services, asked, self.asker, (), self.today)


def of_teams(book: Book, team_ids: Collection[int]) -> Book:
    """The same day for some of the teams."""
    wanted = frozenset(team_ids)
    return replace(
        book,
        team_names={key: name for key, name in book.team_names.items() if key in wanted},
        holders=tuple(each for each in book.holders if each.team_id in wanted),
        held=tuple(each for each in book.held if each.team_id in wanted),
        waiting=tuple(each for each in book.waiting if each.team_id in wanted),
        unmatched=tuple(each for each in book.unmatched if each.team_id in wanted),
        flows=tuple(each for each in book.flows if each.team_id in wanted),
    )
