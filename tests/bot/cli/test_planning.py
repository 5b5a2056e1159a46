"""`caseload plan`: projected, kept by name, listed, and laid beside what happened."""

import shlex
from datetime import timedelta

import pytest

from alerts.plans.plan import EXAMPLE
from models.database import Database
from models.figures.queries import gather_book
from models.figures.snapshots import write_snapshots
from tests.bot.cli.command_line import CommandLine
from tests.build import FRIDAY, a_limit_row, a_team, a_worker, cases, loaded, saved


@pytest.fixture
def court(caseload: CommandLine) -> CommandLine:
    """Court North with 40 cases of two workers, and Court South with 10 of one."""
    database = Database(f"sqlite:///{caseload.database}")
    with database.transaction() as session:
        loaded(session)
        saved(session, a_limit_row(promise_low=12, promise_high=15))
        north, south = a_team(session, "Court North"), a_team(session, "Court South")
        for _ in range(2):
            cases(session, 20, a_worker(session, north))
        cases(session, 10, a_worker(session, south))
        write_snapshots(session, gather_book(session, team_ids=None, not_seen_days=28))
    database.close()
    return caseload


def test_a_plan_says_what_it_comes_to_and_from_what(court: CommandLine) -> None:
    ran = court("plan", "1", "post", "cases", "-4", "a", "year", "--for", "court north")
    assert ran.status == 0
    first, *_ = ran.out.splitlines()
    assert first == (
        "Court North: 20 cases per full-time worker now, 8 in year 4; "
        "within the promise of 12–15 in year 1 of 4; below it from year 2"
    )
    assert "Assumed: 12 weeks to recruit" in ran.out
    assert "│ cases -4 a year" in ran.out
    assert "Data as at Fri 20 Nov" in ran.out


def test_the_example_of_the_help_can_be_asked(court: CommandLine) -> None:
    words = court("plan", "--help").out.partition("Example: caseload ")[2].splitlines()[0]
    assert court(*shlex.split(words.strip(" │"))).status == 0


def test_the_form_for_programs_has_every_input_and_year(court: CommandLine) -> None:
    found = court("plan", "team Court North to 15 over 2 years", "--json").json
    assert list(found) == [
        *("scope", "as_at", "inputs", "now", "years", "after", "warnings", "saved", "text")
    ]
    assert found["scope"] == {"kind": "team", "name": "Court North"}
    inputs = {each["name"]: each for each in found["inputs"]}
    assert (inputs["posts"]["value"], inputs["posts"]["given"]) == (1, False)
    assert inputs["cases"] == {
        "name": "cases",
        "unit": "cases",
        "value": 40.0,
        "given": False,
        "source": "cases in the DfE average, data as at Fri 20 Nov 18:00",
        "live": True,
    }
    assert [(row["year"], row["cases"]) for row in found["years"]] == [(1, 40), (2, 40)]


def test_a_plan_is_kept_listed_and_laid_beside_what_happened(court: CommandLine) -> None:
    kept = court("plan", "1 post cases -4 a year", "--for", "Court North", "--save", "Budget 2027")
    assert "Saved. `caseload plan --compare` lays it beside what happens." in kept.out
    (listed,) = court("plan", "--list", "--json").json["rows"]
    assert (listed["name"], listed["scope"]["name"]) == ("Budget 2027", "Court North")
    assert "Budget 2027 │ Court North │" in court("plan", "--list").out
    assert court("plan", "--compare", "budget 2027").out.startswith(
        "Budget 2027: there is no later day to lay beside the plan yet\nCourt North: 20"
    )
    _half_a_year_later(court)
    found = court("plan", "--compare", "Budget 2027", "--json").json
    assert [row["cases"] for row in found["rows"]] == [40, 34]
    assert found["text"] == "Budget 2027: 17 cases per full-time worker, 4.3 above the plan's 12.7"
    assert "12.7" in court("plan", "--compare", "Budget 2027").out


def _half_a_year_later(court: CommandLine) -> None:
    """26 weeks on, Court North has six cases fewer."""
    database = Database(f"sqlite:///{court.database}")
    with database.transaction() as session:
        session.connection().exec_driver_sql(
            "UPDATE cases SET closed_on = '2027-01-01' WHERE id IN (SELECT id FROM cases WHERE "
            "team_id = (SELECT id FROM teams WHERE name = 'Court North') LIMIT 6)"
        )
        loaded(session, FRIDAY + timedelta(weeks=26))
        write_snapshots(session, gather_book(session, team_ids=None, not_seen_days=28))
    database.close()


def test_every_plan_is_in_the_audit(court: CommandLine) -> None:
    court("plan", "1 post", "--save", "Small")
    database = Database(f"sqlite:///{court.database}")
    with database.look() as session:
        (row,) = session.connection().exec_driver_sql("SELECT deed, detail FROM audit").all()
    database.close()
    assert row[0] == "asked"
    assert '"saved": "Small"' in row[1]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "Say what is planned, for example `caseload plan 20 posts"),
        (("5 bananas",), f'I did not understand "5 bananas". Say for example {EXAMPLE}.'),
        (("-20", "posts"), "Extra posts that hold cases cannot be -20."),
        (("team court nth to 15",), "Did you mean: Court North, Court South?"),
        (("20 posts", "--for", "Harbour"), 'I don\'t know a team or service called "Harbour".'),
        (("Court North to 15", "--for", "Court South"), "Name one."),
        (("20 posts", "--list"), "are three things"),
        (("--list", "--compare", "x"), "are three things"),
        (("--compare", "Nothing"), 'There is no plan "Nothing". Saved plans are: none yet.'),
    ],
)
def test_what_cannot_be_planned_is_one_sentence(
    court: CommandLine, arguments: tuple[str, ...], sentence: str
) -> None:
    ran = court("plan", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert sentence in ran.error


def test_without_plans_the_list_says_how_to_keep_one(caseload: CommandLine) -> None:
    said = caseload("plan", "--list").out
    assert said == "No plan is saved yet. `caseload plan … --save NAME` keeps one.\n"
