"""Whether anybody has committed since one last asked, as each database says it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import select, text

from models.commits import Commits
from models.database import Database
from models.organisation import Team
from tests.build import a_team
from tests.waiting import until


@contextmanager
def asking(database: Database) -> Iterator[Commits]:
    commits = Commits(database)
    try:
        yield commits
    finally:
        commits.close()


def is_quiet(commits: Commits) -> bool:
    """PostgreSQL's own housekeeping may commit once more."""
    return until(lambda: not commits.any())


def test_at_first_there_may_be_some_and_then_none(database: Database) -> None:
    with asking(database) as commits:
        assert commits.any()
        assert is_quiet(commits)


def test_a_commit_is_known_once_it_is_there_and_a_look_is_none(database: Database) -> None:
    with asking(database) as commits:
        assert is_quiet(commits)
        with database.look() as session:
            session.execute(select(Team)).all()
        assert is_quiet(commits)
        with database.transaction() as session:
            a_team(session, "Court North")
            session.flush()
            assert is_quiet(commits)
        assert commits.any()


def test_another_process_commits_too(database: Database) -> None:
    other = Database(database.url.render_as_string(hide_password=False))
    with asking(database) as commits:
        assert is_quiet(commits)
        with other.transaction() as session:
            a_team(session, "Court North")
        assert commits.any()
    other.close()


def test_it_begins_again_after_it_was_closed(database: Database) -> None:
    with asking(database) as commits:
        assert is_quiet(commits)
        commits.close()
        assert commits.any()


def test_a_connection_that_is_gone_is_replaced(postgres_database: Database) -> None:
    with asking(postgres_database) as commits:
        assert is_quiet(commits)
        with postgres_database.transaction() as session:
            session.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE query LIKE 'SELECT pg_current_snapshot%' AND pid <> pg_backend_pid()"
                )
            )
        assert commits.any()
        assert is_quiet(commits)


@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/caseload.db", "postgresql://nobody@127.0.0.1:1/caseload"]
)
def test_a_database_that_is_away_may_have_changed_each_time(url: str) -> None:
    with asking(Database(url)) as commits:
        assert commits.any()
        assert commits.any()
