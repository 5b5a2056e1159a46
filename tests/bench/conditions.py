"""Every condition of the rules as shipped in raw SQL, as somebody would write them by hand."""

from collections.abc import Mapping
from datetime import date, timedelta

_IN_FORCE = (
    "(l.from_on IS NULL OR l.from_on <= :day) AND (l.until_on IS NULL OR l.until_on >= :day)"
)
_IN_POST = """
    w.dropped_on IS NULL AND (w.started_on IS NULL OR w.started_on <= :day)
    AND (w.left_on IS NULL OR w.left_on >= :day)
"""
_SOCIAL_WORKER = """
    w.role IN ('senior_manager', 'middle_manager', 'first_line_manager', 'senior_practitioner',
               'case_holder', 'qualified_without_cases')
"""
_HELD = f"""
    held AS (
        SELECT worker_id, count(*) AS cases FROM cases
        WHERE closed_on IS NULL AND worker_id IS NOT NULL GROUP BY worker_id
    ),
    l AS (
        SELECT scope, worker_id, team_id, kind, percent, promise_high,
               coalesce(cases, promise_high) AS most
        FROM limits AS l WHERE {_IN_FORCE}
    )
"""
# As a subquery of one row: PostgreSQL would look it up among all limits for each worker.
_OF_ALL = "(SELECT * FROM l WHERE scope = 'authority' LIMIT 1) of_all"
_NEWLY = "(SELECT * FROM l WHERE scope = 'newly_qualified' LIMIT 1) newly"

OVER_LIMIT = f"""
    WITH {_HELD}, usual AS (
        SELECT w.id, w.name, w.team_id, w.fte, held.cases, w.newly_qualified_until,
               coalesce(own.most, of_team.most, of_kind.most, of_all.most) AS most
        FROM held JOIN workers w ON w.id = held.worker_id JOIN teams t ON t.id = w.team_id
        LEFT JOIN l own ON own.scope = 'staff' AND own.worker_id = w.id
        LEFT JOIN l of_team ON of_team.scope = 'team' AND of_team.team_id = w.team_id
        LEFT JOIN l of_kind ON of_kind.scope = 'kind' AND of_kind.kind = t.kind
        LEFT JOIN {_OF_ALL} ON 1 = 1
        WHERE {_IN_POST}
    )
    SELECT usual.id, usual.name, usual.team_id, usual.cases, usual.fte, usual.most,
           newly.percent, newly.most
    FROM usual LEFT JOIN {_NEWLY} ON usual.newly_qualified_until >= :day
    WHERE usual.cases > usual.fte * usual.most
       OR usual.cases > usual.fte * coalesce(newly.most, usual.most * newly.percent / 100)
"""
ABOVE_PROMISE = f"""
    WITH {_HELD}, average AS (
        SELECT w.team_id, sum(held.cases) / sum(w.fte) AS value
        FROM held JOIN workers w ON w.id = held.worker_id
        WHERE w.fte > 0 AND {_IN_POST} AND {_SOCIAL_WORKER} GROUP BY w.team_id
    )
    SELECT t.id, average.value,
           coalesce(of_team.promise_high, of_kind.promise_high, of_all.promise_high)
    FROM average JOIN teams t ON t.id = average.team_id
    LEFT JOIN l of_team ON of_team.scope = 'team' AND of_team.team_id = t.id
    LEFT JOIN l of_kind ON of_kind.scope = 'kind' AND of_kind.kind = t.kind
    LEFT JOIN {_OF_ALL} ON 1 = 1
    WHERE average.value > coalesce(of_team.promise_high, of_kind.promise_high, of_all.promise_high)
"""
UNALLOCATED = """
    SELECT team_id, kind, unallocated_since, count(*) FROM cases
    WHERE closed_on IS NULL AND worker_id IS NULL AND worker_ref IS NULL
      AND (kind IN ('child_protection', 'looked_after') OR unallocated_since <= :waiting)
    GROUP BY team_id, kind, unallocated_since
"""
NOT_AT_WORK = """
    SELECT w.id, w.name, w.team_id, w.absent_from, w.left_on, count(*)
    FROM workers w JOIN cases c ON c.worker_id = w.id AND c.closed_on IS NULL
    WHERE w.dropped_on IS NULL AND (w.left_on < :day
       OR (w.absent_from <= :day AND (w.absent_until IS NULL OR w.absent_until >= :day)))
    GROUP BY w.id, w.name, w.team_id, w.absent_from, w.left_on
"""
NOT_SEEN = """
    SELECT t.id, c.worker_id, count(*), min(c.last_seen_on)
    FROM cases c LEFT JOIN workers w ON w.id = c.worker_id
    JOIN teams t ON t.id = coalesce(w.team_id, c.team_id)
    WHERE c.closed_on IS NULL
      AND (c.last_seen_on < {longer} OR c.last_seen_on < {unseen} AND t.kind <> 'care_leavers')
    GROUP BY t.id, c.worker_id
"""
LOADS = """
    SELECT kind, status, max(as_at_day) FROM loads
    WHERE status IN ('loaded', 'held') GROUP BY kind, status
"""
UNMATCHED = "SELECT worker_ref, team_id, open_cases, reason FROM unmatched_workers"
STAFF = f"""
    SELECT t.service_id, w.team_id, w.employment, w.agency_basis, count(*), sum(w.fte)
    FROM workers w JOIN teams t ON t.id = w.team_id
    WHERE {_IN_POST} AND {_SOCIAL_WORKER}
    GROUP BY t.service_id, w.team_id, w.employment, w.agency_basis
"""
VACANT = """
    SELECT t.service_id, p.team_id, p.funding, sum(p.fte), sum(coalesce(filled.fte, 0))
    FROM posts p JOIN teams t ON t.id = p.team_id LEFT JOIN (
        SELECT h.post_id, sum(w.fte) AS fte FROM post_holders h JOIN workers w ON w.id = h.worker_id
        WHERE w.employment <> 'agency' AND (w.left_on IS NULL OR w.left_on >= :day)
        GROUP BY h.post_id
    ) filled ON filled.post_id = p.id
    WHERE p.dropped_on IS NULL AND (p.deleted_on IS NULL OR p.deleted_on > :day)
    GROUP BY t.service_id, p.team_id, p.funding
"""
LEAVERS = f"""
    SELECT w.team_id, sum(w.fte) FROM workers w
    WHERE w.left_on > :year_ago AND w.left_on <= :day AND w.employment <> 'agency'
      AND {_SOCIAL_WORKER} GROUP BY w.team_id
"""
TARGETS = "SELECT measure, service_id, team_id, value, from_on, until_on FROM targets"
COMING = """
    SELECT team_id, employment, agency_basis, started_on, left_on, sum(fte) FROM workers
    WHERE dropped_on IS NULL AND (started_on > :day OR left_on > :day)
    GROUP BY team_id, employment, agency_basis, started_on, left_on
"""
FUNDING_ENDS = """
    SELECT team_id, funded_until, count(*), sum(fte) FROM posts
    WHERE dropped_on IS NULL AND funded_until BETWEEN :day AND :funding
    GROUP BY team_id, funded_until
"""
TEAMS_END = "SELECT id, name, ends_on FROM teams WHERE ends_on BETWEEN :day AND :ending"
OPEN_ALERTS = """
    SELECT a.id, a.kind, a.place, a.state, a.since, m.subject, m.rule, m.value, m.told_value
    FROM alerts a LEFT JOIN alert_members m ON m.alert_id = a.id AND m.ended_on IS NULL
    WHERE a.state <> 'resolved'
"""

CONDITIONS = (
    *(OVER_LIMIT, ABOVE_PROMISE, UNALLOCATED, NOT_AT_WORK),
    *(NOT_SEEN.format(longer=":longer_unseen", unseen=":unseen"), LOADS, UNMATCHED),
    *(STAFF, VACANT, LEAVERS, TARGETS, COMING, FUNDING_ENDS, TEAMS_END, OPEN_ALERTS),
)
"""One statement for each, and last what alerts are open: by it a check knows what is news."""


def values_at(day: date) -> Mapping[str, object]:
    """What stands in the statements: the rules' limits, counted from the day."""
    back = {"waiting": 14, "unseen": 28, "longer_unseen": 56, "year_ago": 365, "day": 0}
    ahead = {"funding": 16 * 7, "ending": 8 * 7}
    return {
        **{name: (day - timedelta(days=days)).isoformat() for name, days in back.items()},
        **{name: (day + timedelta(days=days)).isoformat() for name, days in ahead.items()},
    }
