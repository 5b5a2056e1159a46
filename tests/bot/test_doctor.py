"""The doctor puts what must be mended first, and goes on when something cannot be looked at."""

from collections.abc import Iterator
from pathlib import Path

from bot.clock import utc_now
from bot.doctor import examine, safely
from bot.findings import Finding, Level
from bot.services import make_services
from bot.settings import read_settings


def test_what_must_be_mended_comes_first_and_each_says_how(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new.db"
    services = make_services(read_settings(_env_file=None, CASELOAD_DATABASE_URL=url), utc_now)
    found = examine(services)
    services.database.close()
    levels = [each.level for each in found]
    assert levels == sorted(levels, key=[Level.BAD, Level.ADVICE, Level.GOOD].index)
    assert [each.subject for each in found[:3]] == ["database", "slack", "slack"]
    assert all(bool(each.mend) is (each.level is not Level.GOOD) for each in found)
    assert not (tmp_path / "new.db").exists()


def test_one_look_that_fails_does_not_end_the_others() -> None:
    def look() -> Iterator[Finding]:
        yield Finding("storage", Level.GOOD, "So far so good.")
        raise PermissionError("/somewhere/with/names")

    good, bad = safely("storage", look)
    assert good.level is Level.GOOD
    assert bad.what == "Not everything could be looked at (storage: PermissionError)."
    assert bad.mend
