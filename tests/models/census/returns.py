"""Small census returns, written as the XML that an authority sends."""

from models.census.records import CensusWorker

HEADER = (
    "<Header><CollectionDetails><Collection>CSWW</Collection><Year>2025</Year>"
    "<ReferenceDate>2025-09-30</ReferenceDate></CollectionDetails>"
    "<Source><SourceLevel>L</SourceLevel><LEA>852</LEA><DateTime>2025-10-20T09:00:00Z</DateTime>"
    "</Source></Header>"
)
VACANCIES = (
    "<LALevelVacancies><NumberOfVacancies>2.50</NumberOfVacancies><NoAgencyFTE>1.00</NoAgencyFTE>"
    "<NoAgencyHeadcount>1</NoAgencyHeadcount></LALevelVacancies>"
)
NUMBER, BORN = "SW1002003004", "1987-06-05"
"""A registration number and a birth date, which must be found nowhere."""


def worker(**elements: object) -> str:
    """A full-time case holder of the authority with 12 cases; an element of None is left out."""
    usual: dict[str, object] = {
        "AgencyWorker": 0,
        "FTE": 1,
        "PersonBirthDate": BORN,
        "GenderCurrent": 2,
        "Ethnicity": "WBRI",
        "OrgRole": 5,
        "RoleStartDate": "2020-01-06",
        "FTE30": 1,
        "Cases30": 12,
        "WorkingDaysLost": "5.00",
    }
    said = "".join(
        f"<{name}>{value}</{name}>"
        for name, value in (usual | elements).items()
        if value is not None
    )
    return f"<CSWWWorker>{said}</CSWWWorker>"


def message(*parts: str, header: str = HEADER, declared: str = "") -> str:
    """A whole return; with nothing given, two workers and the vacancies."""
    said = parts or (VACANCIES, worker(SWENo=NUMBER), worker(AgencyWorker=1, SWENo="SW1002003005"))
    return f"{declared}<Message>{header}{''.join(said)}</Message>"


def a_record(**given: object) -> CensusWorker:
    """The same worker as a record."""
    usual: dict[str, object] = {"number": 1, "person": 1, "agency": False, "fte": 1.0}
    return CensusWorker(**usual | given)  # type: ignore[arg-type]
