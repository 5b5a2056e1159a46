"""Census returns as they come: read as far as they can be, and refused where they cannot."""

from collections.abc import Callable
from datetime import date

import pytest

from models.census.reading import MOST_NOTES, read_return
from models.census.records import CensusWorker
from models.census.xml_text import MAX_DEPTH, MAX_RETURN, MAX_WORKERS
from models.extracts.problems import Unreadable
from models.vocabulary import Role
from tests.models.census.returns import BORN, HEADER, NUMBER, VACANCIES, message, worker


def only(*parts: str) -> CensusWorker:
    (found,) = read_return(message(*parts).encode()).workers
    return found


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        read_return(data)
    return str(refused.value)


def test_a_return_says_its_year_authority_vacancies_and_workers() -> None:
    found = read_return(message().encode())
    assert (found.year, found.authority_code, found.reference_on) == (
        2025,
        "852",
        date(2025, 9, 30),
    )
    assert (found.vacancies, found.covering_fte, found.covering_headcount) == (2.5, 1.0, 1)
    assert found.notes == ()
    assert found.workers[0] == CensusWorker(
        number=1,
        person=1,
        agency=False,
        fte=1.0,
        fte_before=1.0,
        role=Role.CASE_HOLDER,
        started_on=date(2020, 1, 6),
        cases=12,
        days_lost=5.0,
    )
    assert [each.agency for each in found.workers] == [False, True]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<Collection>CSWW<", "<Collection>CSWWW<"),
        ("DateTime", "DataTime"),
        ("<Message>", '<Message xmlns="https://example.org/census">'),
        ("<Message>", "<!-- a comment --><Message><?a program wrote this?>"),
        ("<LEA>852</LEA>", "<LEA>\n  852\n</LEA><NotKnown><Deep>1</Deep></NotKnown>"),
        (HEADER + VACANCIES, VACANCIES + HEADER),
        ("<FTE>1</FTE>", "<FTE><![CDATA[1]]></FTE>"),
        ("<Ethnicity>WBRI</Ethnicity>", "<QualInst>a &amp; b</QualInst><Brandnew/>"),
    ],
)
def test_forms_that_differ_between_years_and_programs_say_the_same(old: str, new: str) -> None:
    text = message()
    assert old in text
    assert read_return(text.replace(old, new).encode()) == read_return(text.encode())


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ('<?xml version="1.0" encoding="UTF-16"?>', "utf-16"),
        ('<?xml version="1.0" encoding="ISO-8859-1"?>', "latin-1"),
        ('<?xml version="1.0" encoding="windows-1252"?>', "cp1252"),
        ('\n <?xml version="1.0"?>', "utf-8"),
    ],
)
def test_every_encoding_in_use_is_read(declared: str, encoding: str) -> None:
    text = message(worker(QualInst="Université"), declared=declared)
    assert len(read_return(text.encode(encoding)).workers) == 1


@pytest.mark.parametrize(
    ("element", "value", "field"),
    [
        ("AgencyWorker", "2", "agency"),
        ("FTE", "37", "fte"),
        ("FTE", "nan", "fte"),
        ("FTE", "-0.5", "fte"),
        ("FTE", "1e0", "fte"),
        ("FTE30", NUMBER, "fte_before"),
        ("OrgRole", "7", "role"),
        ("OrgRole", "0", "role"),
        ("RoleStartDate", "2025-02-30", "started_on"),
        ("RoleEndDate", "30/09/2025", "ended_on"),
        ("Cases30", "12.5", "cases"),
        ("Cases30", "9" * 5000, "cases"),
        ("WorkingDaysLost", "367", "days_lost"),
    ],
)
def test_a_value_that_cannot_be_read_is_a_note_that_does_not_repeat_it(
    element: str, value: str, field: str
) -> None:
    found = read_return(message(worker(), worker(**{element: value})).encode())
    (note,) = found.notes
    assert note.startswith(f"worker 2, {element}: cannot be read; ")
    assert value not in note.partition(": ")[2]
    assert getattr(found.workers[1], field) is None


@pytest.mark.parametrize(
    ("element", "value", "field", "read"),
    [
        ("FTE", "0.333333", "fte", 0.333333),
        ("FTE", " 1.0 ", "fte", 1.0),
        ("FTE", ".5", "fte", 0.5),
        ("Cases30", "60", "cases", 60),
        ("Cases30", "12.0", "cases", 12),
        ("RoleEndDate", "2025-03-31T00:00:00", "ended_on", date(2025, 3, 31)),
        ("OrgRole", "1", "role", Role.SENIOR_MANAGER),
        ("OrgRole", "6", "role", Role.QUALIFIED_WITHOUT_CASES),
        ("CFKSSstatus", "1", "newly_qualified", True),
        ("CFKSSstatus", "2", "newly_qualified", False),
        ("Cases30", "", "cases", None),
    ],
)
def test_a_value_is_read_as_it_is_meant(element: str, value: str, field: str, read: object) -> None:
    assert getattr(only(worker(**{element: value})), field) == read


def test_two_records_with_one_registration_number_are_one_person() -> None:
    found = read_return(
        message(
            worker(SWENo=NUMBER),
            worker(SWENo=NUMBER.lower()),
            worker(SWENo="SW0000000000"),
            worker(SWENo="SW0000000000"),
            worker(SWENo=None),
        ).encode()
    )
    assert [each.person for each in found.workers] == [1, 1, 3, 4, 5]
    assert NUMBER not in repr(found)
    assert BORN not in repr(found)


@pytest.mark.parametrize(
    ("old", "new", "year", "day", "note"),
    [
        (
            "2025-09-30",
            "2026-03-28",
            2025,
            date(2026, 3, 28),
            "ReferenceDate: is 28 March 2026, and a return of 2025 is of 30 September 2025",
        ),
        (
            "<Year>2025</Year>",
            "",
            2025,
            date(2025, 9, 30),
            "Year: cannot be read; taken from ReferenceDate, 2025",
        ),
        (
            "<ReferenceDate>2025-09-30</ReferenceDate>",
            "",
            2025,
            date(2025, 9, 30),
            "ReferenceDate: is missing; taken to be 30 September 2025",
        ),
        (
            "<Collection>CSWW</Collection>",
            "",
            2025,
            date(2025, 9, 30),
            "Collection: is missing; the file is taken for a workforce census return",
        ),
    ],
)
def test_what_the_header_has_otherwise_is_said(
    old: str, new: str, year: int, day: date, note: str
) -> None:
    found = read_return(message().replace(old, new).encode())
    assert (found.year, found.reference_on, found.notes) == (year, day, (note,))


@pytest.mark.parametrize("year", range(2017, 2027))
def test_returns_of_every_year_are_read_and_the_year_inside_decides(year: int) -> None:
    assert read_return(message().replace("2025", str(year)).encode()).year == year


def test_notes_are_counted_when_there_are_too_many() -> None:
    notes = read_return(message(*[worker(FTE="x")] * (MOST_NOTES + 7)).encode()).notes
    assert (len(notes), notes[-1]) == (MOST_NOTES + 1, "and 7 more values")


BOMB = '<!DOCTYPE m [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><Message><LEA>&b;</LEA></Message>'
OUTSIDE = '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><Message><LEA>&x;</LEA></Message>'
PARAMETER = '<!DOCTYPE m [<!ENTITY % p SYSTEM "https://example.org/a.dtd">%p;]><Message/>'
DTD = '<!DOCTYPE Message SYSTEM "https://example.org/census.dtd"><Message/>'


@pytest.mark.parametrize("text", [BOMB, OUTSIDE, PARAMETER, DTD])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_before_anything_of_it_is_read(text: str, encoding: str) -> None:
    assert refusal(text.encode(encoding)).startswith("The file declares a document type")


def cut(text: str) -> bytes:
    return text.encode()[:-40]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: b"", "The file is empty"),
        (lambda: b" \n ", "The file is empty"),
        (lambda: cut(message()), "The file ends in the middle, on line 1;"),
        (lambda: message().encode("utf-16")[:-41], "The file ends in the middle"),
        (lambda: b"not XML", "The file cannot be read as XML from line 1 on"),
        (lambda: message("<FTE>1</FTe>").encode(), "The file cannot be read as XML"),
        (lambda: message("&nbsp;").encode(), "The file cannot be read as XML"),
        (lambda: message(worker(QualInst="é")).encode("latin-1"), "The file cannot be read"),
        (lambda: b'<?xml version="1.0" encoding="x-own"?><Message/>', "The encoding that"),
        (lambda: b'<?xml version="1.0" encoding="utf-7"?><Message/>', "The encoding that"),
        (lambda: b"<rss><item/></rss>", "This is XML, but not a return"),
        (lambda: message("<Child/>").encode(), "This is XML, but not a return"),
        (lambda: message().replace("CSWW<", "CIN<").encode(), "This is a return to the collection"),
        (lambda: message().replace("852", "85").encode(), "The return does not say whose it is"),
        (lambda: message().replace("<LEA>852</LEA>", "").encode(), "The return does not say whose"),
        (lambda: message().replace("2025", "25").encode(), "The return does not say of which year"),
        (lambda: b"<Message>" + b"<a>" * MAX_DEPTH, "Elements stand in one another"),
        (lambda: b"<Message>" + b"<CSWWWorker/>" * (MAX_WORKERS + 1), "The file has more than"),
        (lambda: b" " * (MAX_RETURN + 1), "The file is larger than 32 MB"),
    ],
)
def test_what_cannot_be_read_at_all_is_refused_with_a_sentence(
    make: Callable[[], bytes], said: str
) -> None:
    found = refusal(make())
    assert found.startswith(said)
    assert found.endswith(".")


def test_a_return_of_vacancies_alone_or_of_workers_alone_is_one() -> None:
    assert read_return(message(VACANCIES).encode()).workers == ()
    assert read_return(message(worker()).encode()).vacancies is None
