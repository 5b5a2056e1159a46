"""A check: what is over, what no longer is, and what has to be told of it; safe to repeat."""

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from alerts.authority import Authority
from alerts.checking.applying import apply_outcomes, needs_writing
from alerts.checking.deciding import Outcome, decide
from alerts.checking.gathering import gather, seen_now
from alerts.checking.judged_apart import say_failure
from alerts.checking.marks import is_marked, write_mark
from alerts.checking.parking import write_parked
from alerts.checking.picture import Picture
from alerts.checking.refreshing import is_refresh
from alerts.checking.refusals import tell_refusals
from alerts.lifecycle import Tell
from alerts.store import ChangedMeanwhile
from alerts.when import When
from models.database import Database
from models.errors import NoData
from models.figures.queries import newest_loads
from models.uncollected import uncollected
from models.vocabulary import AlertState, RuleKind

ATTEMPTS = 5
"""Looks taken when others change the same alerts meanwhile; what is left waits for a tick."""

AT_ONCE = 250
"""Places that are written in one transaction where many are alike: whoever presses waits for it."""

Progress = Callable[[int, int], None]
"""Told how many places are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check did, in numbers."""

    looked: bool = False  # False: nothing was loaded yet, or nothing is new since the last check
    late: bool = False
    opened: int = 0
    pending: int = 0  # of those opened: not told before they have lasted
    fired: int = 0  # told for the first time, or anew
    resolved: int = 0
    held: int = 0
    changed: int = 0  # everything else that was written
    left: int = 0  # places that others kept changing; the next tick looks again
    parked: tuple[str, ...] = ()  # rules that could not be evaluated


def check_if_new(database: Database, authority: Authority, now: datetime) -> CheckReport:
    """A check, unless the last one saw the very same data, rules and day."""
    today = now.astimezone(authority.zone).date()
    with database.look() as session:
        if is_marked(session, seen_now(session, today), now):
            return CheckReport()
    return check(database, authority, now)


@uncollected()
def check(
    database: Database,
    authority: Authority,
    now: datetime,
    progress: Progress = lambda _done, _total: None,
) -> CheckReport:
    """Judge everything by the newest data, and write down what changed, place by place.

    Any number of processes may check at once: each change is kept by one of them.
    """
    report, places, seen = CheckReport(looked=True), None, ""
    for _ in range(ATTEMPTS):
        try:
            with database.look() as session:
                picture = gather(session, authority, now)
        except NoData:
            tell_refusals(database, authority, now)
            return CheckReport()
        if picture.seen != seen:
            places, seen = None, picture.seen  # what was done was done by older data, or rules
        done, places, failed = _apply_all(database, picture, authority, now, places, progress)
        picture = replace(picture, parked={**picture.parked, **failed})
        report = _added(report, done)
        if not places:
            break
    report = replace(
        report, late=picture.late, left=len(places or ()), parked=tuple(sorted(picture.parked))
    )
    # After the last look: whatever the mark says was seen has been told.
    all_told = tell_refusals(database, authority, now)
    with database.transaction() as session:
        write_parked(session, picture, authority, now)
        if all_told and not report.left:
            today = now.astimezone(authority.zone).date()
            write_mark(session, picture.seen, today, now)
    return report


def outcomes(
    picture: Picture, authority: Authority, now: datetime
) -> tuple[dict[str, list[Outcome]], dict[str, str]]:
    """What a check would write down, by place, and the rules that failed; nothing is changed."""
    found: dict[str, list[Outcome]] = defaultdict(list)
    failed: dict[str, str] = {}
    for judging in picture.judgings:
        when = _when(picture, authority, now, judging.kind)
        try:
            outcome = decide(picture.lives.get((judging.kind, judging.place)), judging, when)
            is_news = outcome is not None and needs_writing(outcome, picture, when, authority)
        except Exception as error:
            failed |= dict.fromkeys(judging.rules, say_failure(error, judging.rules))
            continue
        if outcome is not None and is_news:
            found[judging.place].append(outcome)
    return found, failed


def _when(picture: Picture, authority: Authority, now: datetime, kind: RuleKind) -> When:
    today = now.astimezone(authority.zone).date()
    return authority.when(now, picture.day_of(kind, today))


def _apply_all(
    database: Database,
    picture: Picture,
    authority: Authority,
    now: datetime,
    places: Collection[str] | None,
    progress: Progress,
) -> tuple[CheckReport, list[str], dict[str, str]]:
    """Apply each place in a transaction of its own, or many at once, those with news first.

    Gives the places that changed meanwhile, and the rules whose alerts could not be written.
    """
    report, conflicts = CheckReport(), list[str]()
    found, failed = outcomes(picture, authority, now)
    wanted = [place for place in found if places is None or place in places]
    wanted.sort(key=lambda place: not any(outcome.is_news for outcome in found[place]))
    left, done = deque(_together(wanted, found, picture)), 0
    while left:
        some = left.popleft()
        progress(done, len(wanted))
        of_some = [outcome for place in some for outcome in found[place]]
        judged = [(each, _when(picture, authority, now, each.judging.kind)) for each in of_some]
        try:
            with database.transaction() as session:
                _require_same_data(session, picture)
                apply_outcomes(session, judged, picture, authority)
        except SQLAlchemyError:
            raise
        except Exception as error:
            if len(some) > 1:
                left.extendleft([place] for place in reversed(some))  # one of them, or several
                continue
            if isinstance(error, ChangedMeanwhile):
                conflicts += some
            else:
                names = [name for outcome in of_some for name in outcome.judging.rules]
                failed |= dict.fromkeys(names, say_failure(error, names))
        else:
            report = _added(report, _counted(of_some))
        done += len(some)
    return report, conflicts, failed


def _together(
    places: Sequence[str], found: Mapping[str, list[Outcome]], picture: Picture
) -> list[Sequence[str]]:
    """Many places at once where every alert is new, which come first, and where nothing happened,
    which come last; the others one by one, in the order given.
    """
    new, others, quiet = list[str](), list[Sequence[str]](), list[str]()
    for place in places:
        if all(each.before is None for each in found[place]):
            new.append(place)
        elif all(is_refresh(each, picture) for each in found[place]):
            quiet.append(place)
        else:
            others.append([place])
    return [*_chunks(new), *others, *_chunks(quiet)]


def _chunks(places: Sequence[str]) -> list[Sequence[str]]:
    return [places[start : start + AT_ONCE] for start in range(0, len(places), AT_ONCE)]


def _require_same_data(session: Session, picture: Picture) -> None:
    """A load that was committed since the look makes everything seen in it old."""
    loads = newest_loads(session)
    if (loads.allocations.id, loads.workforce.id) != picture.loads:
        raise ChangedMeanwhile


def _counted(found: list[Outcome]) -> CheckReport:
    tells = [happened.tell for outcome in found for happened in outcome.happened]
    states = [outcome.life.state for outcome in found if outcome.happened]
    return CheckReport(
        opened=sum(outcome.before is None for outcome in found),
        pending=sum(
            outcome.before is None and outcome.life.state is AlertState.PENDING for outcome in found
        ),
        fired=sum(tell in {Tell.MESSAGE, Tell.REPLY} for tell in tells),
        resolved=states.count(AlertState.RESOLVED),
        held=states.count(AlertState.HELD),
        changed=sum(not outcome.happened and outcome.before is not None for outcome in found),
    )


def _added(one: CheckReport, other: CheckReport) -> CheckReport:
    return replace(
        one,
        opened=one.opened + other.opened,
        pending=one.pending + other.pending,
        fired=one.fired + other.fired,
        resolved=one.resolved + other.resolved,
        held=one.held + other.held,
        changed=one.changed + other.changed,
    )
