"""A scope's day apart from the database: what belongs to which team, and what it adds up to."""

from hypothesis import given
from hypothesis import strategies as st

from models.figures.book import Book, Flow, Unmatched, Waiting
from models.vocabulary import CaseKind
from tests.build import FRIDAY, a_book, a_holder, a_part

TEAMS = {1: "Court North", 2: "Court South", 3: "Disabled Children"}
team_ids = st.sampled_from(sorted(TEAMS))
counts = st.integers(min_value=0, max_value=9)

holders = st.lists(st.builds(lambda team_id: a_holder(team_id=team_id), team_ids), max_size=8)
parts = st.lists(
    st.builds(lambda team_id, cases: a_part(team_id=team_id, cases=cases), team_ids, counts)
)
waiting = st.lists(st.builds(Waiting, team_ids, st.sampled_from(CaseKind), st.none(), counts))
unmatched = st.lists(st.builds(Unmatched, st.just("Pat"), team_ids, counts, st.just("unknown")))
flows = st.lists(st.builds(Flow, team_ids, counts, counts))


@st.composite
def books(draw: st.DrawFn) -> Book:
    return a_book(
        *draw(holders),
        team_names=TEAMS,
        held=tuple(draw(parts)),
        waiting=tuple(draw(waiting)),
        unmatched=tuple(draw(unmatched)),
        flows=tuple(draw(flows)),
    )


@given(books())
def test_the_teams_of_a_book_add_up_to_the_book(book: Book) -> None:
    teams = [book.of_team(team_id) for team_id in TEAMS]
    for count in ("open_cases", "unallocated", "unmatched_cases", "opened", "closed"):
        assert sum(getattr(team, count) for team in teams) == getattr(book, count)
    for part in ("holders", "held", "waiting", "unmatched", "flows"):
        assert sum(len(getattr(team, part)) for team in teams) == len(getattr(book, part))


@given(books(), team_ids)
def test_a_teams_book_is_of_that_team_alone_and_as_at_the_same_moment(
    book: Book, team_id: int
) -> None:
    team = book.of_team(team_id)
    assert team.team_names == {team_id: TEAMS[team_id]}
    for part in ("holders", "held", "waiting", "unmatched", "flows"):
        assert {each.team_id for each in getattr(team, part)} <= {team_id}
    assert (team.day, team.as_at, team.not_seen_days) == (FRIDAY, book.as_at, 28)


@given(books())
def test_all_teams_at_once_are_what_each_is_alone(book: Book) -> None:
    assert book.by_team() == {team_id: book.of_team(team_id) for team_id in TEAMS}
