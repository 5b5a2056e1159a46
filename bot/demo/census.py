"""The demo authority's return to the workforce census, made from its own workforce and cases."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from bot.demo.authority import DemoHistory
from bot.demo.organisation import latest_on
from bot.demo.people import Person
from models.vocabulary import SOCIAL_WORKER_ROLES, AgencyBasis, Employment, Role

_ORG_ROLES = (
    Role.SENIOR_MANAGER,
    Role.MIDDLE_MANAGER,
    Role.FIRST_LINE_MANAGER,
    Role.SENIOR_PRACTITIONER,
    Role.CASE_HOLDER,
    Role.QUALIFIED_WITHOUT_CASES,
)
"""OrgRole 1 to 6."""

_IN_ASYE, _AFTER_ASYE = "1", "4"


def census_day(last_day: date) -> date:
    """The last 30 September, which the newest return is of."""
    return latest_on(last_day, 9, 30)


def write_return(history: DemoHistory, code: str, folder: Path) -> Path:
    """Writes the newest return as `folder`/csww_YEAR.xml; `code` is the authority's three digits.

    Like every return it says nothing of anybody's name; this one has no other personal data either.
    """
    day = census_day(history.weeks[-1].day)
    message = Element("Message")
    _header(message, day, code)
    _vacancies(message, history, day)
    held = _held(history, day)
    for person in history.workforce.people.values():
        if person.role in SOCIAL_WORKER_ROLES and _is_listed(person, day):
            _worker(message, person, day, held[person.name])
    indent(message)
    path = folder / f"csww_{day.year}.xml"
    ElementTree(message).write(path, encoding="utf-8", xml_declaration=True)
    return path


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1)


def _is_listed(person: Person, day: date) -> bool:
    """Who is here on the day, and employed workers who left in the census's year."""
    if person.is_in_post(day):
        return True
    left = person.left_on
    employed = person.employment is not Employment.AGENCY
    return employed and left is not None and _year_before(day) < left <= day


def _held(history: DemoHistory, day: date) -> Counter[str]:
    """Open cases by the name of who holds them, in the last week that ended by then."""
    week = [week for week in history.weeks if week.day <= day][-1]
    return Counter(row["worker"] for row in week.cases if row["worker"] and not row["closed_on"])


def _header(message: Element, day: date, code: str) -> None:
    header = SubElement(message, "Header")
    _said(
        SubElement(header, "CollectionDetails"),
        Collection="CSWW",
        Year=str(day.year),
        ReferenceDate=day.isoformat(),
    )
    _said(SubElement(header, "Source"), SourceLevel="L", LEA=code)


def _vacancies(message: Element, history: DemoHistory, day: date) -> None:
    workforce = history.workforce
    vacant = sum(
        post.fte
        for post in workforce.posts
        if post.role in SOCIAL_WORKER_ROLES
        and post.created_on <= day
        and (post.deleted_on is None or day < post.deleted_on)
        and workforce.holder(post, day) is None
    )
    covering = [
        person.fte
        for person in workforce.people.values()
        if person.basis is AgencyBasis.VACANCY and person.is_in_post(day)
    ]
    _said(
        SubElement(message, "LALevelVacancies"),
        NumberOfVacancies=f"{vacant:.2f}",
        NoAgencyFTE=f"{sum(covering):.2f}",
        NoAgencyHeadcount=str(len(covering)),
    )


def _worker(message: Element, person: Person, day: date, cases: int) -> None:
    is_here = person.is_in_post(day)
    was_here = person.is_in_post(_year_before(day))
    is_agency = person.employment is Employment.AGENCY
    protected = person.newly_qualified_until is not None and person.newly_qualified_until > day
    _said(
        SubElement(message, "CSWWWorker"),
        AgencyWorker=str(int(is_agency)),
        FTE=f"{person.fte if is_here else 0:.2f}",
        OrgRole=str(_ORG_ROLES.index(person.role) + 1),
        RoleStartDate=person.started_on.isoformat(),
        RoleEndDate=person.left_on.isoformat() if person.left_on and not is_here else "",
        FTE30=f"{person.fte if was_here else 0:.2f}",
        Cases30=str(cases if is_here else 0),
        WorkingDaysLost="" if is_agency else f"{_days_lost(person, day):.2f}",
        CFKSSstatus=_IN_ASYE if protected else _AFTER_ASYE,
    )


def _days_lost(person: Person, day: date) -> float:
    """Full days away in the census's year, of those that a person works."""
    absence = person.absence
    if absence is None:
        return 0.0
    away = (each for each in _days(_year_before(day), day) if absence.covers(each))
    return person.fte * sum(each.weekday() < 5 for each in away)


def _days(after: date, until: date) -> Iterator[date]:
    while after < until:
        after += timedelta(days=1)
        yield after


def _said(element: Element, **values: str) -> None:
    """The values as elements; an empty one is left out."""
    for name, value in values.items():
        if value:
            SubElement(element, name).text = value
