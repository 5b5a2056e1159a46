"""The job that everybody is given: what a team is told of, in SQL and as the product's rules."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from alerts.rules.defaults import SHIPPED
from alerts.rules.storing import apply_rules
from models.database import Database
from models.vocabulary import RuleKind, ToldTo
from tests.bench.conditions import (
    ABOVE_PROMISE,
    NOT_AT_WORK,
    NOT_SEEN,
    OVER_LIMIT,
    UNALLOCATED,
    values_at,
)
from tests.bench.people import ANALYST, Trouble, teams_of
from tests.bench.sizes import Size

KINDS = frozenset(
    {
        RuleKind.WORKER_OVER,
        RuleKind.NEWLY_QUALIFIED_OVER,
        RuleKind.TEAM_ABOVE_PROMISE,
        RuleKind.URGENT_UNALLOCATED,
        RuleKind.UNALLOCATED,
        RuleKind.ABSENT_HOLDING,
        RuleKind.LEAVER_HOLDING,
        RuleKind.NOT_SEEN,
        RuleKind.AGENCY_ABOVE,
    }
)
"""What the product looks for meanwhile: no more and no less than the SQL below."""

_AGENCY = """
    WITH rate AS (
        SELECT s.name, t.service_id,
               100.0 * sum(CASE WHEN w.employment = 'agency' THEN w.fte ELSE 0 END) / sum(w.fte)
                   AS value
        FROM workers w JOIN teams t ON t.id = w.team_id JOIN services s ON s.id = t.service_id
        WHERE w.dropped_on IS NULL AND (w.started_on IS NULL OR w.started_on <= :day)
          AND (w.left_on IS NULL OR w.left_on >= :day)
          AND w.role IN ('senior_manager', 'middle_manager', 'first_line_manager',
                         'senior_practitioner', 'case_holder', 'qualified_without_cases')
        GROUP BY s.name, t.service_id
    )
    SELECT rate.name, rate.value FROM rate JOIN targets ON targets.service_id = rate.service_id
    WHERE targets.measure = 'agency_rate' AND rate.value > targets.value
      AND (targets.from_on IS NULL OR targets.from_on <= :day)
      AND (targets.until_on IS NULL OR targets.until_on >= :day)
"""


FIRST, MORE = 1, 2
"""How many workers more are over than in the filled database: before a change, and with it."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One of them: its rows are (team, who, value), and it is well when there are none."""

    name: str
    said: str
    sql: str


_CONDITIONS = (
    Condition(
        "worker_over_limit",
        "is over the limit",
        "SELECT t.name AS team, x.name AS who, x.cases AS value"
        f" FROM ({OVER_LIMIT}) x JOIN teams t ON t.id = x.team_id",
    ),
    Condition(
        "team_above_promise",
        "the average is above the promise",
        "SELECT t.name AS team, '' AS who, x.value AS value"
        f" FROM ({ABOVE_PROMISE}) x JOIN teams t ON t.id = x.id",
    ),
    Condition(
        "case_unallocated",
        "cases have no worker",
        "SELECT t.name AS team, x.kind AS who, sum(x.count) AS value"
        f" FROM ({UNALLOCATED}) x JOIN teams t ON t.id = x.team_id GROUP BY t.name, x.kind",
    ),
    Condition(
        "not_at_work_holding_cases",
        "is not at work and holds cases",
        "SELECT t.name AS team, x.name AS who, x.count AS value"
        f" FROM ({NOT_AT_WORK}) x JOIN teams t ON t.id = x.team_id",
    ),
    Condition(
        "child_not_seen",
        "children were not seen",
        "SELECT t.name AS team, '' AS who, sum(x.count) AS value"
        f" FROM ({NOT_SEEN.format(longer=':longer_unseen', unseen=':unseen')}) x"
        " JOIN teams t ON t.id = x.id GROUP BY t.name",
    ),
    Condition(
        "agency_above_target",
        "agency social workers are above the target",
        f"SELECT x.name AS team, '' AS who, x.value AS value FROM ({_AGENCY}) x",
    ),
)


def conditions_at(day: date) -> list[Condition]:
    """Each as PostgreSQL takes it, with the day written in it."""
    values = values_at(day)
    return [replace(each, sql=_with(each.sql, values)) for each in _CONDITIONS]


def only_the_job(database: Database, now: datetime) -> None:
    """The product's rules for the same, told at the first check and to the team; others are off."""
    rules = [
        replace(
            rule,
            for_days=0,
            is_on=rule.kind in KINDS,
            told_to=ToldTo.TEAM if rule.kind is RuleKind.TEAM_ABOVE_PROMISE else rule.told_to,
        )
        for rule in SHIPPED.values()
    ]
    with database.transaction() as session:
        apply_rules(session, rules, by=ANALYST, now=now)


def affected(size: Size, changed: int) -> set[str]:
    """The names of the teams that are to be told, when so many more are over than at first."""
    return {
        team.name for team in teams_of(size, changed=changed) if team.trouble is not Trouble.NONE
    }


def changing_teams(size: Size) -> set[str]:
    """The names of those that a change is about."""
    return affected(size, MORE) - affected(size, FIRST)


def _with(sql: str, values: Mapping[str, object]) -> str:
    """Longer names first: the one may be the beginning of the other."""
    for name in sorted(values, key=len, reverse=True):
        sql = sql.replace(f":{name}", f"DATE '{values[name]}'")
    return " ".join(sql.split())
