"""The values of a return's elements: numbers, codes and days, or that they cannot be read."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.vocabulary import Role

_NUMBER = re.compile(r"[+-]?[0-9]{1,9}(?:\.[0-9]{0,12})?|[+-]?\.[0-9]{1,12}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?=$|[T ])")

FULL_TIME = 1.0
MOST_CASES = 999
DAYS_IN_A_YEAR = 366
MOST_VACANCIES = 99_999
_ORG_ROLES = (
    *(Role.SENIOR_MANAGER, Role.MIDDLE_MANAGER, Role.FIRST_LINE_MANAGER),
    *(Role.SENIOR_PRACTITIONER, Role.CASE_HOLDER, Role.QUALIFIED_WITHOUT_CASES),
)
"""OrgRole 1 to 6."""

_YES_OR_NO = {"0": False, "1": True, "false": False, "true": True}


@dataclass(frozen=True, slots=True)
class Element:
    """How an element is read: its name as it is known, its reader, and what is accepted."""

    name: str
    read: Callable[[str], Any]  # raises ValueError for what cannot be read
    accepted: str


def _number(text: str, most: float) -> float:
    if not _NUMBER.fullmatch(text) or not 0 <= float(text) <= most:
        raise ValueError
    return float(text) + 0.0


def _whole(text: str, most: int) -> int:
    number = _number(text, most)
    if number != int(number):
        raise ValueError
    return int(number)


def _code(text: str, most: int) -> int:
    code = _whole(text, most)
    if code < 1:
        raise ValueError
    return code


def read_day(text: str) -> date:
    """A day, with or without an hour after it; raises ValueError."""
    found = _DAY.match(text)
    if found is None:
        raise ValueError
    return date.fromisoformat(found[0])


def _yes_or_no(text: str) -> bool:
    if text.casefold() not in _YES_OR_NO:
        raise ValueError
    return _YES_OR_NO[text.casefold()]


def _elements(*elements: Element) -> dict[str, Element]:
    return {element.name.casefold(): element for element in elements}


_A_DAY = "a day such as 2025-09-30"
_FTE = (lambda text: _number(text, FULL_TIME), "0 to 1")

OF_WORKER = _elements(
    Element("AgencyWorker", _yes_or_no, "0 or 1"),
    Element("FTE", *_FTE),
    Element("FTE30", *_FTE),
    Element("OrgRole", lambda text: _ORG_ROLES[_code(text, len(_ORG_ROLES)) - 1], "1 to 6"),
    Element("RoleStartDate", read_day, _A_DAY),
    Element("RoleEndDate", read_day, _A_DAY),
    Element("Cases30", lambda text: _whole(text, MOST_CASES), f"0 to {MOST_CASES}"),
    Element("WorkingDaysLost", lambda text: _number(text, DAYS_IN_A_YEAR), "0 to 366"),
    Element("CFKSSstatus", lambda text: _code(text, 4), "1 to 4"),
)
"""The elements of a worker that figures need; all others are dropped at the door."""

OF_VACANCIES = _elements(
    Element("NumberOfVacancies", lambda text: _number(text, MOST_VACANCIES), "a number"),
    Element("NoAgencyFTE", lambda text: _number(text, MOST_VACANCIES), "a number"),
    Element("NoAgencyHeadcount", lambda text: _whole(text, MOST_VACANCIES), "a whole number"),
)
