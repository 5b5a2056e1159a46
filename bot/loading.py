"""What every way of loading is told by the settings: the options of an import."""

from datetime import datetime

from bot.kept import kept_as_set
from bot.services import Services
from models.extracts.importing import ImportOptions


def options_of(
    services: Services, now: datetime, by: str, as_at: datetime, *, given: bool
) -> ImportOptions:
    """An import at `now` by somebody; `given` where the as-at was stated, not assumed.

    The as-at is aware; the start of a day in the authority's zone means the whole day.
    """
    settings = services.settings
    key, before = settings.case_key, settings.case_key_before
    return ImportOptions(
        as_at=as_at,
        as_at_day=as_at.astimezone(settings.zone).date(),
        as_at_given=given,
        now=now,
        by=by,
        case_key=key.get_secret_value() if key else None,
        case_key_before=before.get_secret_value() if before else None,
        children_in_need=services.children_in_need(),
        not_seen_days=settings.not_seen_days,
        working_days=services.calendar.working_days,
        zone=settings.zone,
        authority_code=settings.authority_code,
        kept=kept_as_set(settings),
    )
