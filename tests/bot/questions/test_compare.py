"""Comparisons: own figures of today beside what the Department has published of everybody."""

from collections.abc import Callable
from datetime import date

import pytest

from alerts.calendar import WorkingCalendar
from bot.blocks.answers import answer_blocks
from bot.practice.block_kit.check import check_blocks
from bot.questions.answer import Answer, Outcome
from bot.questions.asking import ask
from bot.services import Services
from bot.settings import read_settings
from models.database import Database
from models.vocabulary import Employment
from tests.bot.questions.conftest import TYPED
from tests.build import a_team, a_worker, cases
from tests.conftest import NOW

WORKER = "sam@example.gov.uk"

Compared = Callable[..., Answer]


@pytest.fixture
def compared(database: Database) -> Compared:
    """Asks as a social worker of an authority with 3 employed, 1 agency worker and 30 cases."""
    with database.transaction() as session:
        team = a_team(session, "Court North")
        for number in range(4):
            worker = a_worker(
                session,
                team,
                email=WORKER if number == 0 else None,
                employment=Employment.AGENCY if number == 3 else Employment.PERMANENT,
                started_on=date(2020, 1, 1),
            )
            if number in {1, 2}:
                cases(session, 15, worker)

    def asking(text: str, code: str | None = "852", authority: str = "Southampton") -> Answer:
        given = {"CASELOAD_AUTHORITY_CODE": code} if code else {}
        settings = read_settings(_env_file=None, CASELOAD_AUTHORITY=authority, **given)
        return ask(
            Services(database, settings, lambda: NOW, WorkingCalendar()), text, WORKER, TYPED
        )

    return asking


def test_a_social_worker_sees_the_authority_beside_england_and_its_neighbours(
    compared: Compared,
) -> None:
    answer = compared("compare caseload")
    assert answer.headline == (
        "Southampton: 15.0 cases per full-time worker; England 15.2, statistical neighbours 15.5"
    )
    assert answer.lines[0] == "Own last published figure: 14.3, on 30 September 2025"
    assert answer.lines[1] == "South East 15.6 · median of 10 statistical neighbours 15.5"
    assert "Own working average: 15.0" in answer.lines[2]
    assert answer.footer is not None
    assert "Department for Education" in answer.footer
    assert "Open Government Licence v3.0" in answer.footer
    assert "Own figures as at Fri 20 Nov" in answer.footer


def test_the_table_has_all_ten_neighbours_and_every_year(compared: Compared) -> None:
    table = compared("compare agency").table
    assert table is not None
    names = [row["name"] for row in table.rows]
    assert names[:4] == ["Southampton", "England", "South East", "Median of neighbours"]
    assert names[4:7] == ["Coventry", "Derby", "Portsmouth"]
    assert len(names) == 14
    assert [column.key for column in table.columns][1:4] == ["now", "2025", "2024"]
    own = table.rows[0]
    assert (own["now"], own["2025"], own["2017"]) == (25.0, 8.0, 12.2)


@pytest.mark.parametrize(
    ("words", "headline"),
    [
        ("compare vacancies", "vacancy rate 0.0 %; England 14.2 %"),
        ("how do we compare on turnover?", "turnover rate 0.0 %; England 11.8 %"),
        ("compare sickness", "Southampton: absence rate 2.3 % on 30 September 2025; England 3.5 %"),
    ],
)
def test_each_measure_goes_by_the_words_people_use(
    compared: Compared, words: str, headline: str
) -> None:
    assert headline in compared(words).headline


def test_without_a_measure_the_five_stand_side_by_side(compared: Compared) -> None:
    answer = compared("compare")
    assert answer.table is not None
    assert [row["measure"] for row in answer.table.rows] == [
        *("Average caseload", "Agency rate", "Vacancy rate", "Turnover rate", "Absence rate"),
    ]
    assert answer.table.rows[1]["now_words"] == "25.0 %"
    assert [step.question for step in answer.next][:2] == ["compare caseload", "compare agency"]


def test_figures_published_under_another_name_are_never_called_ones_own(
    compared: Compared,
) -> None:
    answer = compared("compare absence", authority="Northmere Council")
    assert answer.headline.startswith("Southampton: absence rate 2.3 %")
    assert answer.lines[0].startswith("Southampton's last published figure")
    set_to = (
        "Northmere Council is set to the published figures of Southampton: the statistical "
        "neighbours are those of Southampton."
    )
    assert answer.lines[1] == set_to
    overview = compared("compare", authority="Northmere Council")
    assert overview.lines == (
        set_to,
        "Southampton's last published: caseload 14.3, agency 8.0 %, vacancies 3.8 %, "
        "turnover 7.4 %, absence 2.3 %, on 30 September 2025",
        "Not known of today: absence rate",
    )
    assert "absence" not in overview.headline


def test_an_authority_of_a_joint_return_is_found(compared: Compared) -> None:
    assert compared("compare caseload", code="314/318").outcome is Outcome.ANSWERED


def test_without_the_authoritys_code_the_next_step_is_said(compared: Compared) -> None:
    answer = compared("compare", code=None)
    assert answer.outcome is Outcome.NOT_UNDERSTOOD
    assert "sets CASELOAD_AUTHORITY_CODE" in answer.headline


def test_a_measure_that_is_not_published_is_answered_with_those_that_are(
    compared: Compared,
) -> None:
    answer = compared("compare biscuits")
    assert answer.headline.startswith('I can\'t compare "biscuits".')
    assert len(answer.next) == 5


@pytest.mark.parametrize("words", ["compare", "compare caseload", "compare absence"])
def test_slack_takes_every_comparison(compared: Compared, words: str) -> None:
    assert check_blocks(answer_blocks(compared(words)), "message") == []
