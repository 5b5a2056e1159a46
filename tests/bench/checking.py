"""A check of everything beside the raw SQL of the rules as shipped."""

from collections.abc import Iterator
from datetime import UTC, datetime
from datetime import time as time_of_day
from functools import partial

from alerts.authority import Authority
from alerts.checking.check import check, check_if_new
from bot.services import make_services
from bot.settings import read_settings
from models.database import Database
from tests.bench.building import tell_at_once
from tests.bench.conditions import CONDITIONS, values_at
from tests.bench.growth import exponent, grown
from tests.bench.raw import Raw, raw
from tests.bench.setting import AS_AT, Bench
from tests.bench.sizes import times
from tests.bench.table import Bound, Row, beside
from tests.bench.timing import alone, side_by_side, spread_of, stopwatch

NOW = datetime.combine(AS_AT, time_of_day(9), UTC)
"""In working hours: what is told is told at once."""

BOUND, GROWTH = Bound(2), Bound(11)
FACTORS = (0.1, 0.3, 1.0)
WRITTEN = ("alerts", "alert_members", "alert_events", "postings", "outbox")
"""The tables that a check writes to, in an order in which none refers to a later one."""

NOTE = (
    "the floor is every condition of the rules as shipped in SQL written by hand, through the bare "
    "driver, and what alerts are open already. It is fair because whoever would know what is over "
    "has to look for all of it; it decides nothing, and words nothing."
)
FLOOD_NOTE = (
    "the floor is the same SQL, and then the very rows that the check wrote, in bulk in one "
    "transaction (executemany, COPY). It is fair because an alert nobody wrote down is told by "
    "nobody; it does not word them, and does not look whether others changed them meanwhile."
)
GROWTH_NOTE = (
    "the floor is the same check with a tenth of the data, by the same program in the same run. "
    "It is fair because ten times the data has ten times as much to be judged."
)


def measure(bench: Bench) -> Iterator[Row]:
    """The first check of all, which finds everything, and one that finds nothing new."""
    yield _flood(bench)
    with bench.filled() as database:
        authority = _ready(database)
        check(database, authority, NOW)
        connection = raw(database)
        bench.say("checking where nothing is new")
        pair = side_by_side(
            stopwatch(lambda: check(database, authority, NOW)),
            stopwatch(lambda: _read(connection)),
            repeats=bench.repeats,
        )
        connection.close()
        minute = alone(stopwatch(lambda: _look(database, authority)), repeats=bench.repeats)
        yield bench.row(
            **beside(pair),
            measure="check: nothing is new",
            bound=BOUND,
            note=NOTE,
            facts={"the look of each minute, that nothing is new, s": minute.median},
        )


def measure_growth(bench: Bench) -> Iterator[Row]:
    """Both checks with a tenth, three tenths and all of the data."""
    flood, again = [], []
    for factor in FACTORS:
        with bench.filled(times(bench.size, factor)) as database:
            authority = _ready(database)
            bench.say(f"checking {factor:g} of the data")
            took = stopwatch(partial(check, database, authority, NOW))
            flood.append((factor, spread_of([took()])))
            again.append((factor, alone(took, repeats=bench.repeats)))
    for what, found in (("everything is new", flood), ("nothing is new", again)):
        (_, least), *_, (_, most) = found
        points = [(factor, each.median) for factor, each in found]
        yield bench.row(
            measure=f"check: {what}, with ten times the data",
            measured=most,
            floor=least,
            ratio=spread_of([most.median / least.median]),
            bound=GROWTH,
            note=GROWTH_NOTE,
            facts={"exponent": exponent(points), "ten times by the fitted line": grown(points)},
        )


def _flood(bench: Bench) -> Row:
    """Each take on databases without an alert, because a check is the first only once."""
    with bench.filled() as database:
        authority = _ready(database)
        bench.say("checking where everything is new")
        report = check(database, authority, NOW)
        connection = raw(database)
        written = {table: connection.taken(table) for table in WRITTEN}

        def empty() -> None:
            connection.empty(WRITTEN)

        def bare() -> None:
            _read(connection)
            connection.put(written)

        pair = side_by_side(
            stopwatch(lambda: check(database, authority, NOW), before=empty),
            stopwatch(bare, before=empty),
            repeats=bench.repeats,
            warm=0,
        )
        connection.close()
    return bench.row(
        **beside(pair),
        measure="check: everything is new",
        bound=BOUND,
        note=FLOOD_NOTE,
        facts={"alerts told": report.fired},
    )


def _ready(database: Database) -> Authority:
    """Rules under which the first check tells of everything, and the authority as settings say."""
    tell_at_once(database, NOW)
    url = database.url.render_as_string(hide_password=False)
    settings = read_settings(_env_file=None, CASELOAD_DATABASE_URL=url)
    services = make_services(settings, lambda: NOW)
    try:
        return services.authority
    finally:
        services.database.close()


def _look(database: Database, authority: Authority) -> None:
    """What the service does each minute instead of a check, while nothing is new."""
    if check_if_new(database, authority, NOW).looked:
        raise RuntimeError("a check was made where nothing is new")


def _read(connection: Raw) -> None:
    values = values_at(AS_AT)
    for condition in CONDITIONS:
        connection.rows(condition, values)
