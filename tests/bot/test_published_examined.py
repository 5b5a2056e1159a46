"""The doctor says which authority's published figures there are, and how to name another."""

import pytest

from bot.findings import Level
from bot.published_examined import examine_published
from models.database import Database


@pytest.mark.parametrize(
    ("code", "level", "what"),
    [
        ("852", Level.GOOD, "Southampton has published figures up to 2025."),
        ("909", Level.GOOD, "Cumbria has published figures up to 2022."),
        ("999", Level.BAD, "No authority with the code 999 is among the published figures."),
        (None, Level.ADVICE, "CASELOAD_AUTHORITY_CODE is not set, so that nothing can be compared"),
    ],
)
def test_the_authority_of_the_published_figures_is_named(
    sqlite_database: Database, code: str | None, level: Level, what: str
) -> None:
    with sqlite_database.look() as session:
        (found,) = examine_published(session, code)
    assert found.level is level
    assert found.what.startswith(what)
    assert bool(found.mend) is (level is not Level.GOOD)
