"""How a notice reads in Slack, and that Slack takes it whatever it says."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block as SdkBlock
from slackblocks import _surfaces

from alerts.notice import Notice, Offer
from alerts.notices.message import offers
from alerts.rules.defaults import SHIPPED
from alerts.rules.rule import Rule
from bot import ids
from bot.blocks.alert_counted import alert_counted_view
from bot.blocks.decisions import Filled, Remembered, decision_view, said_view, snooze_view
from bot.blocks.notices import notice_blocks, notice_text
from bot.practice.block_kit import check_blocks, check_view
from models.vocabulary import AlertState, DecisionKind, RuleKind, ToldTo
from tests.build import a_rule

LONDON = ZoneInfo("Europe/London")
MONDAY = date(2026, 11, 23)

COURT_NORTH = Notice(
    alert_id=7,
    headline="Court North: 2 workers are over their limit",
    named=("Sam Example 26 cases, limit 18 · over since Mon 16 Nov (4 working days)",),
    plain=("The longest over since Mon 16 Nov (4 working days)",),
    footer="Data as at Fri 20 Nov 18:00",
    offers=offers(RuleKind.WORKER_OVER, AlertState.FIRING),
    subject="Court North",
    confidential=True,
)
DECIDED = replace(
    COURT_NORTH,
    offers=offers(RuleKind.WORKER_OVER, AlertState.ACKNOWLEDGED),
    decided="Mia Manager, Mon 09:12: no new allocations to Sam until 18. Review Fri 27 Nov.",
    decided_plain="Acknowledged. Review Fri 27 Nov.",
)
OVER = replace(
    COURT_NORTH,
    struck=COURT_NORTH.headline,
    headline="Over since Thu 26 Nov, after 8 working days",
    named=("Sam Example 17: three cases closed.",),
    plain=(),
    offers=(),
)


def texts(blocks: list[dict[str, Any]]) -> list[str]:
    """What each block with prose says."""
    found = [block.get("text") or block.get("elements", [{}])[0] for block in blocks]
    return [text["text"] for text in found if text.get("type") == "mrkdwn"]


def labels(blocks: list[dict[str, Any]]) -> list[str]:
    elements = [
        each for block in blocks if block["type"] == "actions" for each in block["elements"]
    ]
    return [(each.get("text") or each.get("placeholder"))["text"] for each in elements]


def test_a_notice_with_names_begins_with_what_and_how_bad() -> None:
    blocks = notice_blocks(COURT_NORTH, named=True)
    assert texts(blocks) == [
        "*Court North: 2 workers are over their limit*\n"
        "Sam Example 26 cases, limit 18 · over since Mon 16 Nov (4 working days)",
        "Data as at Fri 20 Nov 18:00",
    ]
    assert labels(blocks) == ["Acknowledge", "Snooze", "Who has room", "How is this counted?"]


def test_a_change_of_the_rule_is_said_below_the_lines_and_by_whom_where_names_are() -> None:
    notice = replace(
        COURT_NORTH,
        rule_changed="The rule was changed by Priya Analyst.",
        rule_changed_plain="The rule was changed.",
    )
    for named, said in ((True, notice.rule_changed), (False, notice.rule_changed_plain)):
        assert texts(notice_blocks(notice, named=named))[0].endswith(f"\n{said}")
        assert said in notice_text(notice, named=named)
        assert ("Priya" in notice_text(notice, named=named)) is named


@pytest.mark.parametrize(
    ("confidant", "first"),
    [
        (False, "*Court North: 2 workers are over their limit*"),
        (
            True,
            "*Court North: 2 workers are over their limit* · the details went by direct message",
        ),
    ],
)
def test_without_names_the_first_line_says_who_has_them(confidant: bool, first: str) -> None:
    blocks = notice_blocks(COURT_NORTH, named=False, confidant=confidant)
    assert texts(blocks)[0].split("\n") == [
        first,
        "The longest over since Mon 16 Nov (4 working days)",
    ]
    assert "Sam Example" not in json.dumps(blocks)


@pytest.mark.parametrize("named", [True, False])
def test_nobody_is_said_to_have_details_where_there_are_none_left_out(named: bool) -> None:
    notice = COURT_NORTH if named else replace(COURT_NORTH, confidential=False)
    said = str(notice_blocks(notice, named=named, confidant=True))
    assert "direct message" not in said + notice_text(notice, named=named, confidant=True)


def test_a_decision_stands_in_place_of_the_buttons() -> None:
    blocks = notice_blocks(DECIDED, named=True)
    assert texts(blocks)[-1] == DECIDED.decided
    assert labels(blocks) == ["Change decision", "Who has room", "How is this counted?"]
    assert texts(notice_blocks(DECIDED, named=False))[-1] == "Acknowledged. Review Fri 27 Nov."


def test_what_is_over_is_struck_through_and_has_no_buttons() -> None:
    blocks = notice_blocks(OVER, named=True)
    assert texts(blocks)[0].split("\n")[0] == (
        "*~Court North: 2 workers are over their limit~ "
        "Over since Thu 26 Nov, after 8 working days*"
    )
    assert labels(blocks) == []


def test_a_screen_reader_hears_that_it_is_over_too() -> None:
    assert notice_text(OVER, named=True).split("\n")[0] == (
        "No longer: Court North: 2 workers are over their limit. "
        "Over since Thu 26 Nov, after 8 working days"
    )


def test_the_text_for_notifications_is_the_same_in_plain_sentences() -> None:
    assert notice_text(DECIDED, named=True).split("\n") == [
        DECIDED.headline,
        *DECIDED.named,
        DECIDED.footer,
        DECIDED.decided,
    ]
    assert "Sam Example" not in notice_text(DECIDED, named=False)


def test_a_reply_in_the_thread_is_short() -> None:
    reply = Notice(
        alert_id=7, headline="Court North: 3 workers are over their limit", named=("Now also Ana.",)
    )
    blocks = notice_blocks(reply, named=True)
    assert [block["type"] for block in blocks] == ["section"]


def elements(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        if block["type"] == "actions":
            yield from block["elements"]


@pytest.mark.parametrize("kind", list(RuleKind))
@pytest.mark.parametrize("state", [AlertState.FIRING, AlertState.ACKNOWLEDGED, AlertState.SNOOZED])
def test_a_button_carries_the_alert_or_a_question_about_its_team(
    kind: RuleKind, state: AlertState
) -> None:
    notice = replace(COURT_NORTH, offers=offers(kind, state), load_id=12, load_mark="a1b2")
    for element in elements(notice_blocks(notice, named=True)):
        if ids.ANY_ASK.match(element["action_id"]):
            assert element["value"].endswith("team Court North")
        elif element["type"] == "static_select":
            values = [option["value"] for option in element["options"]]
            assert values == ["7 1", "7 3", "7 5", "7 until"]
        else:
            assert element["value"] in {"7", "12 a1b2"}


def test_a_held_load_is_decided_about_where_it_is_told() -> None:
    notice = replace(COURT_NORTH, offers=(Offer.HELD_LOAD,), load_id=12, load_mark="a1b2")
    blocks = notice_blocks(notice, named=False)
    assert labels(blocks) == ["Load it", "Refuse it", "Show the differences"]
    assert {element["value"] for element in elements(blocks)} == {"12 a1b2"}
    assert check_blocks(blocks, "message") == []


def test_of_more_lines_than_fit_the_last_says_how_many_there_are() -> None:
    notice = replace(COURT_NORTH, named=tuple(f"Worker {n} " + "x" * 400 for n in range(12)))
    lines = texts(notice_blocks(notice, named=True))[0].split("\n")
    assert len(lines) == 7
    assert lines[-1] == "… and 7 more"


text = st.text(alphabet=st.sampled_from("a&<>*~_` \n!@#|é🙂"), max_size=1_200)
lines = st.lists(text, max_size=30).map(tuple)
notices = st.builds(
    Notice,
    alert_id=st.integers(0, 999_999_999),
    headline=text,
    named=lines,
    plain=lines,
    footer=text,
    offers=st.lists(st.sampled_from(Offer)).map(tuple),
    subject=text,
    load_id=st.none() | st.integers(1, 999_999_999),
    load_mark=st.text("0123456789abcdef", max_size=12),
    struck=text,
    confidential=st.booleans(),
    decided=text,
    decided_plain=text,
)


def judged(blocks: list[dict[str, Any]]) -> None:
    """Nothing to object to by three judges: our own, slackblocks' and the SDK's."""
    assert check_blocks(blocks, "message") == []
    _surfaces.validate_surface_blocks(blocks, "message")
    for block in blocks:
        parsed = SdkBlock.parse(block)
        assert parsed is not None
        parsed.validate_json()


@given(notices, st.booleans(), st.booleans())
def test_slack_takes_every_notice_whatever_it_says(
    notice: Notice, named: bool, confidant: bool
) -> None:
    blocks = notice_blocks(notice, named=named, confidant=confidant)
    judged(blocks)
    said = "\n".join(texts(blocks)) + notice_text(notice, named=named, confidant=confidant)
    assert "<" not in said
    assert ">" not in said
    assert len(notice_text(notice, named=named)) < 12_000


@given(notices, st.sampled_from(RuleKind), text)
def test_slack_takes_every_dialog_whatever_was_typed(
    notice: Notice, kind: RuleKind, typed: str
) -> None:
    remembered = Remembered(7, "2026-11-23T08:45:00+00:00|||", "C1")
    for view in (
        decision_view(notice, kind, remembered, Filled(DecisionKind.OTHER, typed, MONDAY)),
        decision_view(notice, kind, remembered, Filled()),
        snooze_view(notice, remembered, MONDAY),
        said_view("Acknowledge", typed or "Saved.", typed),
    ):
        assert check_view(view) == []


def test_a_dialog_remembers_its_alert_and_nothing_that_names_anybody() -> None:
    remembered = Remembered(7, "mark", "C1")
    view = decision_view(COURT_NORTH, RuleKind.WORKER_OVER, remembered, Filled(day=MONDAY))
    assert Remembered.of_view(view) == remembered
    assert "Sam" not in view["private_metadata"]


@pytest.mark.parametrize(
    ("kind", "values", "hint"),
    [
        (
            RuleKind.WORKER_OVER,
            ["no_new_allocations", "cases_being_moved", "agreed_exception", "other"],
            "Needed for an agreed exception and for other.",
        ),
        (
            RuleKind.UNALLOCATED,
            ["cases_being_moved", "agreed_exception", "other"],
            "Needed for an agreed exception and for other.",
        ),
        (RuleKind.URGENT_UNALLOCATED, ["cases_being_moved", "other"], "Needed for other."),
        (RuleKind.LEAVER_HOLDING, ["cases_being_moved", "other"], "Needed for other."),
        (
            RuleKind.NOT_SEEN,
            ["visit_booked", "agreed_exception", "other"],
            "Needed for an agreed exception and for other.",
        ),
        (RuleKind.DATA_LATE, ["being_put_right", "other"], "Needed for other."),
        (RuleKind.LOAD_HELD, ["being_put_right", "other"], "Needed for other."),
        (RuleKind.UNMATCHED, ["being_put_right", "other"], "Needed for other."),
        (RuleKind.FUNDING_ENDS, ["other"], "Needed. Name no child."),
    ],
)
def test_the_decisions_offered_fit_the_alert(kind: RuleKind, values: list[str], hint: str) -> None:
    view = decision_view(COURT_NORTH, kind, Remembered(7, "mark", "C1"), Filled())
    _, decision, note, _ = view["blocks"]
    assert [option["value"] for option in decision["element"]["options"]] == values
    assert ("initial_option" in decision["element"]) is (len(values) == 1)
    assert note["hint"]["text"].startswith(hint)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (RuleKind.UNALLOCATED, "Being allocated"),
        (RuleKind.NOT_SEEN, "Visit booked"),
        (RuleKind.DATA_LATE, "Being put right"),
        (RuleKind.AGENCY_ABOVE, "What is being done about it (say so in the note)"),
    ],
)
def test_what_can_be_decided_is_said_in_the_words_of_the_alert(kind: RuleKind, words: str) -> None:
    view = decision_view(COURT_NORTH, kind, Remembered(7, "mark", "C1"), Filled())
    assert f"'{words}'" in str(view)


@pytest.mark.parametrize(
    ("notice", "title"), [(COURT_NORTH, "Acknowledge"), (DECIDED, "Change decision")]
)
def test_a_dialog_is_called_as_the_button_that_opened_it(notice: Notice, title: str) -> None:
    view = decision_view(notice, RuleKind.WORKER_OVER, Remembered(7, "mark", "C1"), Filled())
    assert view["title"]["text"] == title


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({"subject": "Court"}, "agency in team Court"),
        ({"subject": "Court", "of_service": True}, "agency in service Court"),
        ({}, "agency in the whole authority"),
    ],
)
def test_a_button_asks_about_what_the_alert_is_about(given: dict[str, Any], asked: str) -> None:
    notice = Notice(alert_id=7, headline="Agency", offers=(Offer.AGENCY,), **given)
    (button,) = notice_blocks(notice, named=True)[-1]["elements"]
    assert button["value"] == asked


@pytest.mark.parametrize("name", SHIPPED)
def test_every_rule_is_said_in_words(name: str) -> None:
    view = alert_counted_view(COURT_NORTH, [SHIPPED[name]], LONDON, MONDAY)
    assert check_view(view) == []
    assert f"Rule {name}, as shipped with Caseload" in str(view)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (a_rule(limit=2), "The limit is 2 cases above the allowance: it begins with more than"),
        (a_rule(RuleKind.UNALLOCATED), "10 working days without a worker: it begins from then on."),
        (a_rule(RuleKind.URGENT_UNALLOCATED), "It is told at once, at any hour, in the team's"),
        (a_rule(margin=0), "in the team's channel (without one, to its manager). It is told anew"),
        (a_rule(applies_to="team:Court North"), "than their allowance, in team Court North."),
        (a_rule(applies_to="kind:looked_after"), ", in teams of the kind looked after."),
        (a_rule(escalate_days=1), "Not acknowledged for 1 working day, it is told to the head"),
        (
            a_rule(escalate_days=1, told_to=ToldTo.SERVICE),
            "Not acknowledged for 1 working day, it is told to leadership.",
        ),
        (
            a_rule(from_at=datetime(2026, 11, 16, 9, 30, tzinfo=UTC)),
            "Rule worker-over-limit, in force since Mon 16 Nov 09:30",
        ),
    ],
)
def test_a_rules_terms_are_said_in_words(rule: Rule, words: str) -> None:
    assert words in str(alert_counted_view(COURT_NORTH, [rule], LONDON, MONDAY)["blocks"])


def test_an_alert_whose_rule_is_off_says_so() -> None:
    assert "The rule is off by now" in str(alert_counted_view(COURT_NORTH, [], LONDON, MONDAY))
