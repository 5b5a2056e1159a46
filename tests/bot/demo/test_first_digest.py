"""The demo opens after Monday's digests were due, and shows them all the same."""

import shutil
from pathlib import Path

from sqlalchemy import select
from sqlmodel import col

from bot.demo.first_digest import expect_todays_digests
from bot.demo.settings import SETTINGS
from bot.scheduler import Ticker
from bot.services import make_services
from bot.settings import read_settings
from models.outbox import OutboxRow
from models.vocabulary import Deed
from tests.bot.slack.persona import MONDAY


def test_mondays_digests_come_as_it_opens_and_are_not_called_late(
    demo_template: Path, tmp_path: Path
) -> None:
    path = tmp_path / "caseload.db"
    shutil.copyfile(demo_template, path)
    url = f"sqlite:///{path}"
    settings = read_settings(_env_file=None, CASELOAD_DATABASE_URL=url, **SETTINGS)
    services = make_services(settings, lambda: MONDAY)
    expect_todays_digests(services)
    expect_todays_digests(services)
    Ticker(services).tick()
    with services.database.look() as session:
        posts = session.scalars(select(OutboxRow).where(col(OutboxRow.deed) == Deed.POST)).all()
    services.database.close()
    digests = [post for post in posts if post.digest is not None]
    assert sorted(post.lane for post in digests) == [
        "channel:#court-and-looked-after",
        "channel:#help-and-protection",
        "channel:#leadership",
        "channel:#specialist-and-leaving-care",
    ]
    assert {(post.digest or {})["late"] for post in digests} == {""}
