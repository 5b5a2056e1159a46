"""`caseload people show` and `forget`: what is stored about somebody, and taking it away."""

from collections.abc import Iterator

import pytest

from models.database import Database
from models.people import AuditEntry, Grant
from models.workforce import Worker
from tests.bot.cli.command_line import CommandLine
from tests.models.extracts.authority import STAFF, Authority, case, worker

ZOE = "w9@example.org"
LISTED = (*STAFF, worker("W9", "Zoë Ash-Fell", left_on="2024-03-01"))


@pytest.fixture
def authority(caseload: CommandLine) -> Iterator[Authority]:
    """Zoë left, and is still in the list; one case names her, and she has a role by hand."""
    database = Database(f"sqlite:///{caseload.database}")
    found = Authority(database, caseload.folder)
    files = found.staff_files(*LISTED)
    assert caseload("import", files, "--as-at", "2024-03-15").status == 0
    held = found.cases_file(case("c", "Ash-Fell, Zoe"))
    assert caseload("import", held, "--as-at", "2024-03-15").status == 0
    assert caseload("people", "grant", ZOE, "leadership").status == 0
    yield found
    database.close()


def gone_from_the_list(caseload: CommandLine, authority: Authority) -> None:
    files = authority.staff_files(*STAFF)
    assert caseload("import", files, "--as-at", "2024-03-16", "--accept").status == 0


def given_to_somebody_else(caseload: CommandLine, authority: Authority) -> None:
    held = authority.cases_file(case("c", "W1"))
    assert caseload("import", held, "--as-at", "2024-03-17", "--accept").status == 0


def tables(caseload: CommandLine, *who: str) -> dict[str, list[dict[str, object]]]:
    stored = caseload("people", "show", *who, "--json").json["stored"]
    assert {frozenset(each) for each in stored} == {
        frozenset({"table", "what", "kept", "seen_by", "rows"})
    }
    return {each["table"]: each["rows"] for each in stored}


def test_everything_stored_is_shown_by_email_or_staff_id_and_that_it_was_is_audited(
    caseload: CommandLine, authority: Authority
) -> None:
    found = tables(caseload, ZOE)
    assert {"workers", "cases", "grants", "audit", "worker_snapshots"} <= set(found)
    assert (found["workers"][0]["name"], found["grants"][0]["role"]) == (
        "Zoë Ash-Fell",
        "leadership",
    )
    assert "case_hash" not in found["cases"][0]
    again = tables(caseload, "--staff-id", "w9")
    assert {name: len(rows) for name, rows in again.items() if name != "audit"} == {
        name: len(rows) for name, rows in found.items() if name != "audit"
    }
    told = caseload("people", "show", ZOE).out
    assert "the name: Zoë Ash-Fell" in told
    assert "CASELOAD_LEAVERS_KEPT_DAYS" in told
    shown = [each for each in authority.rows(AuditEntry) if each.deed == "showed what is stored"]
    assert [each.detail for each in shown] == [
        {"email": ZOE, "staff_ids": []},
        {"email": None, "staff_ids": ["w9"]},
        {"email": ZOE, "staff_ids": []},
    ]


def test_who_is_still_listed_is_forgotten_only_beside_the_list(
    caseload: CommandLine, authority: Authority
) -> None:
    refused = caseload("people", "forget", ZOE, "--yes")
    assert refused.status == 2
    assert "would come back with the next load" in refused.error
    asked = caseload("people", "forget", ZOE, "--anyway")
    assert "They stay listed" in asked.out
    assert "Roles that administrators gave (grants): 1 row" in asked.out
    assert "add --yes" in asked.error
    assert len(authority.rows(Grant)) == 1
    assert caseload("people", "forget", ZOE, "--anyway", "--yes").status == 0
    assert authority.rows(Grant) == []
    assert authority.worker("W9").name == "Zoë Ash-Fell"
    assert set(tables(caseload, ZOE)) >= {"workers", "cases"}


def test_who_is_gone_from_the_list_is_forgotten_and_then_not_known(
    caseload: CommandLine, authority: Authority
) -> None:
    gone_from_the_list(caseload, authority)
    forget = ("people", "forget", ZOE, "--staff-id", "W9", "--yes", "--json")
    refused = caseload(*forget)
    assert (refused.status, refused.out) == (2, "")
    assert "give 1 open case to Zoë Ash-Fell" in refused.error
    given_to_somebody_else(caseload, authority)
    ran = caseload(*forget)
    assert ran.json["rows"]["workers"] == 1
    assert "grants" not in ran.json["rows"]  # it ended with the list
    assert ran.json["messages_left"] == []
    assert [each.forgotten_on is not None for each in authority.rows(Worker)] == [
        *[False] * len(STAFF),
        True,
    ]
    for who in ((ZOE,), ("--staff-id", "W9")):
        again = caseload("people", "show", *who)
        assert (again.status, again.out) == (2, "")
        assert "nothing else is stored about them" in again.error
    entry = authority.rows(AuditEntry)[-1]
    assert entry.deed == "forgot somebody"
    assert "Zo" not in repr(entry.detail)


@pytest.mark.parametrize(
    ("who", "half", "sentence", "stays"),
    [
        (("--staff-id", "W9"), "email", "Give the email too.", "an email of theirs"),
        ((ZOE,), "staff_id", "Give the staff id too", "a name or staff id of theirs"),
    ],
)
def test_half_of_somebody_who_left_is_forgotten_only_where_it_is_said(
    caseload: CommandLine, authority: Authority, who: tuple[str, ...], half: str,
    sentence: str, stays: str,
) -> None:  # fmt: skip
    gone_from_the_list(caseload, authority)
    assert caseload("people", "show", *who, "--json").json["also_give"] == half
    refused = caseload("people", "forget", *who, "--anyway", "--yes")
    assert refused.status == 2
    assert sentence in refused.error
    assert refused.error.endswith("add --only-this. Nothing was changed.\n")
    asked = caseload("people", "forget", *who, "--anyway", "--only-this")
    assert f"What is stored by {stays} is not found, and stays." in asked.out
    ran = caseload("people", "forget", *who, "--anyway", "--only-this", "--yes")
    assert ran.status == 0


@pytest.mark.parametrize("command", [("show",), ("forget", "--yes")])
@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ((), "Say who: an email, or a staff id with --staff-id."),
        (("--staff-id", " "), "Say who: an email, or a staff id with --staff-id."),
        (("zoe",), '"zoe" is not an email. Write it as it stands in Slack.'),
        (("--staff-id", "Court North"), "Court North is neither in the workforce list"),
        (("--staff-id", "command line"), "command line is neither in the workforce list"),
    ],
)
def test_what_tells_of_nobody_changes_nothing(
    caseload: CommandLine, command: tuple[str, ...], who: tuple[str, ...], sentence: str
) -> None:
    ran = caseload("people", *command, *who)
    assert (ran.status, ran.out) == (2, "")
    assert ran.error.startswith(sentence)
