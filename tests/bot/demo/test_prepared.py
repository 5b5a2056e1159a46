"""The demo's database holds more than loads: a census return, and a plan to look back at."""

import shutil
from pathlib import Path

from sqlalchemy import select
from sqlmodel import col

from alerts.plans.saving import load_plan
from bot.demo.cast import cast_member
from bot.demo.organisation import AUTHORITY
from bot.demo.plan import NAME, save_directors_plan
from models.database import Database
from models.published import CensusReturn
from tests.bot.slack.persona import LAST_DAY, MONDAY


def test_the_newest_return_is_loaded_and_a_plan_is_the_directors(
    demo_template: Path, tmp_path: Path
) -> None:
    shutil.copyfile(demo_template, tmp_path / "caseload.db")
    database = Database(f"sqlite:///{tmp_path / 'caseload.db'}")
    with database.transaction() as session:
        assert list(session.scalars(select(col(CensusReturn.year)))) == [2026]
        save_directors_plan(session, MONDAY.date(), MONDAY)
    with database.look() as session:
        plan = load_plan(session, NAME, AUTHORITY)
    database.close()
    assert (plan.made_by, plan.starts_on) == (cast_member("director").email, LAST_DAY)
    assert (plan.inputs.posts.value, plan.inputs.posts.given) == (10, True)
