"""What an error of the database means to the person who caused it."""

import pytest
from sqlalchemy.exc import (
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
)

from bot.failures import failure_of


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (OperationalError, "The database did not answer in time."),
        (InterfaceError, "The database did not answer in time."),
        (InternalError, "The database did not answer in time."),
        (IntegrityError, "Something went wrong that should not have."),
        (ProgrammingError, "Something went wrong that should not have."),
    ],
)
def test_only_an_unreachable_database_is_said_to_be_one(
    kind: type[OperationalError], said: str
) -> None:
    failure = failure_of(kind("SELECT 1", {}, Exception("said")))
    assert said in failure.sentence
    assert failure.reference is not None
