"""`caseload people`: roles are given, taken away, listed and shown."""

import json
from collections.abc import Iterator
from datetime import datetime

import pytest

from models.database import Database
from models.people import AuditEntry, Grant
from tests.bot.cli.command_line import CommandLine
from tests.models.extracts.authority import STAFF, Authority, team

RUTH = "ruth@example.org"
SERVICES = [{"service": "Court", "head": "W2"}]
TEAMS = [team("Court North", manager="W1"), team("MASH & Children's Duty")]


@pytest.fixture
def authority(caseload: CommandLine) -> Iterator[Authority]:
    """W1 manages Court North and W2 heads the service Court."""
    database = Database(f"sqlite:///{caseload.database}")
    found = Authority(database, caseload.folder)
    files = found.staff_files(*STAFF, teams=TEAMS, services=SERVICES)
    assert caseload("import", files, "--as-at", "2024-03-15").status == 0
    yield found
    database.close()


def shown(caseload: CommandLine, email: str) -> dict[str, object]:
    found: dict[str, object] = caseload("people", "show", email, "--json").json
    return found


# Giving.


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("leadership",), "leadership"),
        (("administrator",), "administrator"),
        (("head", "--of", "Court"), "head of Court"),
        (("head", "--of", "  COURT "), "head of Court"),
        (("manager", "--of", "court north"), "manager of Court North"),
        (("manager", "--of", "mash & children's duty"), "manager of MASH & Children's Duty"),
    ],
)
def test_a_role_is_given_and_taken_away(
    caseload: CommandLine, authority: Authority, given: tuple[str, ...], words: str
) -> None:
    assert caseload("people", "grant", RUTH, *given).out == f"{RUTH} is now {words}.\n"
    assert len(authority.rows(Grant)) == 1
    assert caseload("people", "revoke", RUTH, *given).out == f"{RUTH} is no longer {words}.\n"
    assert authority.rows(Grant) == []


def test_an_email_is_kept_in_lower_case(caseload: CommandLine, authority: Authority) -> None:
    caseload("people", "grant", " Ruth@Example.ORG ", "leadership")
    assert authority.rows(Grant)[0].email == RUTH


def test_a_role_is_given_once(caseload: CommandLine, authority: Authority) -> None:
    caseload("people", "grant", RUTH, "leadership")
    again = caseload("people", "grant", RUTH.upper(), "leadership")
    assert (again.status, again.out) == (0, f"{RUTH} has that role already.\n")
    assert len(authority.rows(Grant)) == 1


def test_a_person_may_manage_several_teams(caseload: CommandLine, authority: Authority) -> None:
    for place in ("Court North", "MASH & Children's Duty"):
        caseload("people", "grant", RUTH, "manager", "--of", place)
    assert len(authority.rows(Grant)) == 2


def test_giving_and_taking_are_audited(caseload: CommandLine, authority: Authority) -> None:
    caseload("people", "grant", RUTH, "head", "--of", "court")
    caseload("people", "revoke", RUTH, "head", "--of", "court")
    entries = [row for row in authority.rows(AuditEntry) if row.deed != "imported"]
    assert [(row.deed, row.detail) for row in entries] == [
        ("granted", {"email": RUTH, "role": "head", "of": "Court"}),
        ("revoked", {"email": RUTH, "role": "head", "of": "Court"}),
    ]
    assert {row.who.partition(":")[0] for row in entries} == {"command line"}


# What is not accepted.


@pytest.mark.parametrize(
    "email",
    [
        *("ruth", "ruth@", "@example.org", "ruth@example", "a@b@example.org", "ruth @example.org"),
        *("", " ", "ruth@example..org", "ruth@.org", "ruth@example.", "ruth@exa\nmple.org"),
        *("ruth\x00@example.org", f"{'r' * 250}@example.org"),
    ],
)
def test_what_is_no_email_is_refused(
    caseload: CommandLine, authority: Authority, email: str
) -> None:
    for deed in ("grant", "revoke"):
        ran = caseload("people", deed, "--", email, "leadership")
        assert ran.status == 2
        assert "is not an email. Write it as it stands in Slack." in ran.error
    assert authority.rows(Grant) == []


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (("head",), "Say which service with --of. The services are: Court."),
        (("head", "--of", "Court North"), "Say which service with --of."),
        (
            ("manager", "--of", "Nowhere"),
            "Say which team with --of. The teams are: Court North, MASH & Children's Duty.",
        ),
        (("manager",), "Say which team with --of."),
        (("leadership", "--of", "Court"), "is for the whole authority; leave --of out."),
    ],
)
def test_a_role_needs_its_place_and_no_other(
    caseload: CommandLine, authority: Authority, given: tuple[str, ...], sentence: str
) -> None:
    ran = caseload("people", "grant", RUTH, *given)
    assert (ran.status, ran.out) == (2, "")
    assert sentence in ran.error
    assert authority.rows(Grant) == []


def test_before_any_workforce_there_is_no_team(caseload: CommandLine) -> None:
    ran = caseload("people", "grant", RUTH, "manager", "--of", "Court North")
    assert ran.error == (
        'There is no team "Court North". Say which team with --of. '
        "The teams are: none loaded yet.\n"
    )


def test_an_unknown_role_is_refused(caseload: CommandLine) -> None:
    ran = caseload("people", "grant", RUTH, "emperor")
    assert ran.status == 2
    assert "administrator" in ran.error


def test_a_role_that_was_not_given_cannot_be_taken_away(
    caseload: CommandLine, authority: Authority
) -> None:
    caseload("people", "grant", RUTH, "manager", "--of", "Court North")
    for other in (("leadership",), ("manager", "--of", "MASH & Children's Duty")):
        ran = caseload("people", "revoke", RUTH, *other)
        assert (ran.status, ran.error.partition(".org")[2][:24]) == (2, " was not given that role")
    assert len(authority.rows(Grant)) == 1


def test_a_role_for_a_team_that_is_no_more_can_be_taken_away_but_not_given(
    caseload: CommandLine, authority: Authority
) -> None:
    of_duty = ("manager", "--of", "MASH & Children's Duty")
    caseload("people", "grant", RUTH, *of_duty)
    caseload("import", authority.staff_files(*STAFF, teams=TEAMS[:1]), "--as-at", "2024-03-16")
    assert caseload("people", "grant", "other@example.org", *of_duty).status == 2
    assert caseload("people", "revoke", RUTH, *of_duty).status == 0


# Listing.


def test_before_any_role_the_list_says_how_to_give_one(caseload: CommandLine) -> None:
    assert "`caseload people grant EMAIL administrator`" in caseload("people", "list").out
    assert caseload("people", "list", "--json").json == []


def test_the_list_says_who_has_which_role_since_when(
    caseload: CommandLine, authority: Authority
) -> None:
    caseload("people", "grant", RUTH, "manager", "--of", "Court North")
    caseload("people", "grant", "ann@example.org", "administrator")
    rows = caseload("people", "list", "--json").json
    assert [(row["email"], row["role"], row["of"]) for row in rows] == [
        ("ann@example.org", "administrator", None),
        (RUTH, "manager", "Court North"),
    ]
    assert {frozenset(row) for row in rows} == {
        frozenset({"email", "role", "of", "granted_by", "granted_at"})
    }
    assert all(datetime.fromisoformat(row["granted_at"]).tzinfo for row in rows)
    table = caseload("people", "list").out
    assert authority.rows(Grant)[0].email in table
    assert "Court North" in table


# Showing.


@pytest.mark.parametrize(
    ("email", "manages", "heads"),
    [
        ("w1@example.org", ["Court North"], []),
        ("W2@example.org", [], ["Court"]),
        ("w3@example.org", [], []),
    ],
)
def test_a_worker_is_shown_with_the_roles_of_the_workforce(
    caseload: CommandLine,
    authority: Authority,
    email: str,
    manages: list[str],
    heads: list[str],
) -> None:
    assert authority.rows(Grant) == []
    found = shown(caseload, email)
    assert (found["in_the_workforce"], found["works_in"]) == (True, "Court North")
    assert (found["manages"], found["heads"], found["roles_given"]) == (manages, heads, [])


def test_somebody_outside_the_workforce_is_shown_with_what_was_given(
    caseload: CommandLine, authority: Authority
) -> None:
    caseload("people", "grant", RUTH, "leadership")
    caseload("people", "grant", RUTH, "manager", "--of", "Court North")
    found = shown(caseload, RUTH)
    assert (found["in_the_workforce"], found["roles_given"]) == (False, ["leadership"])
    assert found["manages"] == ["Court North"]
    assert "roles given: leadership" in caseload("people", "show", RUTH).out
    assert authority.rows(Grant)


def test_a_stranger_is_not_shown_and_the_next_step_is(
    caseload: CommandLine, authority: Authority
) -> None:
    ran = caseload("people", "show", "nobody@example.org")
    assert (ran.status, ran.out) == (2, "")
    assert "is neither in the workforce list nor given a role" in ran.error
    assert "`caseload people grant`" in ran.error
    assert authority.rows(Grant) == []


def test_a_new_manager_in_the_workforce_manages_and_the_old_no_longer(
    caseload: CommandLine, authority: Authority
) -> None:
    teams = [team("Court North", manager="w3@example.org"), TEAMS[1]]
    files = authority.staff_files(*STAFF, teams=teams, services=SERVICES)
    assert caseload("import", files, "--as-at", "2024-03-16").status == 0
    assert shown(caseload, "w3@example.org")["manages"] == ["Court North"]
    assert shown(caseload, "w1@example.org")["manages"] == []


def test_the_json_is_alone_on_standard_output(caseload: CommandLine, authority: Authority) -> None:
    assert authority.rows(Grant) == []
    ran = caseload.apart("people", "show", "w1@example.org", "--json")
    assert json.loads(ran.out)["email"] == "w1@example.org"
    assert ran.error == ""
