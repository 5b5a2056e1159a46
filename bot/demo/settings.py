"""The demo authority's settings: its name, and where leadership and administrators are told."""

from collections.abc import Mapping

from bot.demo.organisation import AUTHORITY

SETTINGS: Mapping[str, str] = {
    "CASELOAD_AUTHORITY": AUTHORITY,
    "CASELOAD_LEADERSHIP_CHANNEL": "#leadership",
    "CASELOAD_ADMINISTRATORS_CHANNEL": "#performance",
}
