"""Setting up inside Slack: an administrator walks through it, and it holds at once."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from alerts.choices import choose
from alerts.routes import gather_routes
from bot import ids
from bot.demo.running import Running
from bot.practice.administration import Administration
from bot.practice.faults import Fault
from bot.setup.steps import StepName
from models.choices import Choice
from models.organisation import Service, Team
from models.people import AuditEntry
from models.vocabulary import ToldTo
from tests.bot.slack.acting import COURT, COURT_SOUTH, Who
from tests.bot.slack.alerting import Alerting
from tests.bot.slack.forging import a_press, an_event, deliver, shared_in
from tests.bot.slack.persona import MONDAY, Member, channel_id
from tests.build import a_team
from tests.waiting import until

JSON = dict[str, Any]
ANALYST = "priya.raman@northmere.example"
ONLY = "only an administrator of Caseload sets Caseload up"


@pytest.fixture(scope="module")
def alerting(running: Running) -> Alerting:
    return Alerting(running)


def home_of(person: Member) -> JSON:
    """The Home as it is when it is opened."""
    person.do("home_opened")
    return person.wait_for(person.home)


def pressed(running: Running, person: Member, step: StepName) -> JSON:
    """The dialog that a step's button opens, once it is filled."""
    running.server.workspace.views.clear(person.user_id)
    press(running, person, ids.set_up_id(step), step.value)
    return person.wait_for(lambda: _filled(person))


def press(running: Running, person: Member, deed: str, value: str, **more: Any) -> None:
    payload = a_press(running, person, person.direct, deed=deed, value=value, **more)
    del payload["channel"]
    assert deliver(running, payload).status == 200


def _filled(person: Member) -> JSON:
    view = person.modal()
    return {} if "One moment." in str(view) else view


def submit(person: Member, view: JSON, values: JSON) -> JSON:
    state = {"values": {name: {name: value} for name, value in values.items()}}
    done: JSON = person.do("view_submit", view_id=view["id"], state=state)
    assert done["ok"], done
    return done


def submission(running: Running, person: Member, view: JSON, state: JSON) -> JSON:
    """A dialog that is saved by somebody, whether or not they have it open."""
    workspace_id = running.server.workspace.plan.team_id
    return {
        "type": "view_submission",
        "user": {"id": person.user_id, "team_id": workspace_id},
        "team": {"id": workspace_id},
        "view": {**view, "state": state},
    }


def text_of(view: JSON) -> str:
    return str(view["blocks"])


def chosen(running: Running) -> dict[str, str]:
    with running.caseload.office.services.database.look() as session:
        return {row.name: row.value for row in session.scalars(select(Choice))}


def team_id(running: Running, name: str) -> int:
    with running.caseload.office.services.database.look() as session:
        return session.scalars(select(col(Team.id)).where(col(Team.name) == name)).one()


def route(running: Running, name: str) -> Sequence[str]:
    services = running.caseload.office.services
    with services.database.look() as session:
        routes = gather_routes(session, services.authority, MONDAY.date())
    return routes.targets(ToldTo.TEAM, team_id(running, name))


def test_the_home_of_an_administrator_begins_with_what_there_is_to_set_up(member: Who) -> None:
    told = text_of(home_of(member("analyst")))
    assert "Set up Caseload" in told
    assert "Leadership: #leadership. Administrators: #performance" not in told
    assert "Leadership: #leadership." in told
    assert "12 of 12 teams have a channel." in told
    assert "Finish set-up" in told
    assert "Set up Caseload" not in text_of(home_of(member("director")))


def test_a_channel_is_chosen_for_a_team_and_alerts_go_there_at_once(
    running: Running, member: Who, alerting: Alerting
) -> None:
    analyst, name = member("analyst"), f"channel:team:{team_id(running, 'Court North')}"
    assert route(running, "Court North") == ["channel:#court-north"]
    view = pressed(running, analyst, StepName.CHANNELS)
    element = next(b["element"] for b in view["blocks"] if b.get("block_id") == name)
    assert element["initial_conversation"] == COURT
    assert "Now: #court-north." in text_of(view)
    submit(analyst, view, {name: {"selected_conversation": COURT_SOUTH}})
    assert analyst.wait_for(lambda: "Court North: #court-south." in text_of(analyst.modal()))
    assert chosen(running)[name] == f"{COURT_SOUTH} court-south"
    assert route(running, "Court North") == [f"channel:{COURT_SOUTH}"]
    alerting.deliver()
    assert "alerts about Court North, Court South here" in shared_in(running, COURT_SOUTH)[-1]
    said = len(shared_in(running, COURT_SOUTH))
    submit(analyst, view, {name: {"selected_conversation": COURT_SOUTH}})
    assert len(shared_in(running, COURT_SOUTH)) == said


def test_what_the_workforce_says_holds_again_when_it_is_chosen_again(
    running: Running, member: Who
) -> None:
    analyst, name = member("analyst"), f"channel:team:{team_id(running, 'Court North')}"
    view = pressed(running, analyst, StepName.CHANNELS)
    submit(analyst, view, {name: {"selected_conversation": COURT}})
    assert name not in chosen(running)
    assert route(running, "Court North") == ["channel:#court-north"]


CUT_SHORT = [
    ("conversations.info", "Slack did not answer in time.", False),
    ("conversations.members", "Nothing could be said in #court-south about it just now.", True),
]


@pytest.mark.parametrize(("method", "told", "is_saved"), CUT_SHORT)
def test_whatever_slack_breaks_off_the_dialog_says_whether_it_is_saved(
    running: Running, member: Who, method: str, told: str, is_saved: bool
) -> None:
    analyst, name = member("analyst"), f"channel:team:{team_id(running, 'Court North')}"
    view = pressed(running, analyst, StepName.CHANNELS)
    values = {"values": {name: {name: {"selected_conversation": COURT_SOUTH}}}}
    running.server.faults.add(Fault("reset", method=method))
    answer = deliver(running, submission(running, analyst, view, values))
    running.server.faults.clear()
    assert answer.status == 200
    assert f'"response_action": "{"update" if is_saved else "errors"}"' in str(answer.body)
    assert told in str(answer.body)
    assert (name in chosen(running)) is is_saved
    with running.caseload.office.services.database.transaction() as session:
        choose(session, name, None, by=ANALYST, now=MONDAY)


@pytest.mark.parametrize(
    ("change", "warned"),
    [
        ("remove_app", "Caseload is not in it. Please write /invite @Caseload there."),
        ("share", "It is shared with another organisation, so no workers' names"),
    ],
)
def test_a_channel_in_which_something_is_amiss_is_chosen_with_a_warning(
    running: Running, member: Who, change: str, warned: str
) -> None:
    analyst, channel = member("analyst"), channel_id("court-listing")
    administration = Administration(running.server.workspace)
    if change == "remove_app":
        administration.remove_app(channel)
    view = pressed(running, analyst, StepName.LEADERSHIP)
    submit(analyst, view, {"administrators_channel": {"selected_conversation": channel}})
    assert analyst.wait_for(lambda: warned in text_of(analyst.modal()))
    if change == "remove_app":
        administration.add_app(channel)
    view = pressed(running, analyst, StepName.LEADERSHIP)
    performance = channel_id("performance")
    submit(analyst, view, {"administrators_channel": {"selected_conversation": performance}})
    assert "administrators_channel" not in chosen(running)


def test_working_hours_are_chosen_and_hold_for_what_is_delivered(
    running: Running, member: Who
) -> None:
    analyst, services = member("analyst"), running.caseload.office.services
    view = pressed(running, analyst, StepName.HOURS)
    wrong = submit(analyst, view, _hours("18:00", "07:30"))
    assert wrong["errors"] == {"closes": "Choose a time after 18:00."}
    submit(analyst, view, _hours("09:30", "16:00"))
    assert analyst.wait_for(lambda: "between 09:30 and 16:00" in text_of(analyst.modal()))
    hours = services.authority.hours
    assert hours.next_moment(MONDAY) == MONDAY.replace(hour=9, minute=30)
    submit(analyst, pressed(running, analyst, StepName.HOURS), _hours("08:00", "18:00"))
    assert "working_hours" not in chosen(running)
    assert services.authority.hours.next_moment(MONDAY) == MONDAY


def _hours(opens: str, closes: str) -> JSON:
    return {"opens": {"selected_time": opens}, "closes": {"selected_time": closes}}


def test_a_test_message_goes_through_the_outbox_once_and_what_came_of_it_is_told(
    running: Running, member: Who, alerting: Alerting
) -> None:
    analyst = member("analyst")
    administration = Administration(running.server.workspace)
    administration.remove_app(COURT_SOUTH)
    view = pressed(running, analyst, StepName.TEST)
    field = next(block for block in view["blocks"] if block.get("block_id") == "places")
    assert {"channel:#leadership", "channel:#performance"} == {
        option["value"] for option in field["element"]["initial_options"]
    }
    assert submit(analyst, view, {"places": {"selected_options": []}})["errors"]
    forged = [{"value": "channel:#all-staff"}]
    assert submit(analyst, view, {"places": {"selected_options": forged}})["errors"]
    options = [{"value": "channel:#performance"}, {"value": "channel:#court-south"}]
    submit(analyst, view, {"places": {"selected_options": options}})
    again = {"values": {"places": {"places": {"selected_options": options}}}}
    deliver(running, submission(running, analyst, view, again))
    alerting.deliver()
    administration.add_app(COURT_SOUTH)
    told = analyst.wait_for(lambda: _told(analyst, "arrived"))
    assert "#court-south: not sent.* There is no such channel, or it is private without" in told
    said = shared_in(running, channel_id("performance"))
    assert sum(f"This is a test of Caseload, sent by {ANALYST}." in text for text in said) == 1


def _told(person: Member, text: str) -> str:
    told = text_of(person.modal()) if person.modal() else ""
    return told if text in told else ""


def test_the_first_digest_is_sent_to_whoever_sets_up_and_nobody_else(
    running: Running, member: Who
) -> None:
    analyst = member("analyst")
    view = pressed(running, analyst, StepName.DIGEST)
    assert "Your digest is on its way to your direct messages." in text_of(view)
    assert until(lambda: chosen(running).get("set_up:digest") == "yes")


def test_people_are_looked_up_and_the_first_of_them_at_once(running: Running, member: Who) -> None:
    told = text_of(pressed(running, member("analyst"), StepName.PEOPLE))
    assert "have an email in the Staff sheet" in told
    assert "Looking up who leads or administers" in told


def test_set_up_is_finished_and_settings_stay(running: Running, member: Who) -> None:
    analyst = member("analyst")
    press(running, analyst, ids.FINISH_SET_UP, "-")
    assert analyst.wait_for(lambda: "Set-up is finished." in text_of(analyst.home() or NOTHING))
    told = text_of(home_of(analyst))
    assert "Set up Caseload" not in told
    running.server.workspace.views.clear(analyst.user_id)
    press(running, analyst, ids.SETTINGS, "-")
    assert analyst.wait_for(lambda: "5. Test message" in str(analyst.modal()))


NOTHING: JSON = {"blocks": []}

DEEDS = [
    *((ids.set_up_id(step), step.value) for step in StepName),
    (ids.SETTINGS, "-"),
    (ids.FINISH_SET_UP, "-"),
    (ids.SET_UP_CAME, "-"),
    (ids.set_up_page_id(1), "1"),
]


@pytest.mark.parametrize(("deed", "value"), DEEDS)
def test_whoever_is_no_administrator_any_more_is_refused(
    running: Running, member: Who, deed: str, value: str
) -> None:
    before, manager = chosen(running), member("manager")
    running.server.workspace.views.clear(manager.user_id)
    press(running, manager, deed, value)
    assert manager.wait_for(lambda: ONLY in str(manager.modal()))
    assert chosen(running) == before


def test_a_forged_dialog_changes_nothing_for_others(running: Running, member: Who) -> None:
    analyst, manager, before = member("analyst"), member("manager"), chosen(running)
    view = pressed(running, analyst, StepName.HOURS)
    state = {"values": {"opens": {"opens": {"selected_time": "01:00"}}}}
    assert ONLY in str(deliver(running, submission(running, manager, view, state)).body)
    assert chosen(running) == before


def test_every_choice_is_in_the_audit_with_who_made_it(running: Running, member: Who) -> None:
    analyst = member("analyst")
    for opens, closes in (("09:15", "16:00"), ("08:00", "18:00")):
        submit(analyst, pressed(running, analyst, StepName.HOURS), _hours(opens, closes))
    with running.caseload.office.services.database.look() as session:
        found = session.scalars(select(AuditEntry).where(col(AuditEntry.deed) == "chose")).all()
    assert {entry.who for entry in found} == {ANALYST}
    assert {"name": "working_hours", "before": None, "after": "09:15-16:00"} in [
        entry.detail for entry in found
    ]


def joins(running: Running, channel: str, event_id: str) -> None:
    event = {"type": "member_joined_channel", "channel": channel}
    bot = running.server.workspace.plan.bot_user_id
    deliver(running, an_event(running, event_id, **event, user=bot))


@pytest.mark.parametrize(
    ("channel", "said"),
    [
        ("court-south", "Caseload posts alerts about Court South here, with workers' names: 2"),
        ("court-north", "as counts without workers' names, because 9 people in the channel may"),
        ("leadership", "leadership's alerts and the weekly digest of Northmere Council here"),
        ("all-staff", "Caseload posts nothing here yet"),
    ],
)
def test_joining_a_channel_the_app_says_what_it_will_post_and_for_whom(
    running: Running, alerting: Alerting, channel: str, said: str
) -> None:
    where = channel_id(channel)
    before = len(shared_in(running, where))

    def new() -> list[str]:
        alerting.deliver()
        return shared_in(running, where)[before:]

    joins(running, where, f"Ev{channel}")
    assert until(new)
    joins(running, where, f"Ev{channel}")
    joins(running, where, f"Ev{channel}2")
    assert until(lambda: len(new()) == 2)
    assert all(said in text for text in new())


def test_what_another_chose_meanwhile_stays_as_they_chose_it(
    running: Running, member: Who, alerting: Alerting
) -> None:
    analyst = member("analyst")
    view = pressed(running, analyst, StepName.LEADERSHIP)
    services = running.caseload.office.services
    with services.database.transaction() as session:
        choose(session, "leadership_channel", COURT, by="tom@northmere.example", now=MONDAY)
    performance = channel_id("leadership")
    submit(analyst, view, {"administrators_channel": {"selected_conversation": performance}})
    assert chosen(running)["leadership_channel"] == COURT
    assert chosen(running)["administrators_channel"] == f"{performance} leadership"
    alerting.deliver()
    with services.database.transaction() as session:
        for name in ("leadership_channel", "administrators_channel"):
            choose(session, name, None, by="tom@northmere.example", now=MONDAY)


def test_the_teams_of_a_large_authority_are_gone_through_page_by_page(
    running: Running, member: Who
) -> None:
    analyst, services = member("analyst"), running.caseload.office.services
    with services.database.transaction() as session:
        service_id = session.scalars(select(col(Service.id)).limit(1)).one()
        for number in range(10):
            a_team(session, f"Zeta {number}", session.get(Service, service_id))
    view = pressed(running, analyst, StepName.CHANNELS)
    assert view["submit"]["text"] == "Save and next"
    name = f"channel:team:{team_id(running, 'Court South')}"
    submit(analyst, view, {name: {"selected_conversation": channel_id("all-staff")}})
    view = analyst.wait_for(lambda: _with(analyst, "Zeta 9"))
    assert "Court South: #all-staff." in text_of(view)
    assert view["submit"]["text"] == "Save"
    payload = {"view": {**view, "type": "modal"}, "container": {"type": "view"}}
    press(running, analyst, ids.set_up_page_id(0), "0", **payload)
    view = analyst.wait_for(lambda: _with(analyst, "Court South"))
    assert f"Now: #all-staff, chosen by {ANALYST}" in text_of(view)
    running.server.faults.add(Fault("reset", method="conversations.list"))
    answer = deliver(running, submission(running, analyst, view, {"values": {}}))
    running.server.faults.clear()
    assert "Page 2 could not be opened. Open the step again to go on." in str(answer.body)


def _with(person: Member, text: str) -> JSON:
    view = person.modal()
    return view if f"'{text}'" in str(view) else {}
