"""Asking for the register: decisions that hold, that are past their review, and that are over."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from alerts.store import write_event
from bot.blocks.answers import answer_blocks
from bot.practice.block_kit import check_blocks
from bot.questions.answer import Outcome
from bot.questions.as_json import answer_as_json
from models.database import Database
from models.vocabulary import DecisionKind
from tests.bot.questions.conftest import Ask
from tests.build import (
    FRIDAY,
    a_decision,
    a_member,
    a_service,
    a_services_alert,
    a_team,
    a_worker,
    an_alert,
    headed,
    managed,
)
from tests.conftest import NOW

MIA, HANA, SAM = "mia@example.gov.uk", "hana@example.gov.uk", "sam@example.gov.uk"
TOMORROW = NOW.date() + timedelta(days=1)


@pytest.fixture
def people(database: Database) -> None:
    """Mia manages East, Hana heads its service, which also had North; West is another's."""
    with database.transaction() as session:
        court = a_service(session, "Court")
        east, west = a_team(session, "East", court), a_team(session, "West")
        north = a_team(session, "North", court, dropped_on=FRIDAY)
        managed(session, east, a_worker(session, east, "Mia Manager", email=MIA))
        headed(session, court, a_worker(session, west, "Hana Head", email=HANA))
        sam = a_worker(session, east, "Sam Example", email=SAM)
        a_decision(session, an_alert(session, east, a_member(sam)), note="Two cases move to Kit.")
        for team in (west, north):
            a_decision(session, an_alert(session, team, a_member(a_worker(session, team))))


@pytest.mark.parametrize(
    ("decisions", "headline", "lines"),
    [
        ([], "East: no decisions in the last twelve months", ()),
        ([{}], "East: 1 open decision", ()),
        ([{}, {"review_on": FRIDAY}], "East: 2 open decisions, 1 past its review", ()),
        ([{"review_on": FRIDAY}] * 2, "East: 2 open decisions, 2 past their review", ()),
        ([{}, {"ended_at": NOW}], "East: 1 open decision", ("1 more has ended or was replaced",)),
        (
            [{"ended_at": NOW}] * 2,
            "East: no open decisions",
            ("2 more have ended or were replaced",),
        ),
    ],
)
def test_the_headline_says_how_many_decisions_hold_and_want_a_review(
    database: Database,
    asked: Ask,
    decisions: list[dict[str, object]],
    headline: str,
    lines: tuple[str, ...],
) -> None:
    with database.transaction() as session:
        life = an_alert(session, a_team(session, "East"))
        for given in decisions:
            a_decision(session, life, **given)
    answer = asked("register for East")
    assert answer.headline == headline
    assert answer.lines == lines
    assert answer.footer == (
        "Register as at Mon 23 Nov 08:45 · decisions of the last twelve months; the export has all "
        "of them"
    )


@pytest.mark.usefixtures("people")
def test_a_decision_is_shown_with_whom_it_is_about_its_review_and_its_note(asked: Ask) -> None:
    answer = asked("register", MIA)
    assert answer.table is not None
    assert [column.heading for column in answer.table.columns] == [
        *("Alert", "Decision", "Review", "By", "About")
    ]
    (row,) = answer.table.rows
    assert [row[column.key] for column in answer.table.columns] == [
        "1 worker over the limit",
        "No new allocations – Two cases move to Kit.",
        "review Fri 27 Nov",
        "Mia Manager, Fri 20 Nov",
        "Sam Example: 26 cases, limit 18",
    ]
    assert [step.label for step in answer.next] == ["Open alerts", "Caseload"]
    assert answer.can_be_exported
    assert not answer.can_be_shared


def test_what_came_of_a_decision_is_said_and_a_snooze_is_a_row_too(
    database: Database, asked: Ask
) -> None:
    about = {"about": [{"subject": "worker:999", "value": 26, "limit": 18}]}
    with database.transaction() as session:
        life = an_alert(session, a_team(session, "East"))
        said = {"decision": DecisionKind.OTHER, "note": "Two left for court."}
        a_decision(session, life, **said, ended_at=NOW, outcome="Replaced by a later decision.")
        detail = {"until": "2026-11-25", **about}
        write_event(session, life, "snoozed", at=NOW, who=MIA, detail=detail)
    answer = asked("register for East")
    assert answer.headline == "East: no open decisions; 1 alert snoozed"
    assert answer.table is not None
    snooze, decision = answer.table.rows
    assert (snooze["decision_words"], snooze["stands_words"], snooze["decided"]) == (
        "Snoozed until Wed 25 Nov",
        "told again Wed 25 Nov",
        "snoozed",
    )
    assert (decision["decision_words"], decision["stands_words"]) == (
        "Two left for court.",
        "Replaced by a later decision.",
    )


@pytest.mark.usefixtures("people")
def test_as_json_a_decision_has_its_words_and_days(asked: Ask) -> None:
    made = answer_as_json(asked("register", MIA), ZoneInfo("Europe/London"))
    (row,) = made["rows"]
    assert (row["decided"], row["decided_at"]) == (
        DecisionKind.NO_NEW_ALLOCATIONS.value,
        "2026-11-20T18:00:00+00:00",
    )
    assert (row["review_on"], row["state"]) == ("2026-11-27", "open")
    assert row["note"] == "Two cases move to Kit."
    assert made["figures"] == []


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("who", "question", "teams"),
    [
        (MIA, "register", {"East"}),
        (HANA, "register", {"East", "North"}),
        (HANA, "register for team East", {"East"}),
        ("director@example.gov.uk", "register", {"East", "West", "North"}),
    ],
)
def test_everybody_sees_the_decisions_of_what_they_lead(
    asked: Ask, who: str, question: str, teams: set[str]
) -> None:
    answer = asked(question, who)
    assert answer.table is not None
    assert {row["team"] for row in answer.table.rows} == teams


@pytest.mark.usefixtures("people")
def test_a_head_keeps_the_own_decisions_about_a_service_that_is_no_longer_listed(
    database: Database, asked: Ask
) -> None:
    with database.transaction() as session:
        for name, by in (("Care", HANA), ("Early help", MIA)):
            former = a_service(session, name, dropped_on=FRIDAY)
            a_decision(session, a_services_alert(session, former), by=by)
    for question in ("register", "register for service Court"):
        answer = asked(question, HANA)
        assert answer.table is not None
        assert {row["service"] for row in answer.table.rows} == {"Care", None}


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("who", "question", "beginning"),
    [
        (SAM, "register", "The register of decisions is for the team's manager"),
        (MIA, "register for West", "I don't know a team, service or worker called"),
        (MIA, "register for North", "I don't know a team, service or worker called"),
        (MIA, "register for the authority", "The whole authority's figures are for leadership"),
        ("nobody@example.gov.uk", "register", "I don't know you yet."),
    ],
)
def test_what_is_not_theirs_is_answered_as_every_other_question(
    asked: Ask, who: str, question: str, beginning: str
) -> None:
    answer = asked(question, who)
    assert answer.headline.startswith(beginning)
    assert answer.outcome in {Outcome.NOT_FOUND, Outcome.NOT_KNOWN}
    assert answer.table is None
    assert not answer.can_be_exported


def test_what_wants_a_review_comes_first_and_what_is_over_last_the_newest_first(
    database: Database, asked: Ask
) -> None:
    with database.transaction() as session:
        life = an_alert(session, a_team(session, "East"))
        decisions: dict[str, dict[str, object]] = {
            "over long ago": {"ended_at": NOW, "at": NOW - timedelta(days=9)},
            "over": {"ended_at": NOW, "at": NOW - timedelta(days=2)},
            "later": {"review_on": TOMORROW + timedelta(days=1)},
            "tomorrow": {"review_on": TOMORROW},
            "passed": {"review_on": FRIDAY},
            "passed long ago": {"review_on": FRIDAY - timedelta(days=5)},
        }
        for note, given in decisions.items():
            a_decision(session, life, note=note, **given)
    table = asked("register for East").table
    assert table is not None
    assert [row["note"] for row in table.rows] == [
        *("passed long ago", "passed", "tomorrow", "later", "over", "over long ago")
    ]


@pytest.mark.parametrize(
    ("day", "shown"), [(date(2025, 11, 22), True), (date(2025, 11, 21), False)]
)
def test_decisions_of_a_year_are_shown(
    database: Database, asked: Ask, day: date, shown: bool
) -> None:
    with database.transaction() as session:
        at = NOW.replace(year=day.year, month=day.month, day=day.day)
        a_decision(session, an_alert(session, a_team(session, "East")), at=at)
    assert (asked("register for East").table is not None) is shown


def test_a_long_note_is_cut_in_the_table_and_whole_in_the_row(
    database: Database, asked: Ask
) -> None:
    note = "Cases move to Kit " * 25
    with database.transaction() as session:
        a_decision(session, an_alert(session, a_team(session, "East")), note=note)
    table = asked("register for East").table
    assert table is not None
    (row,) = table.rows
    assert row["note"] == note
    assert str(row["decision_words"]).endswith("Kit Cases …")


def test_the_longest_notes_about_many_workers_are_still_one_message(
    database: Database, asked: Ask
) -> None:
    with database.transaction() as session:
        team = a_team(session, "East")
        crowd = [a_member(a_worker(session, team, f"{number} {'W' * 60}")) for number in range(12)]
        life = an_alert(session, team, *crowd)
        for _ in range(40):
            a_decision(session, life, note="Cases <move> & so on " * 23)
    for question in ("register for East", "alerts in East"):
        assert check_blocks(answer_blocks(asked(question)), "message") == []
