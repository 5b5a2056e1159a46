"""What becomes of teams, workers, posts and limits from load to load."""

from datetime import date
from typing import Any

import pytest

from models.extracts.report import ImportReport
from models.limits import Limit, Target
from models.loads import UnmatchedWorker
from models.organisation import Service, Team
from models.vocabulary import LimitScope, LoadStatus, TeamKind
from models.workforce import Head, Manager, Post, PostHolder, Worker
from tests.models.extracts.authority import (
    FRIDAY,
    STAFF,
    TEAMS,
    THURSDAY,
    WEDNESDAY,
    Authority,
    case,
    cases_of,
    figures,
    post,
    team,
    worker,
)

NONE = {"added": 0, "changed": 0, "removed": 0}


def team_named(authority: Authority, name: str) -> Team:
    (found,) = [row for row in authority.rows(Team) if row.name == name]
    assert isinstance(found, Team)
    return found


def manager_of(authority: Authority, name: str) -> str | None:
    """The staff id of a team's manager."""
    teams = {row.team_id: row.worker_id for row in authority.rows(Manager)}
    workers = {row.id: row.staff_id for row in authority.rows(Worker)}
    return workers.get(teams.get(team_named(authority, name).id))


# Workers.


def test_a_worker_is_stored_as_the_extract_says(authority: Authority) -> None:
    authority.workforce(
        worker(
            "W1",
            "Sam Example",
            email="Sam@Example.ORG",
            fte="0.6",
            employment="agency",
            agency_basis="vacancy",
            started_on="05/01/2026",
            left_on="2027-03-31",
            weekly_cost="1450",
        )
    )
    stored = authority.worker("W1")
    assert (stored.name, stored.email, stored.fte) == ("Sam Example", "sam@example.org", 0.6)
    assert (stored.employment, stored.agency_basis) == ("agency", "vacancy")
    assert (stored.started_on, stored.left_on) == (date(2026, 1, 5), date(2027, 3, 31))
    assert (stored.weekly_cost, stored.dropped_on) == (1450, None)


def test_changes_are_counted_by_table(staffed: Authority) -> None:
    load = staffed.workforce(*STAFF[1:3], worker("W4", fte="0.5"), worker("W5"))
    assert load.changes == {
        "services": NONE,
        "teams": NONE,
        "workers": {"added": 1, "changed": 1, "removed": 1},
        "posts": NONE,
        "post_holders": {"added": 0, "removed": 0},
        "managers": {"added": 0, "removed": 0},
        "heads": {"added": 0, "removed": 0},
        "limits": {"added": 0, "removed": 0},
        "targets": {"added": 0, "removed": 0},
    }


def test_a_stranger_is_matched_when_the_workforce_gains_them(staffed: Authority) -> None:
    staffed.cases(case("C1", "Name of W5"), case("C2", "W5"), case("C3"))
    assert len(staffed.rows(UnmatchedWorker)) == 2
    staffed.workforce(*STAFF, worker("W5"))
    assert (staffed.holder("C1"), staffed.holder("C2")) == ("W5", "W5")
    assert staffed.rows(UnmatchedWorker) == []


def test_a_dropped_worker_keeps_the_row_and_their_cases_become_unmatched(
    staffed: Authority,
) -> None:
    staffed.cases(*cases_of("W1", 3), day=THURSDAY)
    report = staffed.load(staffed.staff_files(*STAFF[1:]))
    stored = staffed.worker("W1")
    assert (stored.dropped_on, stored.email) == (FRIDAY, None)
    assert [(gap.worker_ref, gap.cases) for gap in report.unmatched] == [("W1", 3)]


def test_a_worker_who_comes_back_is_the_same_with_their_cases(staffed: Authority) -> None:
    staffed.cases(*cases_of("W1", 3), day=WEDNESDAY)
    before = staffed.worker("W1").id
    staffed.workforce(*STAFF[1:], day=FRIDAY)
    back = staffed.workforce(*STAFF, accept=True)
    assert back.changes["workers"] == {"added": 0, "changed": 1, "removed": 0}
    stored = staffed.worker("W1")
    assert (stored.id, stored.dropped_on, stored.email) == (before, None, "w1@example.org")
    assert staffed.holder("W1/0") == "W1"


def test_a_worker_stays_dropped_since_the_first_day(staffed: Authority) -> None:
    staffed.workforce(*STAFF[1:])
    staffed.workforce(*STAFF[1:], worker("W5"))
    assert staffed.worker("W1").dropped_on == FRIDAY


def test_an_email_may_pass_to_another_worker_in_one_load(staffed: Authority) -> None:
    staffed.workforce(
        worker("W1", email=""), worker("W2", email="w1@example.org"), worker("W3"), worker("W4")
    )
    assert staffed.worker("W1").email is None
    assert staffed.worker("W2").email == "w1@example.org"


def test_two_workers_may_swap_their_emails(staffed: Authority) -> None:
    staffed.workforce(
        worker("W1", email="w2@example.org"),
        worker("W2", email="w1@example.org"),
        *STAFF[2:],
    )
    emails = {row.staff_id: row.email for row in staffed.rows(Worker)}
    assert (emails["W1"], emails["W2"]) == ("w2@example.org", "w1@example.org")


def test_a_new_worker_may_take_the_email_of_one_who_is_dropped(staffed: Authority) -> None:
    staffed.workforce(*STAFF[1:], worker("W9", email="w1@example.org"))
    assert staffed.worker("W9").email == "w1@example.org"
    assert staffed.worker("W1").email is None


def test_a_held_workforce_leaves_every_email_where_it_was(staffed: Authority) -> None:
    before = figures(staffed.database)
    assert staffed.workforce(worker("W1", email="w2@example.org")).status is LoadStatus.HELD
    assert figures(staffed.database) == before


def test_a_staff_id_in_other_letters_is_the_same_worker(staffed: Authority) -> None:
    staffed.cases(case("C1"))
    before = staffed.worker("W1").id
    load = staffed.workforce(worker("w1"), *STAFF[1:])
    assert load.changes["workers"] == {"added": 0, "changed": 1, "removed": 0}
    assert staffed.worker("w1").id == before
    assert staffed.holder("C1") == "w1"


# Teams, services and who leads them.


def test_a_team_that_is_listed_no_more_keeps_its_row(staffed: Authority) -> None:
    staffed.cases(case("C1", team="Court South"), day=THURSDAY)
    load = staffed.workforce(teams=TEAMS[:1])
    assert load.changes["teams"] == {"added": 0, "changed": 0, "removed": 1}
    assert team_named(staffed, "Court South").dropped_on == FRIDAY
    refused = staffed.load(staffed.cases_file(case("C1", "W2", team="Court South")))
    assert refused.status is LoadStatus.REFUSED


def test_a_team_that_is_listed_again_is_the_same_team(staffed: Authority) -> None:
    before = team_named(staffed, "Court South").id
    staffed.workforce(teams=TEAMS[:1])
    staffed.workforce(teams=TEAMS)
    found = team_named(staffed, "Court South")
    assert (found.id, found.dropped_on) == (before, None)


def test_a_team_spelt_in_other_letters_is_the_same_team(staffed: Authority) -> None:
    staffed.cases(case("C1", team="Court South"), day=THURSDAY)
    before = team_named(staffed, "Court South").id
    staffed.workforce(teams=[team("Court North"), team("COURT  South")])
    assert team_named(staffed, "COURT South").id == before
    assert staffed.case("C1").team_id == before


def test_a_team_may_change_its_service(staffed: Authority) -> None:
    staffed.workforce(teams=[team("Court North"), team("Court South", service="Family Help")])
    services = {row.id: row for row in staffed.rows(Service)}
    assert services[team_named(staffed, "Court South").service_id].name == "Family Help"


def test_a_service_without_teams_is_dropped(staffed: Authority) -> None:
    teams = [team("Court North", service="Law"), team("Court South", service="Family Help")]
    staffed.workforce(teams=teams)
    assert {row.name: row.dropped_on for row in staffed.rows(Service)} == {
        "Court": FRIDAY,
        "Law": None,
        "Family Help": None,
    }


def test_the_channels_of_teams_and_services_are_stored(authority: Authority) -> None:
    authority.workforce(
        teams=[team("Court North", slack_channel="#north")],
        services=[{"service": "Court", "slack_channel": "#court"}],
    )
    assert authority.rows(Team)[0].slack_channel == "#north"
    assert authority.rows(Service)[0].slack_channel == "#court"


def test_managers_and_heads_change_with_the_workforce(authority: Authority) -> None:
    def load(manager: str, head: str) -> None:
        authority.workforce(
            teams=[team("Court North", manager=manager)],
            services=[{"service": "Court", "head": head}],
        )

    load("W1", "w2@example.org")
    assert manager_of(authority, "Court North") == "W1"
    load("Name of W3", "W2")
    assert manager_of(authority, "Court North") == "W3"
    assert [row.worker_id for row in authority.rows(Head)] == [authority.worker("W2").id]
    load("", "")
    assert authority.rows(Manager) == authority.rows(Head) == []


def test_a_new_manager_is_counted(staffed: Authority) -> None:
    load = staffed.workforce(teams=[team("Court North", manager="W1"), TEAMS[1]])
    assert load.changes["managers"] == {"added": 1, "removed": 0}


# Posts, limits and targets.


def test_a_post_is_held_by_a_worker_however_named_or_vacant(authority: Authority) -> None:
    posts = [
        post("P1", held_by="W1"),
        post("P2", held_by="w2@example.org"),
        post("P3", held_by="Name of W3"),
        post("P4"),
        post("P5", held_by="W1; w2@example.org"),
    ]
    authority.workforce(posts=posts)
    workers = {row.id: row.staff_id for row in authority.rows(Worker)}
    names = {row.id: row.post_id for row in authority.rows(Post)}
    held = {(names[row.post_id], workers[row.worker_id]) for row in authority.rows(PostHolder)}
    assert held == {("P1", "W1"), ("P2", "W2"), ("P3", "W3"), ("P5", "W1"), ("P5", "W2")}


def test_a_post_held_by_an_unknown_is_refused(staffed: Authority) -> None:
    before = figures(staffed.database)
    report = staffed.load(staffed.staff_files(posts=[post("P1", held_by="Nobody")]))
    assert report.problems[0].place.column == "held_by"
    assert figures(staffed.database) == before


def test_a_post_that_is_listed_no_more_keeps_its_row(authority: Authority) -> None:
    authority.workforce(posts=[post("P1"), post("P2")])
    authority.workforce(posts=[post("P2")])
    dropped = {row.post_id: row.dropped_on for row in authority.rows(Post)}
    assert dropped == {"P1": FRIDAY, "P2": None}


def test_limits_and_targets_are_those_of_the_newest_workforce(authority: Authority) -> None:
    authority.workforce(
        limits=[{"applies_to": "authority", "limit": 18}, {"applies_to": "staff:w1", "limit": 9}],
        targets=[
            {"measure": "agency_fte", "scope": "authority", "value": 14, "from": "2026-10-01"},
            {
                "measure": "agency_fte",
                "scope": "team:court north",
                "value": 2,
                "from": "2026-10-01",
            },
        ],
    )
    load = authority.workforce(
        limits=[
            {"applies_to": "authority", "limit": 18},
            {"applies_to": "team:Court North", "limit": 16},
            {"applies_to": "kind:court", "promise_high": 15},
            {"applies_to": "newly_qualified", "limit": "90%"},
        ],
        targets=[
            {"measure": "agency_fte", "scope": "service:court", "value": 9, "from": "2026-10-01"}
        ],
    )
    assert load.changes["limits"] == {"added": 3, "removed": 1}
    assert load.changes["targets"] == {"added": 1, "removed": 2}
    limits = {row.scope: row for row in authority.rows(Limit)}
    assert limits[LimitScope.TEAM].team_id == team_named(authority, "Court North").id
    assert limits[LimitScope.KIND].kind is TeamKind.COURT
    assert (limits[LimitScope.NEWLY_QUALIFIED].percent, len(limits)) == (90, 4)
    (target,) = authority.rows(Target)
    assert (target.value, target.service_id) == (9, authority.rows(Service)[0].id)


# What the tables could not tell apart, or would not find.


def refused(report: ImportReport) -> list[tuple[str | None, str]]:
    assert report.status is LoadStatus.REFUSED
    return [(problem.place.column, problem.message) for problem in report.problems]


@pytest.mark.parametrize(
    ("sheets", "column"),
    [
        ({"teams": [team("Court 2"), team("Court ②"), *TEAMS]}, "team"),
        ({"teams": [team("A", service="Law"), team("B", service="Ｌaw"), *TEAMS]}, "service"),
        ({"posts": [post("P1"), post("P１")]}, "post_id"),
    ],
)
def test_names_that_differ_only_in_their_letters_are_refused(
    staffed: Authority, sheets: dict[str, Any], column: str
) -> None:
    before = figures(staffed.database)
    ((found, message),) = refused(staffed.load(staffed.staff_files(**sheets)))
    assert (found, "reads the same as the") == (column, message[message.index("reads") :][:21])
    assert figures(staffed.database) == before


def test_staff_ids_that_differ_only_in_their_letters_are_refused(staffed: Authority) -> None:
    files = staffed.staff_files(*STAFF, worker("W１", email=""))
    assert refused(staffed.load(files)) == [
        (
            "staff_id",
            '"W１" reads the same as the staff_id of row 2; give one of them another, or keep '
            "one of the rows.",
        )
    ]


@pytest.mark.parametrize(
    "sheets",
    [
        {"teams": [team("Court North", manager="Lee O'Twin"), TEAMS[1]]},
        {"services": [{"service": "Court", "head": "Lee O'Twin"}]},
        {"posts": [post("P1", held_by="Lee O'Twin")]},
    ],
)
def test_a_name_that_two_workers_share_but_for_the_apostrophe_is_refused(
    staffed: Authority, sheets: dict[str, Any]
) -> None:
    twins = worker("T1", "Lee O'Twin"), worker("T2", "Lee O’Twin")
    ((_, message),) = refused(staffed.load(staffed.staff_files(*STAFF, *twins, **sheets)))
    assert message == (
        'It cannot be told who "Lee O\'Twin" is: 2 workers in the workforce list have this name. '
        "Write the staff id or email."
    )


def test_a_limit_for_an_email_is_refused_because_limits_take_staff_ids(
    staffed: Authority,
) -> None:
    limits = [{"applies_to": "staff:w1@example.org", "limit": 9}]
    ((column, message),) = refused(staffed.load(staffed.staff_files(limits=limits)))
    assert (column, message[:34]) == ("applies_to", 'There is no staff id "w1@example.o')


def test_limits_and_targets_of_an_empty_workforce_are_refused(authority: Authority) -> None:
    folder = authority.staff_files(
        teams=(),
        limits=[
            {"applies_to": "team:Court North", "limit": 9},
            {"applies_to": "staff:W1", "limit": 9},
        ],
        targets=[
            {"measure": "agency_fte", "scope": "service:Law", "value": 9, "from": "2026-10-01"}
        ],
    )
    (folder / "Staff.csv").write_text((folder / "Staff.csv").read_text().splitlines()[0] + "\n")
    assert {column for column, _ in refused(authority.load(folder))} == {"applies_to", "scope"}


def test_an_empty_workforce_is_loaded_once_and_held_after_a_full_one(
    authority: Authority,
) -> None:
    def empty() -> ImportReport:
        folder = authority.staff_files(teams=(), limits=())
        header = (folder / "Staff.csv").read_text().splitlines()[0]
        (folder / "Staff.csv").write_text(header + "\n")
        return authority.load(folder)

    assert empty().status is LoadStatus.LOADED
    assert authority.workforce(accept=True).status is LoadStatus.LOADED
    assert empty().status is LoadStatus.HELD
    assert len(authority.rows(Worker)) == 4
