"""What stands in whose Home: by the roles of this moment, from one look, whatever fails."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TypeGuard

import pytest
from sqlalchemy import text
from sqlmodel import Session

from alerts.calendar import WorkingCalendar
from bot.blocks.home.page import home_view
from bot.home.alerts import open_alerts
from bot.home.loads import loads
from bot.home.opening import Opening
from bot.home.own import change_words, own_caseload, review_words
from bot.home.part import AlertItem, Item, Paragraph, Part, Pressing
from bot.home.parts import PARTS, parts_of
from bot.home.people import rules_and_people
from bot.home.reviews import reviews_due
from bot.home.running import running
from bot.practice.block_kit import check_view
from bot.services import Services
from bot.settings import read_settings
from models.access import find_asker
from models.database import Database
from models.history import WorkerSnapshot
from models.loads import LoadProblem
from models.people import GrantRole
from models.vocabulary import AlertState, ExtractKind, LoadStatus, RuleKind
from tests.build import (
    FRIDAY,
    a_case,
    a_decision,
    a_limit_row,
    a_load,
    a_member,
    a_service,
    a_team,
    a_worker,
    an_alert,
    an_unmatched_worker,
    cases,
    granted,
    headed,
    loaded,
    managed,
)
from tests.conftest import NOW

TODAY = NOW.date()
SAM, MIA = "sam@example.gov.uk", "mia@example.gov.uk"


@pytest.fixture
def services(database: Database) -> Services:
    settings = read_settings(_env_file=None, CASELOAD_AUTHORITY="Northmere")
    return Services(database, settings, lambda: NOW, WorkingCalendar())


def seen_by(services: Services, email: str, *rooms: object) -> list[Part]:
    with services.database.look() as session:
        opening = Opening(session, services, find_asker(session, email, TODAY), NOW)
        return parts_of(opening, rooms or PARTS)  # type: ignore[arg-type]


def small_authority(session: Session) -> None:
    """Court: Mia manages, Sam holds 26 of 18, Kit 5; their alert is open."""
    loaded(session)
    service = a_service(session, "Court")
    team = a_team(session, "Court North", service)
    other = a_team(session, "Court South", service)
    session.add(a_limit_row(cases=18))
    sam = a_worker(session, team, "Sam Example", email=SAM)
    kit = a_worker(session, team, "Kit Dummy", email="kit@example.gov.uk")
    mia = a_worker(session, team, "Mia Manager", email=MIA, role="first_line_manager")
    eva = a_worker(session, other, "Eva Elsewhere")
    managed(session, team, mia)
    cases(session, 26, sam)
    cases(session, 5, kit)
    cases(session, 22, eva)
    a_case(session, team=team, unallocated_since=FRIDAY - timedelta(days=3))
    an_alert(session, team, a_member(sam))
    an_alert(session, other, a_member(eva))


def said(parts: list[Part]) -> str:
    return str(parts)


def test_a_worker_sees_their_own_caseload_and_no_colleague(services: Services) -> None:
    with services.database.transaction() as session:
        small_authority(session)
    parts = seen_by(services, SAM)
    assert [part.title for part in parts] == ["Your caseload"]
    assert parts[0].said[0] == "You hold 26 cases, limit 18: over by 8"
    for colleague in ("Kit Dummy", "Eva Elsewhere", "Mia Manager"):
        assert colleague not in said(parts)


def test_a_manager_sees_the_team_its_alerts_and_who_has_room(services: Services) -> None:
    with services.database.transaction() as session:
        small_authority(session)
    alerts, team = seen_by(services, MIA)
    assert alerts.pressing is Pressing.NOW
    assert [item.first for item in alerts.items if isinstance(item, AlertItem)] == [
        "Court North: worker over limit"
    ]
    assert team.title == "Court North"
    assert "Unallocated: 1 child in need; for 3 working days" in team.said
    assert "Room for 13 cases: Kit Dummy 13" in team.said
    assert team.table is not None
    assert [row["worker"] for row in team.table.rows] == ["Sam Example", "Kit Dummy"]
    assert "Eva Elsewhere" not in said([alerts, team])


def test_leadership_sees_services_and_no_workers_name(services: Services) -> None:
    director = "ruth@example.gov.uk"
    with services.database.transaction() as session:
        small_authority(session)
        granted(session, director, GrantRole.LEADERSHIP)
    parts = seen_by(services, director)
    assert [part.title for part in parts] == [
        "Open alerts",
        "Services",
        "Staffing against target",
        "Weekly digest",
    ]
    for name in ("Sam Example", "Kit Dummy", "Eva Elsewhere"):
        assert name not in said(parts)


def test_a_part_that_fails_says_so_and_the_others_stand(
    services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(opening: Opening) -> Iterator[Part]:
        opening.session.execute(text("SELECT nothing FROM nowhere"))
        yield Part(title="never")

    with services.database.transaction() as session:
        small_authority(session)
    first, second, third = seen_by(services, MIA, open_alerts, broken, counts_teams)
    assert first.title == "Open alerts"
    assert "could not be drawn" in second.said[0]
    assert third.title == "after"
    assert "request failed" in caplog.text


def counts_teams(opening: Opening) -> Iterator[Part]:
    yield Part(title="after", said=[str(len(opening.listed.teams))])


def test_before_the_first_load_one_sentence_says_so(services: Services) -> None:
    with services.database.transaction() as session:
        team = a_team(session, "Court North")
        mia = a_worker(session, team, "Mia Manager", email=MIA)
        managed(session, team, mia)
    (part,) = seen_by(services, MIA)
    assert "no allocations and workforce extract has been loaded" in part.said[0]


def test_a_decision_is_told_to_the_worker_by_its_review_alone(services: Services) -> None:
    with services.database.transaction() as session:
        small_authority(session)
        team = a_team(session, "Court West")
        ana = a_worker(session, team, "Ana Specimen", email="ana@example.gov.uk")
        life = an_alert(
            session,
            team,
            a_member(ana),
            state=AlertState.ACKNOWLEDGED,
            review_on=FRIDAY + timedelta(days=7),
        )
        a_decision(session, life, note="two cases go to Kit")
        for weeks, held in ((2, 24), (1, 25), (0, 26)):
            snapshot = WorkerSnapshot(
                day=FRIDAY - timedelta(weeks=weeks),
                worker_id=ana.id,
                team_id=team.id,
                caseload=held,
                fte=1.0,
                limit_cases=18.0,
                at_work=True,
                in_average=True,
            )
            session.add(snapshot)
    (part,) = seen_by(services, "ana@example.gov.uk", own_caseload)
    assert "Next review of a decision about your caseload: Fri 27 Nov." in part.said
    assert "2 more than 2 weeks ago" in part.said
    assert "Kit" not in said([part])


def test_reviews_due_this_week_and_overdue_come_without_names(services: Services) -> None:
    with services.database.transaction() as session:
        loaded(session)
        team = a_team(session, "Court North")
        mia = a_worker(session, team, "Mia Manager", email=MIA)
        sam = a_worker(session, team, "Sam Example")
        managed(session, team, mia)
        for days in (-1, 0, 4, 6, 7):
            life = an_alert(session, team, a_member(sam), **{"kind": KINDS[days]})
            a_decision(session, life, review_on=TODAY + timedelta(days=days))
    (part,) = seen_by(services, MIA, reviews_due)
    assert part.said == ("1 review overdue, 3 reviews due this week.",)
    assert part.pressing is Pressing.NOW
    assert [str(item.lines[0]).split(" · ")[0] for item in part.items if is_words(item)] == [
        "Review Sun 22 Nov has passed",
        "Review Mon 23 Nov",
        "Review Fri 27 Nov",
        "Review Sun 29 Nov",
    ]
    assert "Sam Example" not in said([part])


KINDS = dict(
    zip(
        (-1, 0, 4, 6, 7),
        (
            RuleKind.WORKER_OVER,
            RuleKind.NEWLY_QUALIFIED_OVER,
            RuleKind.ABSENT_HOLDING,
            RuleKind.LEAVER_HOLDING,
            RuleKind.NOT_SEEN,
        ),
        strict=True,
    )
)
"""One alert of a kind is open in a team at a time."""


def is_words(item: Item) -> TypeGuard[Paragraph]:
    return isinstance(item, Paragraph)


def test_administrators_read_what_came_in_what_was_refused_and_who_is_unmatched(
    services: Services,
) -> None:
    admin = "priya@example.gov.uk"
    with services.database.transaction() as session:
        loaded(session)
        team = a_team(session, "Court North")
        an_unmatched_worker(session, "Toby Lenham", team)
        a_worker(session, team, "Sam Example", email=SAM)
        a_worker(session, team, "No Email")
        granted(session, admin, GrantRole.ADMINISTRATOR)
        refused = a_load(
            session, ExtractKind.ALLOCATIONS, FRIDAY, status=LoadStatus.REFUSED, file="cases.csv"
        )
        for row in (212, 213):
            session.add(
                LoadProblem(
                    load_id=refused.id,
                    file="cases.csv",
                    sheet="List_6",
                    row=row,
                    message="31/02/2026 is no date",
                )
            )
    data, people = seen_by(services, admin, loads, rules_and_people)
    assert data.pressing is Pressing.NOW
    assert "Refused Fri 20 Nov 18:00: cases.csv" in said([data])
    assert "Sheet List_6, row 212: 31/02/2026 is no date" in said([data])
    assert "1 open case is held by 1 person not in the workforce list" in said([data])
    assert people.said[0] == (
        "People: 1 of 2 workers can be known by their email; 1 has no email, and "
        "cannot be known in Slack · 0 seen in Slack so far"
    )
    assert people.said[2] == "Roles given: 1 administrator"
    assert seen_by(services, SAM, loads, rules_and_people, running) == []


@pytest.mark.parametrize(
    ("cases_held", "words"),
    [
        ([], None),
        ([5], None),
        ([5, 6], "1 more than a week ago"),
        ([6, 5, 5], "1 fewer than 2 weeks ago"),
        ([5, 7, 5], "As many as 2 weeks ago"),
    ],
)
def test_the_weeks_are_compared_with_the_first_of_them(
    cases_held: list[int], words: str | None
) -> None:
    assert change_words(cases_held) == words


def test_a_review_that_has_passed_is_said_to_have_been_due() -> None:
    assert review_words(None, TODAY) is None
    assert (
        review_words(TODAY - timedelta(days=3), TODAY)
        == "The review of a decision about your caseload was due on Fri 20 Nov."
    )


def test_sixty_teams_and_every_role_at_once_fit_one_page(sqlite_database: Database) -> None:
    everything = "all@example.gov.uk"
    settings = read_settings(_env_file=None, CASELOAD_AUTHORITY="Northmere")
    services = Services(sqlite_database, settings, lambda: NOW, WorkingCalendar())
    with sqlite_database.transaction() as session:
        loaded(session)
        all_services = [a_service(session, f"Service {n}") for n in range(6)]
        person = a_worker(session, a_team(session, "Team X", all_services[0]), email=everything)
        cases(session, 2, person)
        for number in range(60):
            team = a_team(session, f"Team {number:02}", all_services[number % 6])
            worker = a_worker(session, team, f"Somebody {number} {'with a long name ' * 4}")
            managed(session, team, person)
            cases(session, 1, worker)
            life = an_alert(session, team, a_member(worker))
            a_decision(session, life, review_on=FRIDAY)
        for service in all_services:
            headed(session, service, person)
        for role in (GrantRole.LEADERSHIP, GrantRole.ADMINISTRATOR):
            granted(session, everything, role)
    parts = seen_by(services, everything)
    assert [part.pressing for part in parts] == sorted(part.pressing for part in parts)
    titles = [part.title for part in parts]
    for title in ("Open alerts", "Reviews due", "Your caseload", "Your 60 teams", "Services"):
        assert title in titles
    view = home_view(parts, now=NOW, zone=services.settings.zone)
    assert check_view(view) == []
    assert "How the service runs" in str(view)
