"""A role given by hand ends when who had it is no longer in the workforce list."""

import pytest

from models.people import AuditEntry, Grant, GrantRole
from tests.build import granted
from tests.databases import ON_SQLITE
from tests.models.extracts.authority import Authority, Row, worker

pytestmark = ON_SQLITE
OTHERS = (worker("W2"), worker("W3"), worker("W4"))


@pytest.mark.parametrize(
    ("after", "left", "deeds"),
    [
        ((worker("W1"), *OTHERS), ["w1@example.org"], []),
        (OTHERS, [], ["revoked"]),
        ((worker("W1", email="new@example.org"), *OTHERS), ["new@example.org"], ["passed on"]),
        ((worker("W1", email=""), *OTHERS), [], ["revoked"]),
        ((worker("W9", email="w1@example.org"), *OTHERS), ["w1@example.org"], []),
    ],
    ids=["listed", "not listed", "another email", "no email", "another staff id"],
)
def test_a_role_goes_with_the_person(
    staffed: Authority, after: tuple[Row, ...], left: list[str], deeds: list[str]
) -> None:
    with staffed.database.transaction() as session:
        granted(session, "w1@example.org", GrantRole.LEADERSHIP)
        granted(session, "director@example.org", GrantRole.LEADERSHIP)
    report = staffed.workforce(*after)
    assert sorted(row.email for row in staffed.rows(Grant)) == ["director@example.org", *left]
    assert [row.deed for row in staffed.rows(AuditEntry) if row.who == "Caseload"] == deeds
    assert any("role given by hand has ended" in note for note in report.notes) == (
        deeds == ["revoked"]
    )


def test_a_rehearsal_ends_nothing(staffed: Authority) -> None:
    with staffed.database.transaction() as session:
        granted(session, "w1@example.org", GrantRole.ADMINISTRATOR)
    staffed.load(staffed.staff_files(*OTHERS), dry_run=True)
    assert [row.email for row in staffed.rows(Grant)] == ["w1@example.org"]
