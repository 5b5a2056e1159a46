"""Whom and what an alert is about, in words."""

import pytest

from alerts.subjects import person_names, said_about, subject_names
from models.database import Database
from models.vocabulary import ExtractKind, RuleKind
from tests.build import FRIDAY, a_load, a_team, a_worker


@pytest.mark.parametrize(
    ("kind", "value", "limit", "said"),
    [
        (RuleKind.WORKER_OVER, 26, 18, "Sam: 26 cases, limit 18"),
        (RuleKind.WORKER_OVER, 17, 16.2, "Sam: 17 cases, limit 16.2"),
        (RuleKind.WORKER_OVER, 17, 12.15, "Sam: 17 cases, limit 12.15"),
        (RuleKind.WORKER_OVER, 1, None, "Sam: 1 case"),
        (
            RuleKind.TEAM_ABOVE_PROMISE,
            19.32,
            15,
            "19.3 cases per full-time worker, promise up to 15",
        ),
        (RuleKind.TEAM_ABOVE_PROMISE, 19.32, None, "19.3 cases per full-time worker"),
        (RuleKind.URGENT_UNALLOCATED, 2, None, "Sam: 2 cases"),
        (RuleKind.LEAVER_HOLDING, 1, 0, "Sam: 1 case"),
        (RuleKind.NOT_SEEN, 1, 28, "Sam: 1 not seen"),
        (RuleKind.NOT_SEEN, 3, 28, "Sam: 3 not seen"),
        (RuleKind.DATA_LATE, 2, 2, "Sam: 2 working days"),
        (RuleKind.LOAD_HELD, 1, None, "Sam: 1 working day"),
        (RuleKind.UNMATCHED, 2, 0, "Sam: 2 cases"),
    ],
)
def test_a_standing_says_what_its_number_counts(
    kind: RuleKind, value: float, limit: float | None, said: str
) -> None:
    assert said_about(kind, "Sam", value, limit) == said


def test_subjects_have_names_whatever_has_become_of_them(database: Database) -> None:
    with database.transaction() as session:
        team = a_team(session, "Court North")
        left = a_worker(session, team, "Sam Example", dropped_on=FRIDAY)
        load = a_load(session, ExtractKind.ALLOCATIONS, FRIDAY, file="cases.csv")
        assert subject_names(
            session,
            [
                *(f"worker:{left.id}", "worker:999", f"team:{team.id}", f"load:{load.id}"),
                *("kind:child_protection", "unmatched:0a1b", "feed:allocations", "nobody"),
                "worker:not-a-number",
            ],
        ) == {
            f"worker:{left.id}": "Sam Example",
            "worker:999": "somebody no longer listed",
            f"team:{team.id}": "Court North",
            f"load:{load.id}": "cases.csv",
            "kind:child_protection": "child protection",
            "unmatched:0a1b": "somebody not in the workforce list",
            "feed:allocations": "the allocations",
            "nobody": "no worker",
            "worker:not-a-number": "somebody no longer listed",
        }


def test_more_subjects_than_a_query_takes_are_all_named(database: Database) -> None:
    with database.transaction() as session:
        team = a_team(session)
        workers = [a_worker(session, team, f"Worker {number}") for number in range(501)]
        found = subject_names(session, (f"worker:{worker.id}" for worker in workers))
        assert set(found.values()) == {worker.name for worker in workers}


def test_people_are_named_by_their_email_where_the_workforce_has_it(database: Database) -> None:
    with database.transaction() as session:
        a_worker(session, a_team(session), "Mia Manager", email="mia@example.gov.uk")
        found = person_names(session, ["mia@example.gov.uk", "ruth@example.gov.uk", None])
        assert found == {"mia@example.gov.uk": "Mia Manager"}
