"""Since when a target has been missed: a table of boundaries, and only what is new is looked up."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session

from alerts.places import WHOLE, Place
from alerts.rules.gathering_history import with_history
from alerts.rules.judging.judge import judge_staffing
from alerts.rules.judging.off_since import LONGEST_GAP, off_since
from alerts.rules.judging.staffing_day import StaffingDay, TargetScope
from models.database import Database
from models.staffing.parts import Parts, parts_on
from models.staffing.snapshots import staffing_histories
from models.staffing.targets import Path, Step
from models.vocabulary import Measure, RuleKind
from tests.alerts.rules.kept_staffing import a_snapshot
from tests.build import FRIDAY, a_rule, a_team
from tests.models.staffing.making import AGENCY, a_book, a_worker

OCTOBER = date(2026, 10, 1)
WEEK, DAY = timedelta(weeks=1), timedelta(days=1)
TWELVE = Path(Measure.AGENCY_FTE, (Step(20, date(2026, 4, 1)), Step(12, OCTOBER)))
LAPSED = Path(Measure.AGENCY_FTE, (Step(12, date(2026, 4, 1), OCTOBER), Step(12, FRIDAY - WEEK)))
SHARE = Path(Measure.PERMANENT_SHARE, (Step(90, OCTOBER),))


def kept(*agency: tuple[date, float]) -> list[tuple[date, Parts]]:
    return [(day, Parts(agency_fte=fte, in_post_fte=90)) for day, fte in agency]


def ago(weeks: int) -> date:
    return FRIDAY - weeks * WEEK


@pytest.mark.parametrize(
    ("path", "days", "tolerated", "since"),
    [
        (TWELVE, [], 0, FRIDAY),  # the first day ever kept
        (TWELVE, [(FRIDAY, 14)], 0, FRIDAY),
        (TWELVE, [(ago(2), 14), (ago(1), 14)], 0, ago(2)),
        (TWELVE, [(ago(2), 14), (ago(1), 12)], 0, FRIDAY),  # at the target is not off it
        (TWELVE, [(ago(3), 14), (ago(2), 12), (ago(1), 13)], 0, ago(1)),  # once it was met
        (TWELVE, [(ago(2), 14), (ago(1), 12.4)], 0, ago(2)),  # FTE are compared as printed
        (TWELVE, [(ago(2), 14), (ago(1), 13)], 1, FRIDAY),  # by no more than is tolerated
        (TWELVE, [(ago(2), 14), (ago(1), 13)], 0.5, ago(2)),
        # Fewer were asked for from 1 October on, a Thursday between two loads.
        (TWELVE, [(ago(n), 14) for n in range(12, 0, -1)], 0, OCTOBER),
        (TWELVE, [(ago(8), 20), *((ago(n), 14) for n in range(7, 0, -1))], 0, OCTOBER),
        (TWELVE, [(ago(n), 21) for n in range(9, 0, -1)], 0, ago(9)),  # off the step before too
        # Of a day without a target nobody can say that it was missed.
        (LAPSED, [(ago(n), 14) for n in range(9, 0, -1)], 0, FRIDAY - WEEK),
        # Over too long a time without a load nothing is known.
        (TWELVE, [(FRIDAY - LONGEST_GAP, 14)], 0, FRIDAY - LONGEST_GAP),
        (TWELVE, [(FRIDAY - LONGEST_GAP - DAY, 14)], 0, FRIDAY),
        (SHARE, [(ago(2), 20), (ago(1), 11)], 0, ago(2)),  # 81.8 and 89.1 %: below is off
        (SHARE, [(ago(2), 20), (ago(1), 10)], 0, FRIDAY),  # 90 %
    ],
)
def test_a_target_is_missed_since_the_first_day_of_an_unbroken_time(
    path: Path, days: list[tuple[date, float]], tolerated: float, since: date
) -> None:
    assert off_since(path, kept(*days), FRIDAY, tolerated) == since


def test_a_day_without_a_figure_breaks_the_time() -> None:
    nobody = [(ago(2), Parts(agency_fte=1)), (ago(1), Parts())]
    assert off_since(SHARE, nobody, FRIDAY) == FRIDAY


BOOK = a_book(*(a_worker(number, **AGENCY) for number in range(14)))


def test_a_reading_says_since_when_and_one_that_is_met_does_not() -> None:
    rules = {RuleKind.AGENCY_ABOVE: a_rule(RuleKind.AGENCY_ABOVE)}
    scope = TargetScope(
        name="", book=BOOK, paths=(TWELVE,), parts=parts_on(BOOK), history=kept((ago(1), 14))
    )
    (over,) = judge_staffing(rules, StaffingDay(day=BOOK.day, scopes=(scope,)))
    assert over.since == ago(1)
    met = replace(scope, paths=(replace(TWELVE, steps=(Step(14, OCTOBER),)),))
    watched = frozenset({"measure:agency_fte"})
    (reading,) = judge_staffing(rules, StaffingDay(day=BOOK.day, scopes=(met,), watched=watched))
    assert reading.since is None


def a_past(session: Session) -> dict[str, int]:
    """Two teams of three with a kept week each, and a week before of the first alone."""
    ids = {name: a_team(session, name).id or 0 for name in ("North", "South", "East")}
    for name, team_id in ids.items():
        session.add(a_snapshot(ago(1), team_id, agency_fte=float(len(name))))
    session.add(a_snapshot(ago(2), ids["North"], agency_fte=1.5))
    session.flush()
    return ids


def test_the_days_of_many_scopes_are_read_at_once(database: Database) -> None:
    with database.transaction() as session:
        ids = a_past(session)
        scopes = {"both": (ids["North"], ids["South"]), "east": (ids["East"],), "all": None}
        found = staffing_histories(session, scopes, ago(3))
        assert {
            whose: [(day, parts.agency_fte) for day, parts in days] for whose, days in found.items()
        } == {
            "both": [(ago(2), 1.5), (ago(1), 10.0)],
            "east": [(ago(1), 4.0)],
            "all": [(ago(2), 1.5), (ago(1), 14.0)],
        }
        assert staffing_histories(session, {"none": ()}, ago(3)) == {"none": []}


@pytest.mark.parametrize(
    ("value", "watched", "days"),
    [(12, {}, 2), (14, {}, 0), (12, {"authority": {"measure:agency_fte"}}, 0)],
)
def test_only_what_is_newly_off_is_looked_up(
    sqlite_database: Database, value: float, watched: dict[str, set[str]], days: int
) -> None:
    path = replace(TWELVE, steps=(Step(value, OCTOBER),))
    scopes = {WHOLE: TargetScope(name="", book=BOOK, paths=(path,), parts=parts_on(BOOK))}
    with sqlite_database.transaction() as session:
        a_past(session)
        found = with_history(session, scopes, watched)
    assert len(found[WHOLE].history) == days


def test_a_team_has_its_own_days(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as session:
        north = a_past(session)["North"]
        book = replace(BOOK, teams={north: next(iter(BOOK.teams.values()))})
        book = replace(book, workers=tuple(replace(w, team_id=north) for w in BOOK.workers))
        place = Place(north)
        of_north = TargetScope(name="North", book=book, paths=(TWELVE,), parts=parts_on(book))
        scopes = {place: of_north}
        (found,) = with_history(session, scopes, {}).values()
    assert [parts.agency_fte for _, parts in found.history] == [1.5, 5.0]
