"""What a check counts is what an answer counts, without the kinds of cases held."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from alerts.rules.gathering_counts import gather_counts, gather_unseen
from alerts.rules.judging.day import Unseen
from models.database import Database
from models.errors import NoData
from models.figures.queries import gather_book
from models.organisation import Team
from models.vocabulary import CaseKind, LimitScope
from tests.build import (
    FRIDAY,
    a_case,
    a_limit_row,
    a_team,
    a_worker,
    an_unmatched_worker,
    cases,
    loaded,
    saved,
)


def ago(days: int) -> date:
    return FRIDAY - timedelta(days=days)


def an_authority(session: Session) -> tuple[Team, Team]:
    """Cases of workers here, away, gone from the list and unknown, of nobody and of no team."""
    loaded(session)
    north, south = a_team(session, "North"), a_team(session, "South")
    saved(session, a_limit_row(cases=18))
    saved(session, a_limit_row(scope=LimitScope.NEWLY_QUALIFIED, percent=90))
    sam = a_worker(session, north, "Sam Example")
    own = a_limit_row(scope=LimitScope.STAFF, worker_id=sam.id, cases=9)
    saved(session, own)
    cases(session, 2, sam, last_seen_on=ago(40))
    a_case(session, sam, kind=CaseKind.LOOKED_AFTER, last_seen_on=ago(80))
    cases(session, 1, a_worker(session, south, newly_qualified_until=FRIDAY), last_seen_on=FRIDAY)
    cases(session, 1, a_worker(session, south, absent_from=ago(4)), last_seen_on=ago(30))
    cases(session, 4, a_worker(session, south, dropped_on=ago(9)), last_seen_on=ago(57))
    a_case(session, sam, closed_on=ago(1), last_seen_on=ago(90))
    an_unmatched_worker(session, "Sam Unknown", south)
    a_case(session, team=south, worker_ref="Sam Unknown", last_seen_on=ago(60))
    a_case(session, team=north, unallocated_since=ago(3), last_seen_on=FRIDAY)
    a_case(session, unallocated_since=None, last_seen_on=ago(29))
    return north, south


def test_it_is_what_an_answer_counts(database: Database) -> None:
    with database.transaction() as session:
        teams = an_authority(session)
        counts = gather_counts(session, not_seen_days=28)
        book = gather_book(session, team_ids=None, not_seen_days=28)
        for name in ("day", "as_at", "team_names", "holders", "waiting", "unmatched"):
            assert getattr(counts.book, name) == getattr(book, name)
        assert sum(counts.open_cases.values()) == book.open_cases
        for team in teams:
            assert counts.open_cases[team.id] == book.of_team(team.id).open_cases


def test_the_unseen_are_those_of_an_answer_for_any_number_of_days(database: Database) -> None:
    with database.transaction() as session:
        an_authority(session)
        found = gather_unseen(session, FRIDAY, (56, 28))
        for days in (28, 56):
            book = gather_book(session, team_ids=None, not_seen_days=days)
            children: dict[tuple[int | None, int | None, bool], int] = {}
            for part in book.held:
                whose = (part.team_id, part.worker_id, part.allocated)
                children[whose] = children.get(whose, 0) + part.not_seen
            assert {
                (team_id, part.worker_id, part.allocated): part.children
                for team_id, parts in found[days].items()
                for part in parts
            } == {whose: number for whose, number in children.items() if number}
        of_no_team = gather_unseen(session, FRIDAY, (28,), no_team=True)
        assert of_no_team == {28: {None: (Unseen(None, False, 1, ago(29)),)}}
        assert gather_unseen(session, FRIDAY, ()) == {}


def test_nothing_is_counted_before_both_feeds_were_loaded(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as session, pytest.raises(NoData):
        gather_counts(session, not_seen_days=28)
