"""What can be wrong with PostgreSQL: too few connections, too old, a standby, or another time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import text

from alerts.wording import count
from bot.findings import Finding, Level
from bot.services import Services

OLDEST = 13
"""The oldest PostgreSQL that has what each transaction is begun with."""

SPARE = 5
"""Connections left for commands, backups and whoever looks after the database."""

SKEW = timedelta(seconds=2)
LONGEST_SKEW = timedelta(seconds=60)
"""As long as the lease of whoever sends a notice: clocks further apart could send it twice."""

_SUBJECT = "PostgreSQL"

_ASKED = text("""
    SELECT current_setting('server_version_num')::integer AS version,
           current_setting('max_connections')::integer
             - current_setting('superuser_reserved_connections')::integer
             - coalesce(current_setting('reserved_connections', true), '0')::integer AS all_ours,
           (SELECT rolconnlimit FROM pg_roles WHERE rolname = current_user) AS of_role,
           (SELECT datconnlimit FROM pg_database WHERE datname = current_database()) AS of_database,
           pg_is_in_recovery() AS is_standby,
           clock_timestamp() AS now
""")


@dataclass(frozen=True, slots=True)
class Server:
    """What a PostgreSQL says of itself."""

    version: int  # 170004 is 17.4
    connections: int  # that Caseload may open in all
    is_standby: bool
    ahead: timedelta  # of our clock; less than nothing when it is behind


def examine_connections(services: Services) -> Iterator[Finding]:
    """Whether PostgreSQL has room for this copy and others, and goes with it; not on SQLite."""
    if services.database.is_sqlite:
        return
    server = _asked(services)
    yield version_finding(server.version)
    yield connections_finding(server.connections, services.database.pool)
    if server.is_standby:
        what = "This PostgreSQL is a standby: it can be read, and nothing can be written down."
        mend = "Add target_session_attrs=read-write to CASELOAD_DATABASE_URL, or name the primary."
        yield Finding(_SUBJECT, Level.BAD, what, mend)
    yield clock_finding(server.ahead)


def _asked(services: Services) -> Server:
    with services.database.look() as session:
        before = services.clock()
        row = session.execute(_ASKED).one()
        after = services.clock()
    limits = [limit for limit in (row.of_role, row.of_database) if limit >= 0]
    now: datetime = row.now
    return Server(
        version=row.version,
        connections=min([row.all_ours, *limits]),
        is_standby=row.is_standby,
        ahead=now - (before + (after - before) / 2),
    )


def version_finding(version: int) -> Finding:
    """Whether Caseload works with this version, as PostgreSQL numbers it: 170004 is 17.4."""
    said = f"PostgreSQL is version {version // 10_000}.{version % 10_000}"
    if version // 10_000 >= OLDEST:
        return Finding(_SUBJECT, Level.GOOD, f"{said}.")
    mend = f"Upgrade PostgreSQL to one that is still maintained; {OLDEST} is the least."
    return Finding(_SUBJECT, Level.BAD, f"{said}, which is too old for Caseload.", mend)


def connections_finding(connections: int, pool: int) -> Finding:
    """How many copies of Caseload fit, each of which opens up to `pool` connections."""
    copies = max(0, connections - SPARE) // pool
    said = f"PostgreSQL has {count(connections, 'connection')} for Caseload, of which {SPARE} stay "
    said += f"free for commands; a copy opens up to {pool}, so that "
    mend = "Raise max_connections of PostgreSQL (or the limit of the role or the database), or "
    mend += "lower CASELOAD_DATABASE_POOL, or put PgBouncer before PostgreSQL."
    if copies == 0:
        return Finding(_SUBJECT, Level.BAD, f"{said}not even one fits.", mend)
    if copies == 1:
        what = f"{said}one fits, and no second one, not even for an upgrade."
        return Finding(_SUBJECT, Level.ADVICE, what, mend)
    return Finding(_SUBJECT, Level.GOOD, f"{said}{copies} copies fit.")


def clock_finding(ahead: timedelta) -> Finding:
    """Whether PostgreSQL's clock and ours agree."""
    apart = abs(ahead)
    if apart <= SKEW:
        return Finding(_SUBJECT, Level.GOOD, "PostgreSQL's clock and this machine's agree.")
    way = "ahead of" if ahead > timedelta(0) else "behind"
    what = f"PostgreSQL's clock is {apart.total_seconds():.0f} seconds {way} this machine's."
    level = Level.BAD if apart > LONGEST_SKEW else Level.ADVICE
    return Finding(_SUBJECT, level, what, "Let both machines keep time by NTP.")
