"""An administrator changes a rule in Slack: seen, saved once, and refused to everybody else."""

from collections.abc import Iterator

import pytest
from sqlalchemy import delete, select
from sqlmodel import col

from alerts.rules.rule import Rule
from alerts.rules.storing import CHANGED, change_rule, rules_now
from bot import ids
from bot.demo.running import Running
from models.people import AuditEntry
from models.rules import RuleVersion
from tests.bot.slack.acting import Who, told
from tests.bot.slack.forging import JSON, a_press, deliver
from tests.bot.slack.persona import Member, channel_id

PERFORMANCE = channel_id("performance")
ANALYST = "priya.raman@northmere.example"
NAME = "worker-over-limit"
ONLY = "only an administrator of Caseload changes the rules"


@pytest.fixture(autouse=True)
def as_shipped(running: Running) -> Iterator[None]:
    yield
    with running.caseload.office.services.database.transaction() as session:
        session.execute(delete(RuleVersion))
        session.execute(delete(AuditEntry).where(col(AuditEntry.deed) == CHANGED))


def rule(running: Running, name: str = NAME) -> Rule:
    services = running.caseload.office.services
    with services.database.look() as session:
        return rules_now(session, services.clock())[name]


def opened(running: Running, person: Member, name: str = NAME) -> JSON:
    """The dialog of a rule, as the button in the list opens it."""
    deliver(running, press(running, person, name))
    return person.wait_for(person.modal)


def press(running: Running, person: Member, name: str) -> JSON:
    return a_press(running, person, PERFORMANCE, deed=ids.change_rule_id(0), value=name)


def submit(person: Member, view: JSON, **filled: str) -> dict[str, str]:
    """Save the dialog with some fields changed; gives the sentences under its fields."""
    values = {field: {field: {"value": value}} for field, value in filled.items()}
    done = person.do("view_submit", view_id=view["id"], state={"values": values})
    assert done["ok"], done
    errors: dict[str, str] = done.get("errors", {})
    return errors


def close(person: Member, view: JSON) -> None:
    person.do("view_close", view_id=view["id"], all=True)


def changed_by_another(running: Running, limit: float) -> None:
    services = running.caseload.office.services
    with services.database.transaction() as session:
        now = rules_now(session, services.clock())[NAME]
        change_rule(
            session,
            Rule(name=NAME, kind=now.kind, limit=limit, for_days=2, margin=1),
            expected=now.from_at,
            by="tom@northmere.example",
            now=services.clock(),
        )


def test_an_administrator_sees_every_rule_in_words_with_a_button_each(member: Who) -> None:
    answer = member("analyst").ask("/caseload rules")
    sections = [block for block in answer["blocks"] if "accessory" in block]
    assert answer["text"].startswith("Alerts are raised by 20 rules")
    assert [block["accessory"]["value"] for block in sections][:2] == [
        "worker-over-limit",
        "newly-qualified-over-limit",
    ]
    first = sections[0]["text"]["text"]
    assert first.startswith("*Worker over limit*\nTells when a worker at work holds more cases")
    assert "told after 2 working days; ends 1 case below the limit" in first


@pytest.mark.parametrize("who", ["manager", "director", "worker"])
def test_the_rules_are_for_administrators_only(member: Who, who: str) -> None:
    assert member(who).ask("/caseload rules")["text"].startswith("The rules are for administrators")


def test_a_rule_is_changed_with_the_button_under_it(running: Running, member: Who) -> None:
    analyst = member("analyst")
    answer = analyst.ask("/caseload rules", PERFORMANCE)
    block = next(block for block in answer["blocks"] if "accessory" in block)
    element = {k: v for k, v in block["accessory"].items() if k != "text"}
    assert analyst.press(answer, {**element, "block_id": block.get("block_id", "")})["ok"]
    view = analyst.wait_for(analyst.modal)

    def save() -> None:
        assert submit(analyst, view, limit="2", reason="agreed <on> Monday") == {}

    assert told(analyst, PERFORMANCE, save) == "Saved. worker-over-limit: limit 0 → 2."
    assert not analyst.modal()
    assert rule(running).limit == 2
    services = running.caseload.office.services
    with services.database.look() as session:
        (version,) = session.scalars(select(RuleVersion))
        (entry,) = session.scalars(select(AuditEntry).where(col(AuditEntry.deed) == CHANGED))
    assert (version.changed_by, version.reason) == (ANALYST, "agreed <on> Monday")
    assert (entry.who, entry.detail["after"]) == (ANALYST, {"limit": 2.0})


def test_a_rule_is_switched_off_and_told_elsewhere(running: Running, member: Who) -> None:
    analyst = member("analyst")
    view = opened(running, analyst)
    values = {
        "is_on": {"is_on": {"selected_option": {"value": "no"}}},
        "told_to": {"told_to": {"selected_option": {"value": "leadership"}}},
        "urgent": {"urgent": {"selected_option": {"value": "yes"}}},
    }
    assert analyst.do("view_submit", view_id=view["id"], state={"values": values})["ok"]
    now = rule(running)
    assert (now.is_on, now.told_to, now.urgent) == (False, "leadership", True)
    listed = analyst.ask("/caseload rules")["text"]
    assert listed.startswith("Alerts are raised by 19 rules; 1 more is off")
    assert "Worker over limit (off)" in listed


def test_saving_without_a_change_changes_nothing(running: Running, member: Who) -> None:
    analyst = member("analyst")
    view = opened(running, analyst)
    said = told(analyst, PERFORMANCE, lambda: submit(analyst, view))
    assert said == "Nothing was changed: the rule said so already."
    assert rule(running).from_at is None


@pytest.mark.parametrize(
    ("name", "filled", "errors"),
    [
        (NAME, {"limit": "-1"}, {"limit": "Write a number from 0 to 1,000 (cases)."}),
        (NAME, {"limit": "nan"}, {"limit": "Write a number."}),
        (NAME, {"limit": "many"}, {"limit": "Write a number."}),
        (NAME, {"for_days": "1.5"}, {"for_days": "Write a whole number."}),
        (
            NAME,
            {"for_days": "999", "step": "-2"},
            {
                "for_days": "Write a whole number of working days from 0 to 250.",
                "step": "Write a number from 0 to 1,000; 0 is never.",
            },
        ),
        (
            "absent-worker-holding-cases",
            {"margin": "3"},
            {
                "margin": "With a limit of 0 it would never be over: nobody is below 0. "
                "Write at most 0."
            },
        ),
        ("child-not-seen", {"limit": "0"}, {"limit": "Write a number from 1 to 1,000 (days)."}),
    ],
)
def test_what_cannot_be_is_said_under_its_field(
    running: Running, member: Who, name: str, filled: dict[str, str], errors: dict[str, str]
) -> None:
    analyst = member("analyst")
    view = opened(running, analyst, name)
    assert submit(analyst, view, **filled) == errors
    assert rule(running, name).from_at is None
    close(analyst, view)


def test_a_rule_that_somebody_changed_meanwhile_is_shown_with_who_and_nothing_typed_is_lost(
    running: Running, member: Who
) -> None:
    analyst = member("analyst")
    view = opened(running, analyst)
    changed_by_another(running, limit=4)
    assert submit(analyst, view, limit="7", reason="mine") == {}
    assert rule(running).limit == 4
    again = analyst.wait_for(lambda: _with(analyst, "tom@northmere.example")) or {}
    assert "changed this rule on Mon 23 Nov 08:45, while you had it open. Now: on; more than 4" in (
        str(again)
    )
    inputs = [block for block in again["blocks"] if block["type"] == "input"]
    initial = {b["block_id"]: b["element"].get("initial_value") for b in inputs}
    assert (initial["limit"], initial["reason"]) == ("7", "mine")
    assert submit(analyst, again) == {}
    assert rule(running).limit == 7


def _with(person: Member, text: str) -> JSON | None:
    view = person.modal()
    return view if text in str(view) else None


@pytest.mark.parametrize("who", ["manager", "director", "worker", "stranger"])
def test_a_forged_button_opens_nothing_for_others(running: Running, member: Who, who: str) -> None:
    person = member(who)
    before = person.seen(person.direct)
    deed = ids.change_rule_id(0)
    deliver(running, a_press(running, person, person.direct, deed=deed, value=NAME))
    assert ONLY in person.next_message(person.direct, before)["text"]
    assert not person.modal()


def test_a_forged_dialog_changes_nothing_for_others(running: Running, member: Who) -> None:
    analyst, manager = member("analyst"), member("manager")
    view = opened(running, analyst)
    payload = {
        "type": "view_submission",
        "user": {"id": manager.user_id, "team_id": running.server.workspace.plan.team_id},
        "team": {"id": running.server.workspace.plan.team_id},
        "view": {**view, "state": {"values": {"limit": {"limit": {"value": "9"}}}}},
    }
    answer = deliver(running, payload)
    assert ONLY in str(answer.body)
    assert rule(running).limit == 0
    close(analyst, view)


@pytest.mark.parametrize("name", ["no-such-rule", "", "<!channel>"])
def test_a_button_of_a_rule_that_is_gone_says_so(running: Running, member: Who, name: str) -> None:
    analyst = member("analyst")
    said = told(analyst, PERFORMANCE, lambda: deliver(running, press(running, analyst, name)))
    assert said.startswith("There is no such rule any more.")


def test_help_offers_the_rules_to_administrators(member: Who) -> None:
    assert "`rules`" in member("analyst").ask("/caseload help")["text"]
    assert "`rules`" not in member("manager").ask("/caseload help")["text"]
