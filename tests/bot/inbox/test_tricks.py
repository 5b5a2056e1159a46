"""Whatever is put into the inbox: nothing outside it is read, moved or changed."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.inbox.folders import InboxUnusable, open_inbox
from bot.inbox.taking import claim, new_taking, settle
from bot.inbox.tricks import why_not_read
from tests.bot.inbox.conftest import Drop
from tests.models.extracts.authority import case

SECRET = "case_ref,kind\nthe secret,no such kind\n"
NOBODY = 65534

Trick = Callable[[Path, Path], None]
"""Given the inbox and a folder outside it with `secret.csv` and `inner/secret.csv`."""


def linked_file(inbox: Path, outside: Path) -> None:
    (inbox / "it").symlink_to(outside / "secret.csv")


def linked_folder(inbox: Path, outside: Path) -> None:
    (inbox / "it").symlink_to(outside, target_is_directory=True)


def link_in_a_folder(inbox: Path, outside: Path) -> None:
    (inbox / "it").mkdir()
    (inbox / "it" / "cases.csv").symlink_to(outside / "secret.csv")


def folder_linked_in_a_folder(inbox: Path, outside: Path) -> None:
    (inbox / "it").mkdir()
    (inbox / "it" / "Staff.csv").touch()
    (inbox / "it" / "more").symlink_to(outside, target_is_directory=True)


def link_upwards(inbox: Path, outside: Path) -> None:
    (inbox / "it").symlink_to(Path("..") / outside.name / "secret.csv")


def link_to_nothing(inbox: Path, outside: Path) -> None:
    (inbox / "it").symlink_to(outside / "nowhere.csv")


def link_to_itself(inbox: Path, _outside: Path) -> None:
    (inbox / "it").symlink_to(inbox / "it")


def second_name(inbox: Path, outside: Path) -> None:
    (inbox / "it").hardlink_to(outside / "secret.csv")


def second_name_in_a_folder(inbox: Path, outside: Path) -> None:
    (inbox / "it").mkdir()
    (inbox / "it" / "cases.csv").hardlink_to(outside / "secret.csv")


def pipe(inbox: Path, _outside: Path) -> None:
    os.mkfifo(inbox / "it")


def pipe_in_a_folder(inbox: Path, _outside: Path) -> None:
    (inbox / "it").mkdir()
    os.mkfifo(inbox / "it" / "cases.csv")


def too_many(inbox: Path, _outside: Path) -> None:
    (inbox / "it").mkdir()
    for number in range(1001):
        (inbox / "it" / f"{number}.csv").touch()


def nothing_in_it(inbox: Path, _outside: Path) -> None:
    (inbox / "it").mkdir()


def only_a_folder_in_it(inbox: Path, outside: Path) -> None:
    (inbox / "it").mkdir()
    shutil.copytree(outside / "inner", inbox / "it" / "inner")


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    (folder / "inner").mkdir(parents=True)
    for name in ("secret.csv", "inner/secret.csv"):
        (folder / name).write_text(SECRET)
    return folder


@pytest.mark.parametrize(
    ("trick", "said"),
    [
        (linked_file, "This is a link, and links are not followed."),
        (linked_folder, "This is a link, and links are not followed."),
        (link_in_a_folder, '"cases.csv" in it is a link, and links are not followed.'),
        (folder_linked_in_a_folder, '"more" in it is a link, and links are not followed.'),
        (link_upwards, "This is a link, and links are not followed."),
        (link_to_nothing, "This is a link, and links are not followed."),
        (link_to_itself, "This is a link, and links are not followed."),
        (second_name, "This has a second name elsewhere (a hard link)"),
        (second_name_in_a_folder, '"cases.csv" in it has a second name elsewhere (a hard link)'),
        (pipe, "This is neither a file nor a folder."),
        (pipe_in_a_folder, '"cases.csv" in it is neither a file nor a folder.'),
        (too_many, "There are more than 1,000 things in the folder."),
        (nothing_in_it, "The folder has no .xlsx, .xlsm, .csv or .xml file in it."),
        (only_a_folder_in_it, "The folder has no .xlsx, .xlsm, .csv or .xml file in it."),
    ],
)
def test_a_trick_is_put_into_refused_as_it_is_and_nothing_behind_it_is_touched(
    bare: Drop, outside: Path, trick: Trick, said: str
) -> None:
    trick(bare.inbox, outside)
    bare.wait()
    report = bare.report("refused/it")
    assert said in report
    assert "no such kind" not in report
    assert os.path.lexists(bare.inbox / "refused/it")
    assert sorted(path.name for path in outside.rglob("*")) == [
        *("inner", "secret.csv", "secret.csv")
    ]
    assert (outside / "secret.csv").read_text() == SECRET
    assert bare.loads()[-1] == ("it", "refused")  # so that administrators are told


@pytest.mark.parametrize(
    ("name", "put_away"),
    [
        ("..cases.csv", None),  # hidden
        ("cases\n2026-11-20.csv", "done/cases_2026-11-20.csv"),
        ("\\..\\cases 2026-11-20.csv", "done/_.._cases 2026-11-20.csv"),
        ("2026-11-20" + "x" * 241 + ".csv", "done/2026-11-20" + "x" * 166 + ".csv"),
        ("done.csv", "done/done.csv"),
        ("-rf 2026-11-20.csv", "done/-rf 2026-11-20.csv"),
        ("=1+1 2026-11-20.csv", "done/=1+1 2026-11-20.csv"),
    ],
)
def test_a_strange_name_is_made_plain(drop: Drop, name: str, put_away: str | None) -> None:
    drop.cases(case("C1"), name=name)
    drop.wait()
    if put_away is None:
        assert name in drop
        return
    assert put_away in drop
    assert drop.loads()[-1] == (Path(put_away).name, "loaded")


def test_names_that_become_the_same_are_told_apart(bare: Drop) -> None:
    for name in ("a\n.txt", "a\t.txt"):
        (bare.inbox / name).touch()
    bare.wait()
    assert "refused/a_.txt" in bare
    assert "refused/a_ (2).txt" in bare


def test_a_file_larger_than_any_extract_is_not_read(bare: Drop) -> None:
    with (bare.inbox / "cases.csv").open("wb") as file:
        file.truncate(200 * 2**20 + 1)
    bare.wait()
    assert "The file is larger than 200 MB" in bare.report("refused/cases.csv")


def test_a_file_that_becomes_a_link_before_it_is_taken_is_not_followed(
    bare: Drop, outside: Path
) -> None:
    path = bare.cases(case("C1"), name="cases.csv")
    bare.look(5)
    length = path.stat()
    path.unlink()
    path.symlink_to(outside / "secret.csv")
    os.utime(path, ns=(length.st_atime_ns, length.st_mtime_ns), follow_symlinks=False)
    bare.look(5, 5, 5)
    assert "This is a link" in bare.report("refused/cases.csv")


# The inbox itself.


def link_for(name: str) -> Callable[[Path, Path], None]:
    return lambda inbox, outside: (inbox / name).symlink_to(outside, target_is_directory=True)


def file_for(name: str) -> Callable[[Path, Path], None]:
    return lambda inbox, _outside: (inbox / name).touch()


def another_users(inbox: Path, _outside: Path) -> None:
    (inbox / ".working").mkdir()
    os.chown(inbox / ".working", NOBODY, NOBODY)


needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a folder away")


@pytest.mark.parametrize(
    ("trick", "said"),
    [
        (link_for("done"), "done is a file or a link, and has to be a folder. Move it away."),
        (link_for("refused"), "refused is a file or a link"),
        (link_for(".working"), ".working is a file or a link"),
        (file_for("done"), "done is a file or a link"),
        (lambda inbox, _: inbox.rmdir(), "There is no folder {inbox}. Make it, or correct CASE"),
        pytest.param(another_users, ".working belongs to another user", marks=needs_root),
    ],
)
def test_an_inbox_that_is_not_as_it_should_be_is_left_alone_and_says_why(
    bare: Drop, outside: Path, trick: Trick, said: str
) -> None:
    trick(bare.inbox, outside)
    with pytest.raises(InboxUnusable) as raised, open_inbox(bare.inbox):
        pass
    assert said.format(inbox=bare.inbox) in str(raised.value)
    assert sorted(path.name for path in outside.iterdir()) == ["inner", "secret.csv"]


@pytest.mark.parametrize(
    ("inbox", "own"), [(0o700, 0o700), (0o3770, 0o2750), (0o777, 0o750), (0o2775, 0o2750)]
)
@pytest.mark.parametrize("umask", [0o022, 0o077, 0o000])
def test_who_may_read_the_inbox_may_read_done_and_nobody_else_ever(
    tmp_path: Path, inbox: int, own: int, umask: int
) -> None:
    tmp_path.chmod(inbox)
    before = os.umask(umask)
    try:
        with open_inbox(tmp_path):
            found = {path.name: path.stat().st_mode & 0o7777 for path in tmp_path.iterdir()}
    finally:
        os.umask(before)
    private = 0o700 | inbox & 0o2000
    assert found == {"done": own, "refused": own, ".working": private}


def test_what_is_amiss_is_logged_once_and_that_it_is_well_again_too(
    bare: Drop, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "caseload.inbox")
    bare.look()
    bare.inbox.rename(bare.inbox.with_name("away"))
    bare.look(5, 5, 5)
    bare.inbox.with_name("away").rename(bare.inbox)
    bare.look(5)
    assert [record.message.split(":")[0] for record in caplog.records] == [
        *("the inbox cannot be used", "the inbox can be used again")
    ]


@contextmanager
def acting_as(user: int, place: str | None = None) -> Iterator[None]:
    """What the kernel allows this user; a place is given to them before."""
    before = os.geteuid()
    if place is not None:
        os.chown(place, user, user)
    os.seteuid(0)
    os.seteuid(user)
    try:
        yield
    finally:
        os.seteuid(0)
        os.seteuid(before)


@needs_root
@pytest.mark.parametrize(
    ("folder", "mode", "said"),
    [
        (False, 0o000, "The service may not read it."),
        (True, 0o777, None),
        (True, 0o1777, "The service may not read it."),  # what is in it cannot be moved out of it
        (True, 0o733, "The service may not read it."),
        (True, 0o755, "stuck"),  # a folder moves only for who may write in it
    ],
)
def test_what_another_user_keeps_from_the_service_is_not_read(
    folder: bool, mode: int, said: str | None
) -> None:
    with TemporaryDirectory() as place, acting_as(NOBODY, place):
        inbox = Path(place)
        with acting_as(0):
            if folder:
                (inbox / "it").mkdir()
                (inbox / "it" / "Staff.csv").touch(0o644)
            else:
                (inbox / "it").touch()
            (inbox / "it").chmod(mode)
        with open_inbox(inbox) as opened, new_taking(opened, "t") as taking:
            stuck = claim(taking, ["it"])
            settle(taking)
            found = "stuck" if stuck else why_not_read(taking.things, "it")
    assert found is None if said is None else str(found).startswith(said)
