"""The questions a bench asks, and the raw SQL that reads just what each answer shows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tests.bench.people import BenchTeam, BenchWorker, account_of, teams_of
from tests.bench.raw import Raw
from tests.bench.sizes import Size

NOT_SEEN_DAYS = 28  # as the settings have it where nobody says otherwise
TREND_WEEKS = 104

WHO = """
    SELECT p.email, p.active, w.id, w.team_id, w.left_on, m.team_id, h.service_id, g.role
    FROM people p LEFT JOIN workers w ON w.email = p.email
    LEFT JOIN managers m ON m.worker_id = w.id LEFT JOIN heads h ON h.worker_id = w.id
    LEFT JOIN grants g ON g.email = p.email
    WHERE p.slack_id = :account
"""
AUDIT = """
    INSERT INTO audit (at, who, deed, scope_kind, scope_name, detail)
    VALUES (:now, :account, 'asked', 'team', 'a team', '{"topic": "caseload"}')
"""
"""Who asks, and that they did: what else an answer reads and writes, whatever it is about."""

LOADS = "SELECT kind, max(as_at) FROM loads WHERE status = 'loaded' GROUP BY kind"
LIMITS = (
    "SELECT scope, worker_id, team_id, kind, promise_low, promise_high, cases, percent FROM limits"
)
_WORKER = "w.id, w.name, w.role, w.fte, w.started_on, w.left_on, w.absent_from, w.absent_until"
HELD = f"""
    SELECT {_WORKER}, w.newly_qualified_until, w.team_id, c.kind, count(c.id),
           sum(CASE WHEN c.last_seen_on < :unseen THEN 1 ELSE 0 END)
    FROM workers w LEFT JOIN cases c ON c.worker_id = w.id AND c.closed_on IS NULL
    WHERE w.dropped_on IS NULL
"""
HELD_PARTS = f" GROUP BY {_WORKER}, w.newly_qualified_until, w.team_id, c.kind"
WAITING = """
    SELECT team_id, kind, unallocated_since, count(*) FROM cases
    WHERE closed_on IS NULL AND +worker_id IS NULL
"""
WAITING_PARTS = " GROUP BY team_id, kind, unallocated_since"
FLOWS = """
    SELECT coalesce(w.team_id, c.team_id), c.kind,
           sum(CASE WHEN c.opened_on > :week_ago AND c.opened_on <= :day THEN 1 ELSE 0 END),
           sum(CASE WHEN c.closed_on > :week_ago AND c.closed_on <= :day THEN 1 ELSE 0 END)
    FROM cases c LEFT JOIN workers w ON w.id = c.worker_id
    WHERE (c.opened_on > :week_ago OR c.closed_on > :week_ago)
"""
FLOWS_PARTS = " GROUP BY coalesce(w.team_id, c.team_id), c.kind"
TEAMS = "SELECT id, name, kind FROM teams WHERE dropped_on IS NULL"
AVERAGES_BEFORE = """
    SELECT team_id, average_cases, average_fte FROM team_snapshots
    WHERE day = (SELECT max(day) FROM team_snapshots WHERE day < :day)
"""
AGENCY = """
    SELECT team_id, role, employment, agency_basis, count(*), sum(fte), sum(weekly_cost)
    FROM workers WHERE dropped_on IS NULL AND (left_on IS NULL OR left_on >= :day)
    GROUP BY team_id, role, employment, agency_basis
"""
STAFFING_HISTORY = """
    SELECT day, sum(in_post_fte), sum(agency_fte), sum(agency_headcount), sum(supernumerary_fte),
           sum(agency_vacancy_fte), sum(agency_absence_fte), sum(agency_weekly_cost)
    FROM staffing_snapshots WHERE day >= :year_ago GROUP BY day
"""
EMPLOYED_COSTS = """
    SELECT role, sum(weekly_cost), sum(fte) FROM workers
    WHERE dropped_on IS NULL AND employment = 'permanent' AND fte > 0
      AND (left_on IS NULL OR left_on >= :day) GROUP BY role
"""
COMING = """
    SELECT team_id, employment, agency_basis, started_on, left_on, count(*), sum(fte) FROM workers
    WHERE dropped_on IS NULL AND (started_on > :day OR left_on > :day)
    GROUP BY team_id, employment, agency_basis, started_on, left_on
"""
TARGETS = "SELECT measure, service_id, team_id, value, from_on, until_on FROM targets"
SPREADS = {
    "sqlite": """
        SELECT day, key, sum(value) FROM team_snapshots, json_each(spread)
        WHERE day >= :since GROUP BY day, key
    """,
    "postgres": """
        SELECT day, key, sum(CAST(value AS integer)) FROM team_snapshots, json_each_text(spread)
        WHERE day >= :since GROUP BY day, key
    """,
}

_OF_TEAM = " AND w.team_id = :team"
_NOBODYS = " AND c.team_id = :team AND +c.worker_id IS NULL"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked by whom, a word that its answer has, and what reads the same by hand."""

    what: str
    account: str
    text: str
    answered: str
    statements: tuple[str, ...]
    follows: bool = False  # the answer has a chart, so it follows its acknowledgement

    def read(self, raw: Raw, values: Mapping[str, object], *, audited: bool) -> None:
        """All that the answer shows, through the bare driver; `audited`: also who asks for it."""
        if audited:
            raw.rows(WHO, {"account": self.account})
        for statement in self.statements:
            raw.rows(statement, values)
        if audited:
            raw.rows(AUDIT, {"account": self.account, "now": values["day"]})


def questions(size: Size, kind: str) -> Iterator[Question]:
    """The same at every size and on both kinds of database."""
    team, worker = asked_team(size), asked_worker(size)
    manager, own = account_of(team.manager.staff_id), account_of(worker.staff_id)
    director = account_of("DIRECTOR")
    of_team = (LOADS, LIMITS, HELD + _OF_TEAM + HELD_PARTS, WAITING + " AND team_id = :team")
    of_team = (*of_team[:3], of_team[3] + WAITING_PARTS)
    yield Question(
        *("a team's caseload", manager, team.name, "full-time worker"),
        (*of_team, FLOWS + _OF_TEAM + FLOWS_PARTS, FLOWS + _NOBODYS + FLOWS_PARTS),
    )
    yield Question(
        *("who has room in a team", manager, f"who has room in {team.name}", "room"), of_team
    )
    yield Question(
        *("a worker's own caseload", own, "me", "You hold"),
        (LOADS, LIMITS, HELD + " AND w.id = :worker" + HELD_PARTS),
    )
    yield Question(
        *("the whole department", director, "", "full-time worker"),
        (
            *(LOADS, LIMITS, TEAMS, HELD + HELD_PARTS, WAITING + WAITING_PARTS),
            *(FLOWS + FLOWS_PARTS, AVERAGES_BEFORE),
        ),
    )
    yield Question(
        *("agency staff of the department", director, "agency", "agency"),
        (LOADS, TARGETS, AGENCY, EMPLOYED_COSTS, COMING, STAFFING_HISTORY),
        follows=True,
    )
    yield Question(
        *("the trend of the median over two years", director),
        *(f"trend of median caseload {TREND_WEEKS} weeks", "edian"),
        (LOADS, SPREADS[kind]),
        follows=True,
    )


def asked_team(size: Size) -> BenchTeam:
    """A team in the middle, with as many workers and cases as any."""
    return next(team for team in teams_of(size) if team.number == (size.teams + 1) // 2)


def asked_worker(size: Size) -> BenchWorker:
    """Somebody there who holds cases."""
    return asked_team(size).workers[1]


def values_at(size: Size, day: date) -> dict[str, object]:
    """What stands in the statements of `questions`; the number of a team or worker is its key."""
    return {
        "team": asked_team(size).number,
        "worker": asked_worker(size).number,
        "day": day.isoformat(),
        "week_ago": (day - timedelta(days=7)).isoformat(),
        "year_ago": (day - timedelta(days=365)).isoformat(),
        "unseen": (day - timedelta(days=NOT_SEEN_DAYS)).isoformat(),
        "since": (day - timedelta(weeks=TREND_WEEKS)).isoformat(),
    }
