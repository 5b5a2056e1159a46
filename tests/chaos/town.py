"""A small authority that a campaign tells of: its people and channels, its cases day by day."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random

from bot.manifest import SCOPES
from bot.practice.plan import PracticeChannel, PracticeUser, WorkspacePlan
from models.database import Database
from models.people import Grant, GrantRole
from tests.chaos.rulebook import LIMIT, Rulebook
from tests.models.extracts import authority as small
from tests.models.extracts.authority import Row

TEAMS = ("Ash", "Birch", "Cedar", "Elm", "Hazel", "Larch", "Maple", "Oak")
FIRST_NAMES = ("Alba", "Bryn", "Cora")
HEADS = ("head1", "head2")
ANALYST = "analyst"
STRANGERS = ("visitor", "passerby", "student")
"""People of the workspace whom the authority does not know."""

KEY = small.KEY
CHILD_PROTECTION = "child_protection"


def channel_of(team: str) -> str:
    return f"team-{team.lower()}"


def manager_of(team: str) -> str:
    """The staff id of a team's manager."""
    return f"M-{team}"


def head_of(team: str) -> str:
    """Two services: every second team is in the first."""
    return HEADS[TEAMS.index(team) % 2]


def email_of(staff_id: str) -> str:
    return f"{staff_id.lower()}@example.org"


def account_of(staff_id: str) -> str:
    """The Slack account of whoever has this staff id."""
    return f"U0{staff_id.upper().replace('-', '')}"


def channel_id(team: str) -> str:
    return f"C0{team.upper()}"


def name_of(staff_id: str) -> str:
    """What a holder of cases is called."""
    return staff_id.replace("-", " ")


def holders_of(team: str) -> list[str]:
    return [f"{name}-{team}" for name in FIRST_NAMES]


def plan() -> WorkspacePlan:
    """A channel for each team; in every second one sits a stranger at first."""
    people = [*HEADS, *(manager_of(team) for team in TEAMS), ANALYST, *STRANGERS]
    return WorkspacePlan(
        team_id="T0CHAOS",
        name="Northmere Council",
        users=tuple(
            PracticeUser(account_of(who), who.lower(), who, email_of(who), "", "") for who in people
        ),
        channels=tuple(_channel(number, team) for number, team in enumerate(TEAMS)),
        scopes=frozenset(SCOPES),
        commands=(),
        channels_of_bot=tuple(channel_id(team) for team in TEAMS),
    )


def _channel(number: int, team: str) -> PracticeChannel:
    members = [account_of(manager_of(team)), account_of(head_of(team))]
    members += [account_of(STRANGERS[0])] if number % 2 else []
    return PracticeChannel(channel_id(team), channel_of(team), True, tuple(members))


@dataclass
class Town:
    """Who holds which case, changed by chance from day to day; what was loaded, by which rules."""

    chance: Random
    holder: dict[str, str | None] = field(default_factory=dict)  # staff id by case
    team: dict[str, str] = field(default_factory=dict)  # by case
    loaded: dict[date, Counter[str]] = field(default_factory=dict)  # cases by staff id
    waiting: dict[str, date] = field(default_factory=dict)  # cases without a worker, since a load
    rules: dict[date, list[Rulebook]] = field(default_factory=dict)  # in force by that load
    now: Rulebook = field(default_factory=Rulebook)

    def __post_init__(self) -> None:
        for team in TEAMS:
            for staff_id in holders_of(team):
                self._give(team, staff_id, self.chance.randint(2, 4))

    def live_a_day(self) -> None:
        """Some workers get more cases than their limit, some lose them, some cases lose theirs."""
        for team in TEAMS:
            for staff_id in holders_of(team):
                if self.chance.random() < 0.4:
                    self._hold(team, staff_id, self.chance.choice((2, 3, 4, 6, 7, 8, 9)))
            if self.chance.random() < 0.35:
                self._leave_waiting(team)
            elif self.chance.random() < 0.5:
                self._take_up(team)

    def settle(self, coming: Rulebook) -> None:
        """Nobody holds exactly the most, by any of these rules: there the past decides."""
        for team in TEAMS:
            most = {self.now.most_held(team), coming.most_held(team)}
            for staff_id in holders_of(team):
                number = self._number(staff_id)
                while number in most:
                    number += 1
                self._hold(team, staff_id, number)

    def was_loaded(self, day: date) -> None:
        """Remember what the day's extract said."""
        before = self.rules[max(self.rules)] if self.rules else [self.now]
        self.rules[day] = before[-2:]  # the last two: they may change while it is loaded
        self.loaded[day] = Counter(who for who in self.holder.values() if who is not None)
        waiting = {case for case, who in self.holder.items() if who is None}
        self.waiting = {case: self.waiting.get(case, day) for case in waiting}

    def rules_changed(self, rules: Rulebook) -> None:
        """Remember that these are in force now."""
        self.now = rules
        for day in sorted(self.rules)[-2:]:  # the newest may just have been loaded
            self.rules[day].append(rules)

    def write_cases(self, folder: Path, day: date, teams: Sequence[str] = TEAMS) -> Path:
        """The day's allocations; in teams that the workforce does not have, none can be."""
        rows: list[Row] = [
            small.case(
                case,
                staff_id,
                team=self.team[case],
                kind=CHILD_PROTECTION if case.startswith("P") else "child_in_need",
                last_seen_on=day,
            )
            for case, staff_id in self.holder.items()
            if self.team[case] in teams
        ]
        rows += [small.case("X00001", None, team=team) for team in teams if team not in TEAMS]
        return small.write_csv(folder / "cases.csv", rows)

    def _number(self, staff_id: str) -> int:
        return sum(who == staff_id for who in self.holder.values())

    def _give(self, team: str, staff_id: str | None, number: int, prefix: str = "C") -> None:
        for _ in range(number):
            case = f"{prefix}{len(self.team) + 1:05d}"
            self.team[case], self.holder[case] = team, staff_id

    def _hold(self, team: str, staff_id: str, number: int) -> None:
        cases = [case for case, who in self.holder.items() if who == staff_id]
        colleague = self.chance.choice(holders_of(team))
        for case in cases[number:]:
            if colleague != staff_id and self.chance.random() < 0.3:
                self.holder[case] = colleague
            else:
                del self.holder[case]
        self._give(team, staff_id, number - len(cases))

    def _leave_waiting(self, team: str) -> None:
        self._give(team, None, self.chance.randint(1, 2), "P")

    def _take_up(self, team: str) -> None:
        for case in [c for c, who in self.holder.items() if who is None and self.team[c] == team]:
            del self.holder[case]


def found(database: Database, folder: Path, town: Town, first: date) -> None:
    """Load the workforce and the first day's cases, and make somebody an administrator."""
    files = small.Authority(database, folder)
    with database.transaction() as session:
        session.add(
            Grant(
                email=email_of(ANALYST),
                role=GrantRole.ADMINISTRATOR,
                granted_by="the campaign",
                granted_at=small.options(first).as_at,
            )
        )
    files.workforce(
        *_staff(),
        day=first,
        accept=True,
        teams=_teams(),
        services=[
            {"service": f"Service {head}", "head": head, "slack_channel": ""} for head in HEADS
        ],
        limits=({"applies_to": "authority", "limit": LIMIT},),
    )
    files.load(town.write_cases(folder, first), day=first, accept=True)
    town.was_loaded(first)


def _staff() -> list[Row]:
    leads = [small.worker(head, head.title(), team="Ash", role="middle_manager") for head in HEADS]
    analyst = small.worker(ANALYST, "Ana Lyst", team="Ash", role="business_support")
    return [*leads, analyst, *(row for team in TEAMS for row in _team_staff(team))]


def _team_staff(team: str) -> list[Row]:
    manager, role = manager_of(team), "first_line_manager"
    found: list[Row] = [small.worker(manager, f"Mia {team}", team=team, role=role)]
    return found + [
        small.worker(staff_id, name_of(staff_id), team=team) for staff_id in holders_of(team)
    ]


def _teams() -> Sequence[Row]:
    return [
        small.team(
            team,
            service=f"Service {head_of(team)}",
            manager=manager_of(team),
            slack_channel=f"#{channel_of(team)}",
        )
        for team in TEAMS
    ]
