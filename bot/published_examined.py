"""Examines the published figures: which authority's they are, and up to when they go."""

from collections.abc import Iterator

from sqlmodel import Session

from bot.findings import Finding, Level
from models.reference.finding import find_area
from models.reference.storing import published

_SUBJECT = "published figures"
_MEND = (
    "Set CASELOAD_AUTHORITY_CODE to the three digits by which the Department knows the authority."
)


def examine_published(session: Session, authority_code: str | None) -> Iterator[Finding]:
    """Whether the authority can be compared with others, and by figures of which year."""
    if authority_code is None:
        what = "CASELOAD_AUTHORITY_CODE is not set, so that nothing can be compared with others."
        yield Finding(_SUBJECT, Level.ADVICE, what, _MEND)
        return
    known = published(session)
    area = find_area(known, authority_code)
    if area is None:
        what = f"No authority with the code {authority_code} is among the published figures."
        yield Finding(_SUBJECT, Level.BAD, what, _MEND)
        return
    year = known.indicators.years_of(area.code)[-1]
    yield Finding(_SUBJECT, Level.GOOD, f"{area.name} has published figures up to {year}.")
