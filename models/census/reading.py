"""Reads the XML of a census return of any year into records, and drops who the workers are.

A return goes out with mistakes in it, so one value that cannot be read is a note and not a refusal.
No note repeats a value: whatever stands in the wrong element may be somebody's number.
"""

import re
from datetime import date
from typing import Any

from models.census.records import CensusWorker, ReturnRecords
from models.census.values import OF_VACANCIES, OF_WORKER, Element, read_day
from models.census.xml_text import Texts, read_texts
from models.extracts.problems import Unreadable, quoted

COLLECTIONS = ("csww", "cswww")
FIRST_YEAR, LAST_YEAR = 2010, 2100
MOST_NOTES = 100
CODE_LENGTH = 3
ELSE_30_SEPTEMBER = (9, 30)
IN_HEADER = frozenset({"collection", "year", "referencedate", "lea"})
REGISTRATION = "sweno"
"""Looked at only to tell that two records are one person; it is kept nowhere."""

_REGISTERED = re.compile(r"[a-z]{0,3} ?(?=[0-9]*[1-9])[0-9]{4,12}")

_NO_RETURN = (
    "This is XML, but not a return to the children's social work workforce census: it has "
    "neither workers (CSWWWorker) nor vacancies (NumberOfVacancies)."
)
_NO_CODE = (
    "The return does not say whose it is: the element LEA should hold the Department's three "
    "digits for the authority, such as 852. Fill it in and import the file again."
)
_NO_YEAR = (
    "The return does not say of which year it is: the element Year should hold it, such as 2025. "
    "Fill it in and import the file again."
)


def read_return(data: bytes) -> ReturnRecords:
    """The records of a return; raises Unreadable for what is none, or cannot be read at all."""
    texts = read_texts(data, IN_HEADER | {REGISTRATION} | OF_WORKER.keys() | OF_VACANCIES.keys())
    notes = _Notes()
    collection = texts.header.get("collection", "")
    if collection and collection.casefold() not in COLLECTIONS:
        raise Unreadable(
            f'This is a return to the collection "{quoted(collection)}"; Caseload reads the '
            "children's social work workforce census, CSWW."
        )
    vacancies = _values(texts.vacancies, OF_VACANCIES, notes, "vacancies")
    if not texts.workers and not vacancies:
        raise Unreadable(_NO_RETURN)
    if not collection:
        notes.add("Collection: is missing; the file is taken for a workforce census return")
    code = texts.header.get("lea", "")
    if len(code) != CODE_LENGTH or not (code.isascii() and code.isdigit()):
        raise Unreadable(_NO_CODE)
    year, reference_on = _year_and_day(texts, notes)
    workers = _workers(texts, notes)
    return ReturnRecords(
        year=year,
        authority_code=code,
        reference_on=reference_on,
        vacancies=vacancies.get("numberofvacancies"),
        covering_fte=vacancies.get("noagencyfte"),
        covering_headcount=vacancies.get("noagencyheadcount"),
        workers=workers,
        notes=notes.listed(),
    )


class _Notes:
    """What could not be read; the first hundred are kept, all are counted."""

    def __init__(self) -> None:
        self._kept: list[str] = []
        self._count = 0

    def add(self, note: str) -> None:
        self._count += 1
        if len(self._kept) < MOST_NOTES:
            self._kept.append(note)

    def listed(self) -> tuple[str, ...]:
        more = self._count - len(self._kept)
        return (*self._kept, *([f"and {more:,} more values"] if more else []))


def _year_and_day(texts: Texts, notes: _Notes) -> tuple[int, date]:
    """The year inside decides, not the file's name; the day is 30 September unless it says so."""
    day = _day(texts.header.get("referencedate", ""), notes)
    said = texts.header.get("year", "")
    year = int(said) if said.isascii() and said.isdigit() and len(said) == len("2025") else 0
    if not FIRST_YEAR <= year <= LAST_YEAR:
        if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise Unreadable(_NO_YEAR)
        year = day.year
        notes.add(f"Year: cannot be read; taken from ReferenceDate, {year}")
    expected = date(year, *ELSE_30_SEPTEMBER)
    if day is None:
        notes.add(f"ReferenceDate: is missing; taken to be {_said(expected)}")
    elif day != expected:
        notes.add(f"ReferenceDate: is {_said(day)}, and a return of {year} is of {_said(expected)}")
    return year, day or expected


def _day(text: str, notes: _Notes) -> date | None:
    try:
        return read_day(text) if text else None
    except ValueError:
        notes.add("ReferenceDate: cannot be read; a day such as 2025-09-30 is accepted")
        return None


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _workers(texts: Texts, notes: _Notes) -> tuple[CensusWorker, ...]:
    persons: dict[str, int] = {}
    workers = []
    for number, said in enumerate(texts.workers, start=1):
        register = said.get(REGISTRATION, "").casefold()
        registered = _REGISTERED.fullmatch(register) is not None
        person = persons.setdefault(register, number) if registered else number
        values = _values(said, OF_WORKER, notes, f"worker {number}")
        workers.append(
            CensusWorker(
                number=number,
                person=person,
                agency=values.get("agencyworker"),
                fte=values.get("fte"),
                fte_before=values.get("fte30"),
                role=values.get("orgrole"),
                started_on=values.get("rolestartdate"),
                ended_on=values.get("roleenddate"),
                cases=values.get("cases30"),
                days_lost=values.get("workingdayslost"),
                newly_qualified=values.get("cfkssstatus") == 1,
            )
        )
    return tuple(workers)


def _values(
    said: dict[str, str], elements: dict[str, Element], notes: _Notes, whose: str
) -> dict[str, Any]:
    """Each element that can be read; of the others a note."""
    values: dict[str, Any] = {}
    for name, element in elements.items():
        text = said.get(name, "")
        if not text:
            continue
        try:
            values[name] = element.read(text)
        except ValueError:
            notes.add(f"{whose}, {element.name}: cannot be read; {element.accepted} is accepted")
    return values
