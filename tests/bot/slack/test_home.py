"""The Home of each person: what can be done in it is done once, by whoever may, and drawn anew."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, select
from sqlmodel import col

from bot import ids
from bot.demo.running import Running
from bot.listeners.home_at_night import empty_homes
from models.digests import DigestSchedule
from models.people import AuditEntry, Grant
from models.vocabulary import AlertState
from models.workforce import Worker
from tests.bot.slack.acting import COURT, Who
from tests.bot.slack.alerting import Alerting, a_button, a_snooze, state
from tests.bot.slack.forging import JSON, a_press, an_event, deliver
from tests.bot.slack.holding import first_text, home_after, open_home, press
from tests.bot.slack.persona import Member

DIRECTOR = "ruth.adeyemi@northmere.example"
ONLY_ADMINISTRATORS = "Nothing was changed: only an administrator of Caseload looks at this."
NOT_YOURS = "There is no such digest"


@pytest.fixture(scope="module")
def alerting(running: Running) -> Alerting:
    return Alerting(running)


def in_home(running: Running, person: Member, action: JSON) -> JSON:
    """A press in the Home, whether or not it was offered there."""
    payload = a_press(running, person, COURT, deed="", value=None)
    del payload["channel"], payload["response_url"]
    payload["actions"] = [{"block_id": "b", **action}]
    return payload | {"container": {"type": "view", "view_id": "V1"}}


def dialog(running: Running, person: Member, act: Callable[[], object], words: str) -> JSON:
    """The dialog that an act opens, as soon as it says this."""
    running.server.workspace.views.clear(person.user_id)
    act()
    return person.wait_for(lambda: view if words in str(view := person.modal()) else {})


def a_list(name: str, value: str | None = None) -> JSON:
    return a_button(ids.home_list_id(name), name if value is None else value)


@pytest.mark.parametrize(
    ("key", "there", "absent"),
    [
        ("director", ["Services", "Staffing against target", "Weekly digest"], ["Samir Whitlock"]),
        ("head", ["Court and Looked After", "Weekly digest"], ["Help and Protection"]),
        ("manager", ["Court North", "Samir Whitlock", "Not seen"], ["Weekly digest", "Services"]),
        ("worker", ["You hold 26 cases"], ["Josie Kendrick", "Open alerts", "Weekly digest"]),
        ("analyst", ["Data", "Rules and people", "How the service runs"], ["Samir Whitlock"]),
        ("stranger", ["I don't know you yet", "Welcome to Caseload"], ["Northmere"]),
    ],
)
def test_everybody_finds_what_their_roles_are_for(
    member: Who, key: str, there: list[str], absent: list[str]
) -> None:
    text = str(open_home(member(key)))
    for words in there:
        assert words in text
    for words in absent:
        assert words not in text


def test_that_it_was_opened_is_in_the_audit(running: Running, member: Who) -> None:
    open_home(member("other_manager"))
    query = select(AuditEntry).where(col(AuditEntry.deed) == "opened the Home")
    with running.caseload.office.services.database.look() as session:
        found = [entry.who for entry in session.scalars(query)]
    assert "derek.oyelaran@northmere.example" in found


def test_the_names_in_a_home_go_at_night_when_its_role_has_ended(
    running: Running, member: Who
) -> None:
    manager, office = member("other_manager"), running.caseload.office
    theirs = col(Worker.email) == "derek.oyelaran@northmere.example"
    if not manager.home():
        open_home(manager)
    with office.services.database.transaction() as session:
        worker = session.scalars(select(Worker).where(theirs)).one()
        email, worker.email = worker.email, None
    view = home_after(manager, lambda: empty_homes(office, apart=0))
    assert "I don't know you yet." in str(view)
    with office.services.database.transaction() as session:
        session.get_one(Worker, worker.id).email = email


def test_an_alert_is_snoozed_in_the_home_which_says_so(
    running: Running, alerting: Alerting, member: Who
) -> None:
    manager = member("manager")
    life = alerting.told("Court North")
    assert "2 workers are over their limit" in str(open_home(manager))
    pressed = in_home(running, manager, a_snooze(life, "5"))
    view = home_after(manager, lambda: deliver(running, pressed))
    assert first_text(view) == "Snoozed until Mon 30 Nov."
    assert "Snoozed by Joanne Tully until Mon 30 Nov" in str(view)
    assert alerting.life(life).state is AlertState.SNOOZED


def test_an_alert_is_acknowledged_in_the_home_once(
    running: Running, alerting: Alerting, member: Who
) -> None:
    manager = member("manager")
    life = alerting.told("Court North")
    home = open_home(manager)
    running.server.workspace.views.clear(manager.user_id)
    press(manager, home, "Acknowledge")
    view = manager.wait_for(manager.modal)

    def save() -> None:
        filled = state(note="Two move to Kit.", day="2026-11-27")
        assert manager.do("view_submit", view_id=view["id"], state=filled)["ok"]

    after = home_after(manager, save)
    assert first_text(after) == "Saved. The review is on Fri 27 Nov."
    assert "Acknowledged by Joanne Tully, review Fri 27 Nov" in str(after)
    (row,) = alerting.register(life)
    assert row.note == "Two move to Kit."


def test_somebody_elses_alert_is_refused_in_the_home(
    running: Running, alerting: Alerting, member: Who
) -> None:
    other = member("other_manager")
    life = alerting.told("Court North")
    pressed = in_home(running, other, a_snooze(life, "5"))
    view = home_after(other, lambda: deliver(running, pressed))
    assert first_text(view) == "There is no such alert, or it is not yours to decide about."
    assert alerting.life(life).state is AlertState.FIRING


def test_a_page_opened_from_something_older_is_drawn_anew(running: Running, member: Who) -> None:
    head = member("head")
    home = open_home(head)
    running.server.workspace.views.publish(head.user_id, {"type": "home", "blocks": []})
    opened = {"type": "app_home_opened", "tab": "home", "user": head.user_id}
    older = {"type": "home", "hash": home.get("hash", "older")}
    event = an_event(running, "EvOlder", **opened, view=older)
    assert "Court and Looked After" in str(home_after(head, lambda: deliver(running, event)))


def test_many_openings_at_once_end_with_a_whole_page(running: Running, member: Who) -> None:
    director = member("director")
    opened = {"type": "app_home_opened", "tab": "home", "user": director.user_id}
    for number in range(12):
        deliver(running, an_event(running, f"EvMany{number}", **opened))
    director.wait_for(lambda: "Weekly digest" in str(director.home()))


@pytest.mark.parametrize("name", ["rules", "unmatched", "roles", "schedules", "checks", "parked"])
def test_an_administrator_opens_each_list(running: Running, member: Who, name: str) -> None:
    expected = {
        "rules": "Alerts are raised by",
        "unmatched": "not in the workforce list",
        "roles": "priya.raman@northmere.example",
        "schedules": "Remove old names",
        "checks": "is up to date",
        "parked": "cannot be sent as things are",
    }[name]
    analyst = member("analyst")
    pressed = in_home(running, analyst, a_list(name))
    dialog(running, analyst, lambda: deliver(running, pressed), expected)


@pytest.mark.parametrize("key", ["director", "manager", "worker", "stranger"])
@pytest.mark.parametrize("name", ["rules", "roles", "checks"])
def test_the_lists_are_nobody_elses(running: Running, member: Who, key: str, name: str) -> None:
    person = member(key)
    pressed = in_home(running, person, a_list(name))
    view = dialog(running, person, lambda: deliver(running, pressed), ONLY_ADMINISTRATORS)
    assert "priya.raman" not in str(view)


def test_every_row_of_a_long_answer_can_be_read(running: Running, member: Who) -> None:
    director = member("director")
    pressed = in_home(running, director, a_button(ids.HOME_ALL, "who is over"))
    view = dialog(running, director, lambda: deliver(running, pressed), "over their limit")
    assert "… " not in str(view)


def change_pressed(running: Running, person: Member, key: str) -> JSON:
    return in_home(running, person, a_button(ids.change_digest_id(0), key))


def filled(day: str = "2", at: str = "09:00", where: str = "", is_on: str = "yes") -> JSON:
    def one(name: str, **value: object) -> JSON:
        return {name: {name: value}}

    return {
        "values": {
            **one("is_on", type="radio_buttons", selected_option={"value": is_on}),
            **one("weekday", type="static_select", selected_option={"value": day}),
            **one("at", type="static_select", selected_option={"value": at}),
            **one("where", type="plain_text_input", value=where or None),
        }
    }


def schedules(running: Running) -> list[tuple[str, str, int, str, bool, str | None]]:
    query = select(DigestSchedule).order_by(col(DigestSchedule.id))
    with running.caseload.office.services.database.look() as session:
        return [
            (row.scope, row.audience, row.weekday, row.at, row.is_on, row.changed_by)
            for row in session.scalars(query)
        ]


@pytest.fixture
def as_shipped(running: Running) -> None:
    with running.caseload.office.services.database.transaction() as session:
        session.execute(delete(DigestSchedule))


@pytest.mark.usefixtures("as_shipped")
def test_leadership_moves_the_digest_to_another_day_and_channel(
    running: Running, member: Who
) -> None:
    director = member("director")
    pressed = change_pressed(running, director, "authority")
    view = dialog(running, director, lambda: deliver(running, pressed), "Where to")

    def save(values: JSON) -> JSON:
        return director.do("view_submit", view_id=view["id"], state=values)

    wrong = save(filled(where="not a channel"))
    assert "is neither a channel nor an email" in wrong["errors"]["where"]
    wrong = save(filled(where="samir.whitlock@northmere.example"))
    assert "may not see" in wrong["errors"]["where"]
    assert save(filled(at="03:00"))["errors"] == {"at": "Choose a time."}
    assert schedules(running) == []
    after = home_after(director, lambda: save(filled(where="#performance")))
    assert first_text(after) == (
        "Saved. Northmere Council: Wednesdays 09:00 to #performance · next Wed 25 Nov 09:00."
    )
    assert schedules(running) == [
        ("authority", "channel:#performance", 2, "09:00", True, DIRECTOR),
        ("authority", "", 0, "08:30", False, DIRECTOR),
    ]


@pytest.mark.usefixtures("as_shipped")
def test_a_digest_goes_where_nobody_reads_it_who_may_not_see_it(
    running: Running, member: Who
) -> None:
    head = member("head")
    pressed = change_pressed(running, head, "service:2")
    view = dialog(running, head, lambda: deliver(running, pressed), "Where to")
    for where, why in (
        ("#court-listing", "shared with another organisation: the weekly digest is not sent"),
        ("#all-staff", "can read the channel: the weekly digest is not sent there"),
        (COURT, "in the channel may not see its figures: the weekly digest is not sent there"),
        (head.direct, "is a direct message"),
    ):
        said = head.do("view_submit", view_id=view["id"], state=filled(where=where))
        assert why in said["errors"]["where"]
    assert schedules(running) == []


@pytest.mark.usefixtures("as_shipped")
def test_a_channel_that_slack_does_not_know_is_warned_of_and_the_old_place_stays(
    running: Running, member: Who
) -> None:
    head = member("head")
    pressed = change_pressed(running, head, "service:2")
    view = dialog(running, head, lambda: deliver(running, pressed), "Where to")
    after = home_after(
        head,
        lambda: head.do("view_submit", view_id=view["id"], state=filled(where="#no-such-place")),
    )
    for said in (first_text(after), str(head.modal())):
        assert "Slack does not show #no-such-place to Caseload" in said
        assert "it is sent where it was sent before as well" in said
    assert [(scope, audience) for scope, audience, *_ in schedules(running)] == [
        ("service:2", "channel:#no-such-place")
    ]


@pytest.mark.usefixtures("as_shipped")
@pytest.mark.parametrize(
    ("key", "scope"),
    [("head", "authority"), ("head", "service:1"), ("manager", "authority"), ("head", "x; DROP")],
)
def test_a_digest_that_is_not_theirs_is_not_theirs_to_change(
    running: Running, member: Who, key: str, scope: str
) -> None:
    person = member(key)
    pressed = change_pressed(running, person, scope)
    dialog(running, person, lambda: deliver(running, pressed), NOT_YOURS)
    assert schedules(running) == []


@pytest.mark.usefixtures("as_shipped")
def test_a_role_lost_while_the_dialog_is_open_changes_nothing(
    running: Running, member: Who
) -> None:
    deputy, database = member("deputy"), running.caseload.office.services.database
    pressed = change_pressed(running, deputy, "authority")
    view = dialog(running, deputy, lambda: deliver(running, pressed), "Where to")
    email = "martin.holloway@northmere.example"
    with database.transaction() as session:
        grants = session.scalars(select(Grant).where(col(Grant.email) == email)).all()
        kept = [grant.model_dump() for grant in grants]
        session.execute(delete(Grant).where(col(Grant.email) == email))
    try:
        deputy.do("view_submit", view_id=view["id"], state=filled())
        deputy.wait_for(lambda: NOT_YOURS in str(deputy.modal()))
        assert schedules(running) == []
        pressed = in_home(running, deputy, a_button(ids.PREVIEW_DIGEST, "authority"))
        dialog(running, deputy, lambda: deliver(running, pressed), NOT_YOURS)
    finally:
        with database.transaction() as session:
            session.add_all(Grant(**values) for values in kept)


def test_a_preview_says_what_the_digest_would_and_sends_nothing(
    running: Running, alerting: Alerting, member: Who
) -> None:
    head = member("head")
    pressed = in_home(running, head, a_button(ids.PREVIEW_DIGEST, "service:2"))
    before = len(alerting.waiting())
    view = dialog(running, head, lambda: deliver(running, pressed), "This is a preview")
    assert "week to Fri 20 Nov" in str(view)
    assert len(alerting.waiting()) == before


def test_a_rule_changed_from_the_homes_list_is_changed_in_the_list(
    running: Running, member: Who
) -> None:
    analyst = member("analyst")
    pressed = in_home(running, analyst, a_list("rules"))
    listed = dialog(running, analyst, lambda: deliver(running, pressed), "Alerts are raised by")
    change = in_home(running, analyst, a_button("change_rule_0", "worker-over-limit"))
    deliver(running, {**change, "view": {"type": "modal", "id": listed["id"]}})
    above = analyst.wait_for(
        lambda: view if (view := analyst.modal())["id"] != listed["id"] else {}
    )
    assert "Change a rule" in str(above["title"])
    values = running.server.workspace.views.find(above["id"]).values  # type: ignore[union-attr]
    values["is_on"]["is_on"]["selected_option"] = {"value": "no"}
    assert analyst.do("view_submit", view_id=above["id"], state={"values": values})["ok"]
    analyst.wait_for(lambda: "1 more is off" in str(analyst.modal()))
