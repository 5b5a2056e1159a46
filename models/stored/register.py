"""Every table there is, in the order in which a person reads of them."""

from models.stored.describing import Stored
from models.stored.of_alerts import OF_ALERTS
from models.stored.of_cases import OF_CASES
from models.stored.of_history import OF_HISTORY
from models.stored.of_slack import OF_SLACK
from models.stored.of_workforce import OF_WORKFORCE

ROOMS: dict[str, tuple[Stored, ...]] = {
    "The workforce": OF_WORKFORCE,
    "Cases and loads": OF_CASES,
    "Past days and published figures": OF_HISTORY,
    "Rules, alerts and decisions": OF_ALERTS,
    "People in Slack, and what is said there": OF_SLACK,
}

EVERY_TABLE: tuple[Stored, ...] = tuple(stored for room in ROOMS.values() for stored in room)
