"""The demo authority's settings: its name, and where leadership and administrators are told."""

from collections.abc import Mapping

from bot.demo.organisation import AUTHORITY

SETTINGS: Mapping[str, str] = {
    "CASELOAD_AUTHORITY": AUTHORITY,
    # Northmere is nobody's: it is laid beside the published figures and neighbours of a real one.
    "CASELOAD_AUTHORITY_CODE": "852",
    "CASELOAD_LEADERSHIP_CHANNEL": "#leadership",
    "CASELOAD_ADMINISTRATORS_CHANNEL": "#performance",
}
