"""A backup does not take the place of what a service is working on."""

import pytest
from sqlalchemy import text

from models.backup.at_work import others_at_work, refuse_while_at_work
from models.database import Database
from models.errors import BackupRefused
from tests.waiting import until


def test_a_database_that_another_process_has_open_is_at_work(database: Database) -> None:
    address = database.url.render_as_string(hide_password=False)
    database.close()
    mine, other = Database(address, pool=1), Database(address, pool=1)
    with other.look() as session:
        session.execute(text("SELECT 1"))
    with pytest.raises(BackupRefused, match="Stop every `caseload serve`, wait a minute"):
        refuse_while_at_work(mine)
    other.close()
    assert until(lambda: not others_at_work(mine))
    mine.close()
