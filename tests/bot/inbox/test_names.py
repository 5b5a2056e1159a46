"""Names in the inbox: which are left alone, which day one says, and how one is written safely."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.inbox.as_at import as_at_of
from bot.inbox.names import LONGEST, beside, day_said, is_left_alone, safe_name

FRIDAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 23, 8, 45, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("annex_a_2026-11-20.xlsx", FRIDAY),
        ("annex_a 2026_11_20.xlsx", FRIDAY),
        ("20261120.csv", FRIDAY),
        ("cases20261120final.csv", FRIDAY),
        ("20-11-2026 cases.csv", FRIDAY),
        ("20.11.2026.csv", FRIDAY),
        ("2026-11-20T1800 cases.csv", FRIDAY),
        ("from 2026-11-01 to 2026-11-20.xlsx", FRIDAY),
        ("2026-11-20_2026-02-31.csv", FRIDAY),
        ("cases.csv", None),
        ("2026-02-31.csv", None),
        ("2026-11_20.csv", None),
        ("20112026.csv", None),
        ("120261120.csv", None),
        ("20261120180000.csv", None),
        ("1926-11-20.csv", None),
        ("annex_a_2026-27.xlsx", None),
        ("٢٠٢٦-١١-٢٠.csv", None),
    ],
)
def test_a_day_in_a_name_is_found_where_there_is_no_doubt(name: str, day: date | None) -> None:
    assert day_said(name) == day


@pytest.mark.parametrize(
    ("name", "left_alone"),
    [
        ("done", True),
        ("Refused", True),
        (".working", True),
        (".hidden.csv", True),
        ("~$annex_a.xlsx", True),
        ("annex_a.xlsx.part", True),
        ("annex_a.xlsx.PARTIAL", True),
        ("annex_a.tmp", True),
        ("annex_a.crdownload", True),
        ("annex_a.filepart", True),
        ("Thumbs.db", True),
        ("lost+found", True),
        ("done.csv", False),
        ("annex_a.xlsx", False),
        ("part", False),
        ("notes.txt", False),
    ],
)
def test_what_is_hidden_half_copied_or_the_inboxs_own_is_left_alone(
    name: str, left_alone: bool
) -> None:
    assert is_left_alone(name) is left_alone


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("annex_a (2).xlsx", "annex_a (2).xlsx"),
        ("Zoë & Ó Briain.csv", "Zoë & Ó Briain.csv"),
        ("a\nb.csv", "a_b.csv"),
        ("\x1b[31mred.csv", "_[31mred.csv"),
        ("a\u202evsc.exe", "a_vsc.exe"),
        ("..\\..\\etc.csv", "_.._etc.csv"),
        ("<!channel>.csv", "_!channel_.csv"),
        ("not unicode \udcff.csv", "not unicode _.csv"),
        ("ends in a dot.", "ends in a dot"),
        ("...", "_"),
        ("annex.xlsx.report.json", "annex.xlsx.report.json_"),
        ("é" * 120 + ".xlsx", "é" * 87 + ".xlsx"),
    ],
)
def test_a_name_is_made_safe_to_write_anywhere(name: str, safe: str) -> None:
    assert safe_name(name) == safe
    assert safe_name(safe) == safe
    assert len(safe.encode()) <= LONGEST


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("annex_a.xlsx", "annex_a (2).xlsx"),
        ("week of 20.11.2026 to print", "week of 20.11.2026 to print (2)"),
        ("workforce 20.11.2026", "workforce 20.11.2026 (2)"),
    ],
)
def test_another_of_the_same_name_keeps_its_ending(name: str, more: str) -> None:
    assert beside(name, "2") == more


@pytest.mark.parametrize(
    ("name", "folder", "written", "moment", "given", "because"),
    [
        ("a 2026-11-20.csv", "2026-11-19", NOW, "2026-11-20T00:00", True, "the date in its name"),
        ("a.csv", "2026-11-19", NOW, "2026-11-19T00:00", True, "the date in the folder's name"),
        ("a.csv", None, NOW, "2026-11-23T08:45", False, "when the file was last written"),
        (
            *("a.csv", None, datetime(2026, 7, 1, 12, 0, 0, 5, UTC), "2026-07-01T13:00", False),
            "when the file was last written",
        ),
        (
            *("a.csv", None, NOW + timedelta(seconds=1), "2026-11-23T08:45", False),
            "now, as the file says that it is of later",
        ),
        (
            *("a.csv", None, datetime(1980, 1, 1, tzinfo=UTC), "2026-11-23T08:45", False),
            "now, as the file does not say when it was written",
        ),
        ("a 2027-01-01.csv", None, NOW, "2027-01-01T00:00", True, "the date in its name"),
    ],
)
def test_a_file_is_as_at_the_day_in_its_name_or_when_it_was_written(
    name: str, folder: str | None, written: datetime, moment: str, given: bool, because: str
) -> None:
    found = as_at_of(name, folder, written, NOW, LONDON)
    expected = datetime.fromisoformat(moment).replace(tzinfo=LONDON)
    assert (found.moment, found.given, found.because) == (expected, given, because)
    assert found.moment.tzinfo is LONDON
