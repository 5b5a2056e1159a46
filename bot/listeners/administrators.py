"""Whether somebody in Slack is an administrator, looked up anew for everything they do."""

from bot.listeners.callers import Caller
from bot.listeners.context import Office
from models.access import Asker, find_asker
from models.errors import NotFound, NotKnown

HELD_LOADS = "decides about held loads"


def administrator(office: Office, caller: Caller, deed: str = HELD_LOADS) -> Asker:
    """The administrator who did this; NotFound, in the same words, for everybody else."""
    only = (
        f"Nothing was changed: only an administrator of Caseload {deed}. Ask your performance team."
    )
    services = office.services
    today = services.clock().astimezone(services.settings.zone).date()
    email = office.email_of(caller)
    with services.database.look() as session:
        try:
            asker = find_asker(session, email, today)
        except NotKnown:
            raise NotFound(only) from None
    if not asker.administrator:
        raise NotFound(only)
    return asker
