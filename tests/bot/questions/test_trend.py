"""How a figure went, as it is asked and answered: of whom, beside what, and for whose eyes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session

from bot.questions.answer import Answer, Outcome
from bot.questions.asking import Via
from models.access import Detail
from models.database import Database
from models.figures.queries import gather_book
from models.figures.snapshots import write_snapshots
from models.figures.trends import KEPT
from models.limits import Target
from models.organisation import Team
from models.staffing.queries import gather_staffing
from models.staffing.snapshots import write_staffing
from models.vocabulary import AgencyBasis, Employment, Measure, Role, words
from models.workforce import Worker
from tests.bot.questions.conftest import Ask
from tests.build import (
    FRIDAY,
    a_case,
    a_limit_row,
    a_team,
    a_worker,
    cases,
    managed,
    saved,
)

WEEK = timedelta(weeks=1)
SAM, JO, MIA = "sam@example.gov.uk", "jo@example.gov.uk", "mia@example.gov.uk"
IN_A_CHANNEL = Via("share", most=Detail.TOTALS)


def keep(session: Session, day: date = FRIDAY) -> None:
    """Write the figures as they are now as those of a day."""
    session.flush()
    book = gather_book(session, team_ids=None, not_seen_days=28)
    write_snapshots(session, replace(book, day=day))
    write_staffing(session, replace(gather_staffing(session), day=day))


@pytest.fixture
def court(database: Database) -> Team:
    """Mia's team: Sam, Jo and Kit, whose cases grew in two weeks from 15 each."""
    with database.transaction() as session:
        team = a_team(session, "Court North")
        saved(session, a_limit_row(cases=18, promise_low=12, promise_high=15))
        sam = a_worker(session, team, "Sam", email=SAM)
        others = [a_worker(session, team, "Jo", email=JO), a_worker(session, team, "Kit", fte=0.5)]
        mia = a_worker(session, team, "Mia", email=MIA, role=Role.FIRST_LINE_MANAGER)
        managed(session, team, mia)
        for worker in (sam, *others):
            cases(session, 12, worker)
        for weeks, more in ((3, 0), (1, 3), (0, 4)):
            cases(session, more, sam)
            keep(session, FRIDAY - weeks * WEEK)
    return team


def rows(answer: Answer) -> list[tuple[object, object, object]]:
    assert answer.table is not None
    return [(row["day"], row["value"], row["mark_words"]) for row in answer.table.rows]


def days(*ago: int) -> list[str]:
    return [(FRIDAY - n * WEEK).isoformat() for n in ago]


@pytest.mark.usefixtures("court")
def test_a_teams_average_is_laid_beside_its_promise(asked: Ask) -> None:
    answer = asked("trend for Court North", MIA)
    assert answer.headline == (
        "Court North: average caseload 17.2, up from 14.4 in 3 weeks; "
        "above the promise of 12–15 since Fri 13 Nov"
    )
    assert rows(answer) == [
        (day, value, "12–15") for day, value in zip(days(0, 1, 3), (17.2, 15.6, 14.4), strict=True)
    ]
    assert answer.lines == (
        "Kept since Fri 30 Oct.",
        "No load in 1 week of these, so they are left out.",
    )
    assert answer.chart is not None
    assert [(s.name, s.values[-1]) for s in answer.chart.series] == [
        ("Average caseload", 17.2),
        ("Lower promise", 12),
        ("Upper promise", 15),
    ]
    assert [figure.measure for figure in answer.figures] == [Measure.AVERAGE_CASELOAD]
    assert "Data as at Fri 20 Nov 18:00 · DfE method" in str(answer.footer)
    assert asked(answer.next[1].question, MIA).headline == answer.headline


FOUND = [
    ("trend", SAM, "Your caseload: 19 cases, up from 12 in 3 weeks; over the limit of 18"),
    ("trend for Sam", MIA, "Sam: 19 cases, up from 12 in 3 weeks; over the limit of 18"),
    ("trend for Kit", MIA, "Kit: 12 cases, the same as 3 weeks ago; over the limit of 9"),
    ("trend of cases per fte for Kit", MIA, "Kit: 24 cases per FTE, the same as 3 weeks ago"),
    ("trend of over limit", MIA, "Court North: 2 over their limit, up from 1 in 3 weeks; some"),
    ("trend of over limit", SAM, "Court North: 2 over their limit, up from 1 in 3 weeks; some"),
    ("trend of open cases", MIA, "Court North: 43 open cases, up from 36 in 3 weeks"),
    ("how has the median changed", MIA, "Court North: median caseload 12, the same as 3 weeks"),
]


@pytest.mark.usefixtures("court")
def test_the_first_line_says_what_was_found(asked: Ask) -> None:
    for text, by, headline in FOUND:
        answer = asked(text, by)
        assert answer.headline.startswith(headline)
        assert answer.chart is not None


NOT_SHOWN = [
    ("trend for Sam", JO, 'I don\'t know a team, service or worker called "Sam".'),
    ("trend of agency", SAM, "The trend of a staffing figure is for the team's manager"),
    ("trend of highest", SAM, "Court North: highest caseload may be one colleague's"),
    ("trend of nobody at work", SAM, "Court North: held by nobody at work may be one coll"),
    ("trend of agency for Sam", MIA, "Staffing is counted for a team, a service or the auth"),
    ("trend of happiness for Court North", MIA, 'I can\'t show a trend of "happiness". Ask'),
    ("trend of starters", MIA, 'I can\'t show a trend of "starters". Ask'),
    ("trend for the whole authority", MIA, "The whole authority's figures are for leadership"),
]


@pytest.mark.usefixtures("court")
def test_what_may_not_be_seen_or_is_not_kept_is_said(asked: Ask) -> None:
    for text, by, headline in NOT_SHOWN:
        answer = asked(text, by)
        assert answer.headline.startswith(headline)
        assert not answer.figures
        assert answer.table is None
        assert answer.chart is None


def small_team(database: Database) -> None:
    """Two hold cases, three held some a week ago."""
    with database.transaction() as session:
        team = a_team(session, "East")
        holders = [a_worker(session, team, f"Worker {n}") for n in range(3)]
        managed(session, team, a_worker(session, team, "Mia", email=MIA))
        held = [a_case(session, worker) for worker in holders]
        keep(session, FRIDAY - WEEK)
        held[0].closed_on = FRIDAY
        keep(session)


def test_a_channel_reads_no_average_of_two_people(database: Database, asked: Ask) -> None:
    small_team(database)
    plain, shared = asked("trend", MIA), asked("trend", MIA, IN_A_CHANNEL)
    assert plain.headline.startswith("East: average caseload 1,")
    assert shared.headline.startswith("East: fewer than three people hold cases")
    assert shared.table is None
    for measure in ("open cases", "unallocated"):  # with one holder these are somebody's, too
        assert asked(f"trend of {measure}", MIA, IN_A_CHANNEL).table is None
        assert asked(f"trend of {measure}", MIA).table is not None
    with database.transaction() as session:
        third = session.get(Worker, 1)
        assert third is not None
        cases(session, 1, third)
        keep(session)
    shared = asked("trend", MIA, IN_A_CHANNEL)
    assert [value for _, value, _ in rows(shared)] == [1, 1]


def test_days_on_which_too_few_worked_are_left_out_for_a_channel(
    database: Database, asked: Ask
) -> None:
    with database.transaction() as session:
        team = a_team(session, "East")
        workers = [a_worker(session, team) for _ in range(3)]
        managed(session, team, a_worker(session, team, "Mia", email=MIA))
        for worker, weeks in zip(workers, (2, 1, 0), strict=True):
            a_case(session, worker)
            keep(session, FRIDAY - weeks * WEEK)
    shared = asked("trend", MIA, IN_A_CHANNEL)
    assert [value for _, value, _ in rows(shared)] == [1, None, None]
    assert "No value on 2 days: nobody to divide by, or too few people." in shared.lines
    assert [value for _, value, _ in rows(asked("trend", MIA))] == [1, 1, 1]


def test_agency_is_laid_beside_the_path_of_its_target(database: Database, asked: Ask) -> None:
    agency = {"employment": Employment.AGENCY, "agency_basis": AgencyBasis.VACANCY}
    with database.transaction() as session:
        team = a_team(session, "East")
        managed(session, team, a_worker(session, team, email=MIA))
        for value, from_on in ((5, FRIDAY - 9 * WEEK), (2, FRIDAY)):
            step = Target(measure="agency_fte", value=value, from_on=from_on, team_id=team.id)
            saved(session, step)
        for weeks, more in ((2, 1), (1, 2), (0, 1)):
            for _ in range(more):
                a_worker(session, team, **agency)
            keep(session, FRIDAY - weeks * WEEK)
    answer = asked("agency trend", MIA)
    assert answer.headline == (
        "East: agency social workers 4.0 FTE, up from 1.0 in 2 weeks; "
        "off the target of 2 since Fri 20 Nov"
    )
    assert rows(answer) == [*zip(days(0, 1, 2), (4, 3, 1), ("2", "5", "5"), strict=True)]
    shared = asked("agency trend", MIA, IN_A_CHANNEL)
    assert [value for _, value, _ in rows(shared)] == [4, 3, None]
    assert "not shown in a channel" in asked("trend of agency cost", MIA, IN_A_CHANNEL).headline


def test_without_a_past_there_is_no_chart_and_the_reader_is_told(
    database: Database, asked: Ask
) -> None:
    with database.transaction() as session:
        team = a_team(session, "East")
        a_case(session, a_worker(session, team))
    assert asked("trend for East").headline == "East: nothing is kept yet of days before now"
    with database.transaction() as session:
        keep(session)
    answer = asked("trend for East")
    assert answer.headline == "East: average caseload 1"
    assert answer.lines == (
        "Nothing is kept yet of the weeks before; the trend grows with each load.",
    )


def test_of_a_team_without_social_workers_the_working_average_is_shown(
    database: Database, asked: Ask
) -> None:
    with database.transaction() as session:
        team = a_team(session, "Leaving Care")
        cases(session, 4, a_worker(session, team, role=Role.PERSONAL_ADVISER))
        keep(session)
    assert asked("trend for Leaving Care").headline == "Leaving Care: working average 4"


@pytest.mark.usefixtures("court")
def test_every_measure_has_a_trend_that_ends_in_its_figure(asked: Ask) -> None:
    for measure in sorted(KEPT):
        answer = asked(f"trend of {words(measure)}")
        assert answer.outcome is Outcome.ANSWERED
        (figure,) = answer.figures
        assert (figure.measure, rows_of_value(answer)[0]) == (measure, figure.value)
        assert len(rows_of_value(answer)) == 3


def rows_of_value(answer: Answer) -> list[object]:
    assert answer.table is not None
    return [row["value"] for row in answer.table.rows]
