"""The workforce: six sheets that refer to each other, and all that is refused in them."""

from datetime import date
from pathlib import Path

import pytest

from models.extracts.records import ReadExtract, WorkforceRecords
from models.vocabulary import (
    AgencyBasis,
    ExtractKind,
    Funding,
    LimitScope,
    Role,
    TeamKind,
)
from tests.models.extracts.workbooks import (
    WORKFORCE,
    only_problem,
    read_sheets,
    spoilt,
    workforce,
)


@pytest.fixture
def read(tmp_path: Path) -> WorkforceRecords:
    return workforce(read_sheets(tmp_path, WORKFORCE))


def test_a_good_workbook_is_a_workforce_without_notes(tmp_path: Path) -> None:
    extract = read_sheets(tmp_path, WORKFORCE)
    assert extract.kind is ExtractKind.WORKFORCE
    assert workforce(extract).notes == ()


def test_teams_and_services_are_read(read: WorkforceRecords) -> None:
    assert [(team.name, team.kind, team.manager) for team in read.teams] == [
        ("Court North", TeamKind.COURT, "W1"),
        ("Court South", TeamKind.COURT, "mia@example.org"),
    ]
    assert read.teams[1].ends_on == date(2027, 3, 31)
    assert [(service.name, service.head) for service in read.services] == [("Court", "Hal Head")]


def test_workers_are_read_with_their_team_as_teams_spells_it(read: WorkforceRecords) -> None:
    mia, sam, hal = read.workers
    assert (mia.role, mia.qualified_on) == (Role.FIRST_LINE_MANAGER, date(1988, 7, 1))
    assert (sam.email, sam.fte, sam.weekly_cost) == ("sam@example.org", 0.6, 1450)
    assert (sam.agency_basis, sam.started_on) == (AgencyBasis.VACANCY, date(2026, 1, 5))
    assert (hal.email, hal.team) == (None, "Court South")


def test_posts_limits_and_targets_are_read(read: WorkforceRecords) -> None:
    assert [(post.funding, post.held_by) for post in read.posts] == [
        (Funding.BASE, ("Sam Example",)),
        (Funding.TIME_LIMITED, ()),
    ]
    assert [(each.scope, each.name, each.limit, each.limit_percent) for each in read.limits] == [
        (LimitScope.AUTHORITY, None, 18, None),
        (LimitScope.NEWLY_QUALIFIED, None, None, 90),
        (LimitScope.KIND, "disabled_children", None, None),
        (LimitScope.TEAM, "Court North", 16, None),
        (LimitScope.STAFF, "W2", 10, None),
    ]
    assert [(step.measure, step.scope, step.value) for step in read.targets] == [
        ("agency_fte", "authority", 14),
        ("agency_fte", "authority", 12),
        ("vacancy_rate", "service:Court", 9.5),
    ]


def test_without_services_they_are_those_of_the_teams(tmp_path: Path) -> None:
    sheets = {name: rows for name, rows in WORKFORCE.items() if name != "Services"}
    read = workforce(read_sheets(tmp_path, sheets))
    assert [(service.name, service.head) for service in read.services] == [("Court", None)]
    assert read.notes == ()


def test_a_service_that_services_leaves_out_is_noted(tmp_path: Path) -> None:
    read = workforce(read_sheets(tmp_path, spoilt("Teams", 3, "service", "Family")))
    assert read.notes == ('The service "Family" is not in Services, so it has no head.',)


@pytest.mark.parametrize("missing", ["Teams", "Staff", "Posts", "Limits", "Targets"])
def test_the_other_five_sheets_may_not_be_missing(tmp_path: Path, missing: str) -> None:
    sheets = {name: rows for name, rows in WORKFORCE.items() if name != missing}
    problem = only_problem(read_sheets(tmp_path, sheets))
    assert problem.place.sheet == missing
    assert problem.message.startswith(f"The sheet {missing} is missing")


OPTIONAL = {"slack_channel", "weekly_cost", "annual_cost", "reason", "qualified_on"}


@pytest.mark.parametrize(
    ("sheet", "column"), [(sheet, column) for sheet in WORKFORCE for column in WORKFORCE[sheet][0]]
)
def test_a_column_may_be_missing_only_if_no_figure_changes(
    tmp_path: Path, sheet: str, column: str
) -> None:
    read = read_sheets(tmp_path, spoilt(sheet, 1, column, "left out"))
    if column in OPTIONAL:
        workforce(read)
    else:
        assert f'The column "{column}" is missing from {sheet}.' in {
            problem.message for problem in read.problems
        }


REFUSED = [
    ("Teams", 2, "kind", "courts", 'Did you mean "court"?'),
    ("Teams", 2, "kind", None, "kind is empty; every row needs one."),
    ("Teams", 2, "kind", " NaN ", 'kind says "NaN", which is read as empty; every row needs one.'),
    ("Teams", 2, "manager", "Mia Manger", 'is not in Staff. Did you mean "mia manager"?'),
    ("Teams", 3, "team", "court north", '"court north" is already in row 2'),
    ("Services", 2, "head", "Nobody Known", "is not in Staff"),
    ("Services", 3, "service", "court", "already in row 2"),
    ("Staff", 3, "team", "Court Nroth", 'There is no team "Court Nroth" in Teams. Did you mean '),
    ("Staff", 3, "fte", 37, "FTE is between 0 and 1"),
    ("Staff", 3, "fte", "60%", "write 60% as 0.6"),
    ("Staff", 3, "fte", None, "fte is empty"),
    ("Staff", 3, "staff_id", "w1", '"w1" is already in row 2'),
    ("Staff", 3, "email", "MIA@example.org", "already in row 2"),
    ("Staff", 3, "email", "sam at example", "is not an email address"),
    ("Staff", 3, "role", "social worker", "Use senior_manager, middle_manager"),
    ("Staff", 2, "agency_basis", "vacancy", "Only agency workers have an agency_basis"),
    ("Staff", 3, "agency_basis", "extra", "Use vacancy, absence or supernumerary."),
    ("Staff", 3, "left_on", "04/01/2026", "before started_on, which is 05/01/2026"),
    ("Staff", 3, "started_on", "31/02/2026", "31/02/2026 is not a date that exists"),
    ("Staff", 3, "weekly_cost", "lots", "is not a number"),
    ("Posts", 3, "post_id", "P1", "already in row 2 with another team, fte, funding"),
    ("Posts", 3, "team", "Court", "There is no team"),
    ("Posts", 3, "held_by", "W9", "is not in Staff"),
    ("Posts", 3, "funding", "grant", "Use base, time_limited or unfunded."),
    ("Posts", 3, "deleted_on", "01/03/2025", "before created_on"),
    ("Limits", 2, "promise_low", 16, "promise_low is 16, above promise_high, which is 15."),
    ("Limits", 2, "limit", "90%", "Only newly_qualified takes a percentage"),
    ("Limits", 2, "limit", 0.9, "is not a number of cases"),
    ("Limits", 3, "limit", None, "neither a promise nor a limit"),
    ("Limits", 3, "limit", "120%", "120% is not a limit"),
    ("Limits", 4, "applies_to", "kind:reviews", "Use assessment, safeguarding"),
    ("Limits", 4, "applies_to", "everyone", "use authority, kind:KIND, team:NAME"),
    ("Limits", 4, "applies_to", "authority", "Row 2 sets a limit for the same at the same time"),
    ("Limits", 5, "applies_to", "team:Court Nrth", 'Did you mean "Court North"?'),
    ("Limits", 5, "until", "2026-03-31", "before from"),
    ("Limits", 6, "applies_to", "staff:W9", 'There is no staff id "W9" in Staff.'),
    ("Targets", 2, "measure", "agency rats", 'Did you mean "agency_rate"?'),
    ("Targets", 2, "measure", "caseload", "Use open_cases"),
    ("Targets", 2, "scope", "England", "use authority, service:NAME or team:NAME"),
    ("Targets", 2, "scope", "team:Court", "There is no team"),
    ("Targets", 2, "from", None, "from is empty"),
    ("Targets", 3, "from", "2026-10-01", "overlaps the one in row 2"),
    ("Targets", 4, "value", 0.095, "written 9, not 9%"),
    ("Targets", 4, "value", -1, "is not a value a target can have"),
    ("Targets", 4, "scope", "service:Curt", 'Did you mean "Court"?'),
]


@pytest.mark.parametrize(("sheet", "row", "column", "cell", "sentence"), REFUSED)
def test_what_cannot_be_is_refused_with_sheet_row_and_column(
    tmp_path: Path, sheet: str, row: int, column: str, cell: object, sentence: str
) -> None:
    read = read_sheets(tmp_path, spoilt(sheet, row, column, cell))
    assert read.records is None
    here = [
        problem
        for problem in read.problems
        if (problem.place.sheet, problem.place.row, problem.place.column) == (sheet, row, column)
    ]
    assert len(here) == 1
    assert sentence in here[0].message


@pytest.mark.parametrize(
    ("sheet", "row", "column", "cell"),
    [
        ("Teams", 2, "manager", "mia manager"),
        ("Teams", 2, "manager", None),
        ("Teams", 2, "kind", "Looked after"),
        ("Staff", 3, "left_on", "05/01/2026"),
        ("Staff", 3, "started_on", "2027-09-01"),
        ("Staff", 3, "fte", 0),
        ("Posts", 2, "held_by", "SAM@example.org"),
        ("Limits", 5, "applies_to", "Team: court north"),
        ("Limits", 3, "applies_to", "Newly qualified"),
        ("Targets", 4, "value", 0),
    ],
)
def test_what_may_be_is_taken(
    tmp_path: Path, sheet: str, row: int, column: str, cell: object
) -> None:
    workforce(read_sheets(tmp_path, spoilt(sheet, row, column, cell)))


def test_ninety_percent_typed_into_a_spreadsheet_is_a_percentage(tmp_path: Path) -> None:
    read = workforce(read_sheets(tmp_path, spoilt("Limits", 3, "limit", 0.9)))
    assert (read.limits[1].limit, read.limits[1].limit_percent) == (None, 90)
    assert read.notes == ("Row 3 of Limits: the limit was read as 90 %.",)


def test_an_agency_worker_without_a_basis_is_taken_and_noted(tmp_path: Path) -> None:
    read = workforce(read_sheets(tmp_path, spoilt("Staff", 3, "agency_basis", None)))
    assert read.workers[1].agency_basis is None
    assert read.notes == (
        "1 agency worker has no agency_basis (row 3 of Staff): counted as agency, for an unknown "
        "reason. Accepted: vacancy, absence, supernumerary.",
    )


def test_agency_rising_along_its_path_is_taken_and_noted(tmp_path: Path) -> None:
    read = workforce(read_sheets(tmp_path, spoilt("Targets", 3, "value", 20)))
    assert read.targets[1].value == 20
    assert read.notes == (
        "Row 3 of Targets: agency_fte goes from 14 (row 2) to 20, although it should be at most "
        "its target. It was taken as written.",
    )


def posts_of(folder: Path, **second: object) -> ReadExtract:
    """Two rows of post P1; the second differs from the first in what is given."""
    header, first, _ = WORKFORCE["Posts"]
    again = [second.get(name, cell) for name, cell in zip(header, first, strict=True)]
    return read_sheets(folder, WORKFORCE | {"Posts": [header, first, again]})


def test_rows_of_one_post_with_other_holders_are_a_job_share(tmp_path: Path) -> None:
    read = workforce(posts_of(tmp_path, held_by="Mia Manager", team="court north"))
    assert [(post.post_id, post.held_by) for post in read.posts] == [
        ("P1", ("Sam Example", "Mia Manager"))
    ]


def test_rows_of_one_post_that_differ_otherwise_are_refused(tmp_path: Path) -> None:
    problem = only_problem(posts_of(tmp_path, held_by="W1", fte=0.5, annual_cost=1))
    assert (problem.place.row, problem.place.column) == (3, "post_id")
    assert "already in row 2 with another fte, annual_cost; the rows of" in problem.message


def test_the_same_post_and_holder_twice_is_refused(tmp_path: Path) -> None:
    problem = only_problem(posts_of(tmp_path, held_by="sam example"))
    assert problem.message == '"P1" is already in row 2; keep one of the rows.'


def test_an_unknown_holder_of_a_job_share_is_refused_in_its_own_row(tmp_path: Path) -> None:
    problem = only_problem(posts_of(tmp_path, held_by="W9"))
    assert (problem.place.row, problem.place.column) == (3, "held_by")


def test_a_name_that_two_workers_have_is_refused_where_it_is_used(tmp_path: Path) -> None:
    read = read_sheets(tmp_path, spoilt("Staff", 4, "name", "sam example"))
    messages = [(each.place.sheet, each.message) for each in read.problems]
    assert (
        "Posts",
        '2 workers are called "Sam Example"; write the staff id or email.',
    ) in messages


def circle(folder: Path, *services: str) -> ReadExtract:
    sheets = {name: rows for name, rows in WORKFORCE.items() if name != "Services"}
    header, north, south = WORKFORCE["Teams"]
    teams = [[north[0], services[0], *north[2:]], [south[0], services[1], *south[2:]]]
    return read_sheets(
        folder, sheets | {"Teams": [header, *teams], "Targets": sheets["Targets"][:3]}
    )


def test_services_that_lead_back_to_their_team_are_refused(tmp_path: Path) -> None:
    read = circle(tmp_path, "Court South", "court north")
    assert [(each.place.row, each.place.column) for each in read.problems] == [
        (2, "service"),
        (3, "service"),
    ]
    assert "Court North → Court South → Court North" in read.problems[0].message


def test_a_team_that_is_its_own_service_is_refused(tmp_path: Path) -> None:
    assert only_problem(circle(tmp_path, "Court North", "Court")).place.row == 2


def test_a_service_with_the_name_of_another_team_is_refused(tmp_path: Path) -> None:
    problem = only_problem(circle(tmp_path, "Court South", "Court"))
    assert problem.message.startswith('"Court South" is also the name of a team.')


@pytest.mark.parametrize(
    ("service", "meant"),
    [
        ("Safegarding", "Safeguarding"),
        ("Safeguadring", "Safeguarding"),
        ("Safeguarding A", None),
        ("Help", None),
    ],
)
def test_a_service_that_is_nearly_one_of_services_is_refused(
    tmp_path: Path, service: str, meant: str | None
) -> None:
    header, north, south = WORKFORCE["Teams"]
    teams = [[north[0], service, *north[2:]], [south[0], "Safeguarding", *south[2:]]]
    services = [["service", "head"], ["Safeguarding", ""], ["Safeguarding B", ""]]
    sheets = WORKFORCE | {"Teams": [header, *teams], "Services": services}
    read = read_sheets(tmp_path, sheets | {"Targets": WORKFORCE["Targets"][:1]})
    asked = [each for each in read.problems if "Did you mean" in each.message]
    assert [f'Did you mean "{meant}"?' in each.message for each in asked] == [True] * bool(meant)


def test_an_end_of_absence_without_its_beginning_is_refused(tmp_path: Path) -> None:
    header, first, *others = WORKFORCE["Staff"]
    row = list(first)
    row[header.index("absent_from")], row[header.index("absent_until")] = "", "2026-12-01"
    problem = only_problem(read_sheets(tmp_path, WORKFORCE | {"Staff": [header, row, *others]}))
    assert problem.place.column == "absent_from"


def test_limits_for_one_scope_may_follow_each_other(tmp_path: Path) -> None:
    header, authority, *others = WORKFORCE["Limits"]
    until, since = list(authority), list(authority)
    until[header.index("until")], since[header.index("from")] = "2026-03-31", "2026-04-01"
    sheets = WORKFORCE | {"Limits": [header, until, since, *others]}
    assert len(workforce(read_sheets(tmp_path, sheets)).limits) == 6


def test_a_step_that_begins_before_the_last_has_ended_is_refused(tmp_path: Path) -> None:
    problem = only_problem(read_sheets(tmp_path, spoilt("Targets", 2, "until", "2027-03-01")))
    assert (problem.place.row, problem.place.column) == (3, "from")
    assert "overlaps the one in row 2" in problem.message


def test_problems_of_every_sheet_are_reported_at_once(tmp_path: Path) -> None:
    sheets = spoilt("Teams", 2, "kind", "?!")
    sheets["Staff"][2][5] = 5
    sheets["Targets"][1][0] = "luck"
    read = read_sheets(tmp_path, sheets)
    assert [each.place.sheet for each in read.problems] == ["Teams", "Staff", "Targets"]
