"""What is gathered from the database for a scope and its newest day, on both databases."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from models.database import Database
from models.errors import NoData
from models.figures.book import Book, Flow, Unmatched
from models.figures.holders import Holder
from models.figures.queries import gather, gather_book, newest_load, newest_loads
from models.organisation import Team
from models.vocabulary import CaseKind, ExtractKind, LimitScope, LoadStatus, TeamKind
from tests.build import (
    FRIDAY,
    a_case,
    a_limit_row,
    a_load,
    a_team,
    a_worker,
    an_unmatched_worker,
    at_six,
    cases,
    loaded,
    saved,
)


def days_ago(days: int) -> date:
    return FRIDAY - timedelta(days=days)


def book_of(session: Session, *teams: Team) -> Book:
    """The book of these teams, or of the authority when none is named."""
    team_ids = {team.id for team in teams} if teams else None
    return gather_book(session, team_ids=team_ids, not_seen_days=28)


def only_holder(session: Session) -> Holder:
    (holder,) = book_of(session).holders
    return holder


@pytest.mark.parametrize(
    ("kinds", "missing"),
    [
        ((), "no allocations and workforce extract"),
        ((ExtractKind.ALLOCATIONS,), "no workforce extract"),
        ((ExtractKind.WORKFORCE,), "no allocations extract"),
    ],
)
def test_without_both_feeds_there_are_no_figures_and_it_says_which_is_missing(
    database: Database, kinds: tuple[ExtractKind, ...], missing: str
) -> None:
    with database.transaction() as session:
        for kind in kinds:
            a_load(session, kind, FRIDAY)
        with pytest.raises(NoData, match=missing):
            book_of(session)


def test_a_held_or_refused_load_is_not_what_figures_are_as_at(database: Database) -> None:
    with database.transaction() as session:
        loaded(session, days_ago(7))
        for status in (LoadStatus.HELD, LoadStatus.REFUSED, LoadStatus.UNCHANGED):
            a_load(session, ExtractKind.ALLOCATIONS, FRIDAY, status=status)
        book = book_of(session)
    assert (book.day, book.as_at) == (days_ago(7), at_six(days_ago(7)))


def test_the_book_is_as_at_the_newest_allocations_and_names_the_workforces_own(
    database: Database,
) -> None:
    with database.transaction() as session:
        a_load(session, ExtractKind.WORKFORCE, days_ago(20))
        for day in (days_ago(7), FRIDAY):
            a_load(session, ExtractKind.ALLOCATIONS, day)
        book = book_of(session)
        newest = newest_load(session, ExtractKind.ALLOCATIONS)
    assert (book.day, book.as_at, book.workforce_as_at) == (
        FRIDAY,
        at_six(FRIDAY),
        at_six(days_ago(20)),
    )
    assert newest is not None
    assert newest.as_at_day == FRIDAY


def test_times_come_back_aware_from_both_databases(database: Database) -> None:
    with database.transaction() as session:
        loaded(session)
    with database.look() as session:
        assert newest_loads(session).allocations.as_at == at_six(FRIDAY)


def test_a_case_counts_where_its_worker_works(database: Database) -> None:
    with database.transaction() as session:
        loaded(session)
        north, south = a_team(session, "Court North"), a_team(session, "Court South")
        sam = a_worker(session, north)
        a_case(session, sam, team=south)
        assert book_of(session, north).open_cases == 1
        assert book_of(session, south).open_cases == 0
        assert book_of(session, north).holders[0].caseload == 1


def test_a_case_without_a_worker_counts_in_the_team_it_is_allocated_to(
    database: Database,
) -> None:
    with database.transaction() as session:
        loaded(session)
        north, south = a_team(session, "Court North"), a_team(session, "Court South")
        a_case(session, team=north, unallocated_since=days_ago(3))
        found = book_of(session, north)
        assert (found.open_cases, found.unallocated) == (1, 1)
        assert found.waiting[0].since == days_ago(3)
        assert book_of(session, south).open_cases == 0


def test_a_case_of_no_worker_and_no_team_counts_in_the_authority_alone(
    database: Database,
) -> None:
    with database.transaction() as session:
        loaded(session)
        north = a_team(session, "Court North")
        a_case(session)
        assert (book_of(session).open_cases, book_of(session).unallocated) == (1, 1)
        assert book_of(session, north).open_cases == 0


def test_a_closed_case_is_nobodys_caseload(database: Database) -> None:
    with database.transaction() as session:
        loaded(session)
        sam = a_worker(session, a_team(session))
        cases(session, 2, sam)
        a_case(session, sam, closed_on=FRIDAY)
        assert book_of(session).open_cases == 2
        assert only_holder(session).caseload == 2


def test_an_unmatched_workers_cases_count_and_are_not_unallocated(database: Database) -> None:
    with database.transaction() as session:
        loaded(session)
        north, south = a_team(session, "Court North"), a_team(session, "Court South")
        an_unmatched_worker(session, "Pat Unknown", north)
        for found in (book_of(session), book_of(session, north)):
            assert (found.open_cases, found.unallocated, found.unmatched_cases) == (1, 0, 1)
        assert book_of(session, north).unmatched == (
            Unmatched("Pat Unknown", north.id, 1, "not in the workforce list"),
        )
        assert book_of(session, south).unmatched == ()


def test_siblings_of_every_kind_count_one_by_one(database: Database) -> None:
    with database.transaction() as session:
        loaded(session)
        sam = a_worker(session, a_team(session))
        for kind in CaseKind:
            cases(session, 2, sam, kind=kind)
        book = book_of(session)
        assert {part.kind: part.cases for part in book.held} == dict.fromkeys(CaseKind, 2)
        assert only_holder(session).caseload == 2 * len(CaseKind)


@pytest.mark.parametrize(
    ("last_seen_on", "not_seen", "never_dated"),
    [
        pytest.param(days_ago(27), 0, 0, id="27 days ago"),
        pytest.param(days_ago(28), 0, 0, id="28 days ago is not more than 28 days ago"),
        pytest.param(days_ago(29), 1, 0, id="29 days ago"),
        pytest.param(None, 0, 1, id="no date"),
    ],
)
def test_a_child_last_seen_more_than_so_many_days_ago_is_not_seen(
    database: Database, last_seen_on: date | None, not_seen: int, never_dated: int
) -> None:
    with database.transaction() as session:
        loaded(session)
        a_case(session, a_worker(session, a_team(session)), last_seen_on=last_seen_on)
        (part,) = book_of(session).held
    assert (part.not_seen, part.never_dated) == (not_seen, never_dated)
    assert part.longest_unseen == (last_seen_on if not_seen else None)


def test_the_longest_unseen_is_the_oldest_date_among_the_not_seen(database: Database) -> None:
    with database.transaction() as session:
        loaded(session)
        sam = a_worker(session, a_team(session))
        for days in (5, 40, 90, 60):
            a_case(session, sam, last_seen_on=days_ago(days))
        (part,) = book_of(session).held
    assert (part.not_seen, part.longest_unseen) == (3, days_ago(90))


@pytest.mark.parametrize(
    ("opened_on", "closed_on", "opened", "closed"),
    [
        pytest.param(days_ago(7), None, 0, 0, id="opened seven days ago is last week"),
        pytest.param(days_ago(6), None, 1, 0, id="opened six days ago"),
        pytest.param(FRIDAY, None, 1, 0, id="opened on the day"),
        pytest.param(None, None, 0, 0, id="no opening date"),
        pytest.param(days_ago(50), days_ago(7), 0, 0, id="closed seven days ago is last week"),
        pytest.param(days_ago(50), days_ago(6), 0, 1, id="closed six days ago"),
        pytest.param(days_ago(50), FRIDAY, 0, 1, id="closed on the day"),
        pytest.param(days_ago(3), days_ago(1), 1, 1, id="opened and closed in the week"),
    ],
)
def test_demand_is_of_the_seven_days_up_to_the_day(
    database: Database, opened_on: date | None, closed_on: date | None, opened: int, closed: int
) -> None:
    with database.transaction() as session:
        loaded(session)
        team = a_team(session)
        a_case(session, a_worker(session, team), opened_on=opened_on, closed_on=closed_on)
        book = book_of(session, team)
    assert (book.opened, book.closed) == (opened, closed)
    assert book.flows == (
        (Flow(team.id, CaseKind.CHILD_IN_NEED, opened, closed),) if opened or closed else ()
    )


ONE_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("until", "expected"),
    [(None, False), (FRIDAY - ONE_DAY, False), (FRIDAY, True), (FRIDAY + ONE_DAY, True)],
)
def test_a_worker_is_newly_qualified_up_to_the_last_day_of_it(
    database: Database, until: date | None, expected: bool
) -> None:
    with database.transaction() as session:
        loaded(session)
        a_worker(session, a_team(session), newly_qualified_until=until)
        saved(session, a_limit_row(cases=18))
        saved(session, a_limit_row(scope=LimitScope.NEWLY_QUALIFIED, percent=90))
        holder = only_holder(session)
    assert holder.newly_qualified is expected
    assert holder.limit is not None
    assert holder.limit.cases == (16.2 if expected else 18)


def test_a_worker_has_the_limit_in_force_for_their_team_and_its_kind(database: Database) -> None:
    with database.transaction() as session:
        loaded(session)
        court = a_team(session, kind=TeamKind.COURT)
        review = a_team(session, kind=TeamKind.DISABLED_CHILDREN)
        ann, bea = a_worker(session, court, "Ann"), a_worker(session, review, "Bea")
        cat = a_worker(session, review, "Cat")
        saved(session, a_limit_row(cases=18))
        saved(session, a_limit_row(scope=LimitScope.KIND, kind=TeamKind.COURT, cases=12))
        saved(session, a_limit_row(scope=LimitScope.TEAM, team_id=review.id, cases=36))
        saved(session, a_limit_row(scope=LimitScope.STAFF, worker_id=cat.id, cases=30))
        found = {h.worker_id: h.limit.cases for h in book_of(session).holders if h.limit}
    assert found == {ann.id: 12, bea.id: 36, cat.id: 30}


def test_a_worker_whom_the_newest_workforce_dropped_is_not_among_the_holders(
    database: Database,
) -> None:
    with database.transaction() as session:
        loaded(session)
        team = a_team(session)
        a_worker(session, team, "Gone", dropped_on=FRIDAY)
        a_worker(session, team, "Here")
        assert [holder.name for holder in book_of(session).holders] == ["Here"]


def test_who_left_yesterday_is_not_in_post_and_who_leaves_today_is(database: Database) -> None:
    with database.transaction() as session:
        loaded(session)
        team = a_team(session)
        a_worker(session, team, "Left yesterday", left_on=days_ago(1))
        a_worker(session, team, "Leaves today", left_on=FRIDAY)
        a_worker(session, team, "Starts on Monday", started_on=FRIDAY + 3 * ONE_DAY)
        a_worker(session, team, "Absent until today", absent_from=days_ago(9), absent_until=FRIDAY)
        found = {h.name: (h.in_post, h.absent) for h in book_of(session).holders}
    assert found == {
        "Absent until today": (True, True),
        "Leaves today": (True, False),
        "Left yesterday": (False, False),
        "Starts on Monday": (False, False),
    }


def test_the_books_teams_are_those_asked_for_without_the_dropped_ones(
    database: Database,
) -> None:
    with database.transaction() as session:
        loaded(session)
        north, south = a_team(session, "Court North"), a_team(session, "Court South")
        a_team(session, "Closed Team", dropped_on=days_ago(30))
        assert book_of(session).team_names == {north.id: "Court North", south.id: "Court South"}
        assert book_of(session, south).team_names == {south.id: "Court South"}


def test_a_team_without_workers_and_cases_has_an_empty_book(database: Database) -> None:
    with database.transaction() as session:
        loaded(session)
        book = book_of(session, a_team(session))
    assert (book.holders, book.held, book.waiting, book.flows) == ((), (), (), ())
    assert (book.open_cases, book.unallocated, book.opened, book.closed) == (0, 0, 0, 0)


def test_a_workers_book_has_what_the_teams_book_tells_of_them_and_nothing_else(
    database: Database,
) -> None:
    with database.transaction() as session:
        loaded(session)
        team = a_team(session)
        saved(session, a_limit_row(cases=18))
        sam, colleague = (a_worker(session, team) for _ in range(2))
        for worker, own in ((sam, 9), (colleague, 30)):
            saved(session, a_limit_row(scope=LimitScope.STAFF, worker_id=worker.id, cases=own))
            cases(session, own, worker, kind=CaseKind.CARE_LEAVER, last_seen_on=days_ago(40))
            cases(session, 2, worker, opened_on=days_ago(3))
        a_case(session, team=team)
        an_unmatched_worker(session, "Nobody Known", team)
        whole = book_of(session, team)
        own_book = gather(session, team_ids={team.id}, not_seen_days=28, worker_id=sam.id).book
    (holder,) = own_book.holders
    assert holder in whole.holders
    assert (holder.worker_id, holder.caseload, holder.allowance) == (sam.id, 11, 9)
    assert set(own_book.held) == {part for part in whole.held if part.worker_id == sam.id}
    assert own_book.team_names == whole.team_names
    assert (own_book.waiting, own_book.unmatched) == ((), ())
