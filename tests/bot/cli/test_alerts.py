"""`caseload alerts` and `caseload register`: for people, as JSON, and as a workbook."""

import stat
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select
from sqlmodel import col

from models.database import Database
from models.organisation import Service, Team
from models.people import AuditEntry
from models.vocabulary import RuleKind
from tests.bot.cli.command_line import CommandLine
from tests.build import (
    FRIDAY,
    a_decision,
    a_member,
    a_service,
    a_services_alert,
    a_team,
    a_worker,
    an_alert,
    at_six,
    loaded,
)

FAR = date(2120, 1, 1)


@pytest.fixture
def database(caseload: CommandLine) -> Database:
    """An alert and a decision in Court North, in a team that was dropped, and of the authority."""
    found = Database(f"sqlite:///{caseload.database}")
    with found.transaction() as session:
        loaded(session)
        north = a_team(session, "Court North", a_service(session, "Court"))
        old = a_team(session, "Old Team", dropped_on=FRIDAY)
        sam = a_worker(session, north, "Sam [Example]")
        first = an_alert(session, north, a_member(sam))
        a_decision(session, first, review_on=FAR, note="=1+1 [bold]")
        second = an_alert(session, old, a_member(a_worker(session, old, "Ada Old")))
        a_decision(session, second, at=at_six(FRIDAY - timedelta(days=30)), review_on=FAR)
        an_alert(session, None, a_member(subject="feed:allocations"), kind=RuleKind.DATA_LATE)
    found.close()
    return found


def audits(database: Database) -> list[AuditEntry]:
    with database.look() as session:
        return list(session.scalars(select(AuditEntry).order_by(col(AuditEntry.id))))


@pytest.mark.usefixtures("database")
def test_open_alerts_are_listed_with_whom_they_are_about(caseload: CommandLine) -> None:
    ran = caseload("alerts")
    assert ran.status == 0
    assert ran.out.startswith("The authority: 3 open alerts, none acknowledged\n")
    for expected in ("Court North: worker over limit", "Sam [Example]: 26 cases, limit 18", "Ada"):
        assert expected in ran.out
    assert "Data as at Fri 20 Nov" in ran.out


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("team", "names"), [("court north", {"Court North"}), ("Old Team", {"Old Team"})]
)
def test_of_one_team_only_its_own_are_given(
    caseload: CommandLine, team: str, names: set[str]
) -> None:
    assert {row["team"] for row in caseload("alerts", "--team", team, "--json").json["rows"]} == (
        names
    )
    assert {row["team"] for row in caseload("register", "--team", team, "--json").json["rows"]} == (
        names
    )


@pytest.mark.parametrize(
    ("service", "teams"), [("COURT", {"Court North", None}), ("Former", {"Old Team"})]
)
def test_of_one_service_its_own_and_its_teams_are_given(
    caseload: CommandLine, database: Database, service: str, teams: set[str | None]
) -> None:
    with database.transaction() as session:
        court = session.scalars(select(Service).where(col(Service.name) == "Court")).one()
        a_services_alert(session, court)
        old = session.scalars(select(Team).where(col(Team.name) == "Old Team")).one()
        old.service_id = a_service(session, "Former", dropped_on=FRIDAY).id
    rows = caseload("alerts", "--service", service, "--json").json["rows"]
    assert {row["team"] for row in rows} == teams
    decided = caseload("register", "--service", service, "--json").json["rows"]
    assert {row["team"] for row in decided} == teams - {None}
    assert audits(database)[-1].scope_kind == "service"


def test_alerts_as_json_have_the_datas_day(caseload: CommandLine, database: Database) -> None:
    found = caseload("alerts", "--json").json
    assert list(found) == ["as_at", "rows"]
    assert found["as_at"] == "2026-11-20T18:00:00+00:00"
    rows = {row["team"]: row for row in found["rows"]}
    assert rows["Court North"]["about"] == "Sam [Example]: 26 cases, limit 18"
    assert rows[None]["headline"] == "Data late"
    entry = audits(database)[-1]
    assert (entry.deed, entry.scope_kind, entry.detail) == (
        "asked",
        "authority",
        {"topic": "alerts", "way": "command line"},
    )


def test_without_any_data_there_is_nothing_open_and_no_day(caseload: CommandLine) -> None:
    assert caseload("alerts", "--json").json == {"as_at": None, "rows": []}
    assert caseload("alerts").out == "The authority: no open alerts\n"
    assert caseload("register").out == "The authority: no decisions\n"


@pytest.mark.usefixtures("database")
def test_decisions_are_listed_newest_first(caseload: CommandLine) -> None:
    ran = caseload("register")
    assert ran.out.startswith("The authority: 2 decisions")
    assert "Mia Manager" in ran.out
    assert "[bold]" in ran.out
    found = caseload("register", "--json").json
    assert [row["team"] for row in found["rows"]] == ["Court North", "Old Team"]


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("options", "teams"),
    [
        (["--since", "2026-11-01"], ["Court North"]),
        (["--since", "20/11/2026"], ["Court North"]),
        (["--since", "2026-11-21"], []),
        (["--until", "2026-11-01"], ["Old Team"]),
        (["--since", "2026-10-01", "--until", "2026-11-20"], ["Court North", "Old Team"]),
    ],
)
def test_decisions_of_a_time_are_given(
    caseload: CommandLine, options: list[str], teams: list[str]
) -> None:
    rows = caseload("register", *options, "--json").json["rows"]
    assert [row["team"] for row in rows] == teams


def test_the_workbook_holds_the_decisions_and_is_for_its_owner_alone(
    caseload: CommandLine, database: Database
) -> None:
    ran = caseload("register", "--export", "register.xlsx", "--since", "2026-11-01")
    assert ran.out == "Wrote 1 decision to register.xlsx. It names workers.\n"
    path = caseload.folder / "register.xlsx"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    book = openpyxl.load_workbook(path)
    _, row = book["Register"].iter_rows()
    assert "=1+1 [bold]" in {cell.value for cell in row if cell.data_type == "s"}
    about = dict(book["About"].iter_rows(min_row=2, values_only=True))
    assert str(about["Exported by"]).startswith("command line")
    assert str(about["Decided"]).startswith("from 01/11/2026 to ")
    entry = audits(database)[-1]
    assert (entry.deed, entry.detail["decisions"]) == ("exported", 1)


@pytest.mark.usefixtures("database")
def test_a_workbook_may_be_written_again(caseload: CommandLine) -> None:
    caseload("register", "--export", "register.xlsx")
    ran = caseload("register", "--export", "register.xlsx", "--json")
    assert len(ran.json["rows"]) == 2


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (
            ["alerts", "--team", "Court Nroth"],
            'There is no team "Court Nroth". The teams are: Court North, Old Team.',
        ),
        (
            ["alerts", "--team", "Court North", "--service", "Court"],
            "Name a team or a service, not both.",
        ),
        (["register", "--service", "Cuort"], 'There is no service "Cuort". The services are: '),
        (
            ["register", "--team", "x"],
            'There is no team "x". The teams are: Court North, Old Team.',
        ),
        (
            ["register", "--export", "register.csv"],
            "register.csv is not a workbook's name. Let it end in .xlsx.",
        ),
        (
            ["register", "--export", "nowhere/register.xlsx"],
            "nowhere/register.xlsx cannot be written (No such file or directory). Name a file in a "
            "folder that you may write to.",
        ),
        (["register", "--since", "soon"], "Invalid value for '--since'"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    caseload: CommandLine, arguments: list[str], error: str
) -> None:
    ran = caseload(*arguments)
    assert ran.status == 2
    assert error in ran.error


def test_nothing_is_written_when_the_name_is_wrong(caseload: CommandLine) -> None:
    caseload("register", "--export", "register.csv")
    assert not Path(caseload.folder / "register.csv").exists()
