"""How long things are kept, from the settings."""

from datetime import timedelta

from bot.settings import Settings
from models.kept import Kept


def kept_as_set(settings: Settings) -> Kept:
    """What the settings say in days."""
    return Kept(
        names=timedelta(days=settings.names_kept_days),
        loads=timedelta(days=settings.loads_kept_days),
        closed_cases=timedelta(days=settings.closed_cases_kept_days),
        leavers=timedelta(days=settings.leavers_kept_days),
        history=timedelta(days=settings.history_days),
        audit=timedelta(days=settings.audit_kept_days),
        register=timedelta(days=settings.register_kept_days),
    )
