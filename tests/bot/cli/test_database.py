"""`caseload db backup` and `caseload db restore`, as an operator and a timer use them."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import insert
from typer.testing import CliRunner

from bot.cli.main import command_line
from models.backup.files import new_file
from models.database import Database
from models.errors import BackupRefused
from models.organisation import Service
from models.people import AuditEntry, GrantRole
from tests.bot.cli.command_line import CommandLine
from tests.build import granted
from tests.models.extracts.authority import Authority, dump

BACKUP = "caseload-20261123T084500Z.backup"


@pytest.fixture
def made(caseload: CommandLine) -> Authority:
    """One service is in the tables."""
    database = Database(f"sqlite:///{caseload.database}")
    with database.transaction() as session:
        session.execute(insert(Service).values(name="Court"))
    database.close()
    return Authority(database, caseload.folder)


def names(authority: Authority) -> list[str]:
    found = [row.name for row in authority.rows(Service)]
    authority.database.close()
    return found


def test_a_backup_is_for_its_owner_alone_and_never_takes_the_place_of_another(
    caseload: CommandLine, made: Authority
) -> None:
    said = caseload("db", "backup", "b.backup")
    assert "Wrote b.backup: 1 rows in 41 tables, read again and whole." in said.out
    file = caseload.folder / "b.backup"
    assert file.stat().st_mode & 0o777 == 0o600
    before = file.read_bytes()
    again = caseload("db", "backup", "b.backup")
    assert (again.status, file.read_bytes()) == (2, before)
    assert again.error == ("b.backup exists already. Name a file that does not, or a folder.\n")
    assert [entry.deed for entry in made.rows(AuditEntry)] == ["backed up"]
    assert not list(caseload.folder.glob(".*"))


@pytest.mark.usefixtures("made")
def test_a_folder_gets_a_dated_backup_and_keeps_the_newest(caseload: CommandLine) -> None:
    folder = caseload.folder / "backups"
    folder.mkdir()
    for day in range(1, 4):
        (folder / f"caseload-202611{day:02}T020000Z.backup").touch()
    (folder / "notes.backup").touch()
    done = caseload("db", "backup", folder, "--keep", "2", "--json").json
    assert Path(done["file"]).parent == folder
    assert [Path(path).name[9:17] for path in done["dropped"]] == ["20261101", "20261102"]
    assert len(list(folder.iterdir())) == 3
    assert "notes.backup" in {path.name for path in folder.iterdir()}
    assert done["tables"]["services"] == 1


def test_what_was_replaced_is_what_it_was_then(caseload: CommandLine, made: Authority) -> None:
    caseload("db", "backup", "b.backup")
    with made.database.transaction() as session:
        session.execute(insert(Service).values(name="Since"))
    made.database.close()
    refused = caseload("db", "restore", "b.backup")
    assert "The database holds something already, so nothing was restored." in refused.error
    looked = caseload("db", "restore", "b.backup", "--dry-run")
    assert "is whole: 1 rows in 41 tables. Nothing was changed." in looked.out
    assert names(made) == ["Court", "Since"]
    done = caseload("db", "restore", "b.backup", "--replace", "--yes")
    assert done.status == 0
    assert "What happened since is not in it" in done.out
    assert "Administrators in it: nobody." in done.out
    assert names(made) == ["Court"]
    assert [entry.deed for entry in made.rows(AuditEntry)] == ["restored"]
    made.database.close()


def test_whoever_restores_reads_who_may_see_all_from_then_on(
    caseload: CommandLine, made: Authority
) -> None:
    roles = [("mia@example.org", GrantRole.ADMINISTRATOR), ("ada@example.org", GrantRole.HEAD)]
    with made.database.transaction() as session:
        for email, role in roles:
            granted(session, email, role)
    made.database.close()
    caseload("db", "backup", "b.backup")
    done = caseload("db", "restore", "b.backup", "--replace", "--yes")
    assert "Administrators in it: mia@example.org.\nLeadership in it: nobody.\n" in done.out
    told = caseload("db", "restore", "b.backup", "--replace", "--yes", "--json").json
    assert (told["administrators"], told["leadership"]) == (["mia@example.org"], [])


@pytest.mark.parametrize(("answer", "left"), [("n\n", ["Court"]), ("y\n", [])])
def test_replacing_is_asked_back(
    caseload: CommandLine, made: Authority, sqlite_template: Path, answer: str, left: list[str]
) -> None:
    shutil.copyfile(sqlite_template, caseload.folder / "empty.db")
    empty = {"CASELOAD_DATABASE_URL": f"sqlite:///{caseload.folder / 'empty.db'}"}
    caseload("db", "backup", "b.backup", **empty)
    file = str(caseload.folder / "b.backup")
    result = CliRunner().invoke(
        command_line("db"),
        ["db", "restore", file, "--replace"],
        input=answer,
        env=caseload.environment,
    )
    assert "will be lost for good. Replace it" in result.stderr
    assert names(made) == left


def test_a_pipe_moves_everything_into_another_database(
    caseload: CommandLine, made: Authority, postgres_database: Database
) -> None:
    before = dump(made.database, but=["audit"])
    made.database.close()
    piped = CliRunner().invoke(command_line("db"), ["db", "backup", "-"], env=caseload.environment)
    url = postgres_database.url.render_as_string(hide_password=False)
    env = caseload.environment | {"CASELOAD_DATABASE_URL": url}
    taken = CliRunner().invoke(
        command_line("db"), ["db", "restore", "-"], input=piped.stdout_bytes, env=env
    )
    assert taken.exit_code == 0, taken.exception
    assert dump(postgres_database, but=["audit"]) == before


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("backup", "nowhere/b.backup"), "nowhere/b.backup cannot be written (No such file"),
        (("backup", "-", "--json"), "Through a pipe goes the backup alone"),
        (("backup", "b.backup", "--keep", "3"), "--keep counts the backups of a folder."),
        (("restore", "b.backup"), "b.backup cannot be read (No such file or directory)."),
        (("restore", "caseload.db"), "This is not a backup that `caseload db backup` made."),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    caseload: CommandLine, arguments: tuple[str, ...], sentence: str
) -> None:
    ran = caseload("db", *arguments)
    assert (ran.status, ran.error.count("\n")) == (2, 1)
    assert sentence in ran.error


def test_nothing_is_left_of_half_a_backup(made: Authority, tmp_path: Path) -> None:
    place = tmp_path / "half"
    place.mkdir()
    with pytest.raises(BackupRefused, match="No space left on device"):
        fill_the_disk(place / BACKUP, made.database)
    assert not list(place.iterdir())


def fill_the_disk(path: Path, database: Database) -> None:
    with new_file(path, database) as file:
        file.write(b"half")
        raise OSError(28, "No space left on device")
