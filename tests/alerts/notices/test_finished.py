"""The message of an alert that is over: what it was, since when it is over, and why."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from alerts.endings import Outflow
from alerts.members import Member
from alerts.notices.facts import DecidedLoad, Facts, RefusedFile
from alerts.notices.feeds import lines_while_late
from alerts.notices.message import message
from alerts.readings import Reading
from models.vocabulary import AlertState, Ending, ExtractKind, LoadStatus, RuleKind
from tests.alerts.notices.samples import sample
from tests.alerts.notices.saying import JO, SAM, a_receiver, a_subject, a_worker, ended, facts, text
from tests.alerts.place import FRI, MON, NEXT_MON, WED

DECIDED = "Mia Manager, Mon 16 Nov 09:12: cases being moved. Review Thu 19 Nov."


def over_now(
    kind: RuleKind,
    *subjects: tuple[Member, Reading],
    ending: Ending = Ending.FELL,
    **given: Any,
) -> Facts:
    """An alert of a kind that is over since Friday, with what its message said before."""
    before = replace(message(sample(kind)), decided=DECIDED, decided_plain="Acknowledged.")
    life = {"state": AlertState.RESOLVED, "ending": ending, "notice": before}
    return facts(kind, *subjects, life=life, **given)


def sam(how: Ending = Ending.FELL, cases: float = 17, **given: Any) -> tuple[Member, Reading]:
    return ended(a_worker(1, SAM, ""), how, cases, **given)


def jo() -> tuple[Member, Reading]:
    return ended(a_worker(2, JO, "", 17, 16.2, since=WED), Ending.FELL, 16)


def test_it_is_struck_through_and_says_how_everybody_stands() -> None:
    kit = a_receiver("Kit Dummy", 6, 18, 18)
    found = over_now(
        RuleKind.WORKER_OVER, sam(), jo(), outflows={1: Outflow(closed=3, receivers=(kit,))}
    )
    assert text(message(found)).splitlines() == [
        "~Court North: 2 workers are over their limit~",
        "Over since Fri 20 Nov, after 4 working days",
        "Sam Example 17: three cases closed, six moved to Kit Dummy, who now holds 18 of 18.",
        "Jo Placeholder 16.",
        DECIDED,
        "Data as at Fri 20 Nov 18:00",
    ]
    assert text(message(found), named=False).splitlines() == [
        "~Court North: 2 workers are over their limit~",
        "Over since Fri 20 Nov, after 4 working days",
        "Acknowledged.",
        "Data as at Fri 20 Nov 18:00",
    ]


def test_an_alert_that_is_over_offers_nothing() -> None:
    assert message(over_now(RuleKind.WORKER_OVER, sam())).offers == ()


def test_it_lasted_since_the_first_who_was_told() -> None:
    early = sam(since=date(2026, 11, 9))
    found = message(over_now(RuleKind.WORKER_OVER, early, jo())).headline
    assert found == "Over since Fri 20 Nov, after 9 working days"


def test_what_nobody_was_told_of_does_not_count() -> None:
    untold = ended(
        a_worker(3, "Kit Dummy", "", since=date(2026, 11, 2), told_value=None), Ending.FELL
    )
    found = message(over_now(RuleKind.WORKER_OVER, jo(), untold))
    assert found.headline == "Over since Fri 20 Nov, after 2 working days"
    assert found.named == ("Jo Placeholder 16.",)


@pytest.mark.parametrize(
    ("since", "headline"),
    [
        (FRI, "Over since Fri 20 Nov"),
        (date(2026, 11, 19), "Over since Fri 20 Nov, after 1 working day"),
    ],
)
def test_a_short_alert_is_not_said_to_have_lasted(since: date, headline: str) -> None:
    assert message(over_now(RuleKind.WORKER_OVER, sam(since=since))).headline == headline


def test_a_changed_limit_is_said_first() -> None:
    limit = sam(Ending.LIMIT_CHANGED, 21, limit=22)
    found = message(over_now(RuleKind.WORKER_OVER, limit, ending=Ending.LIMIT_CHANGED))
    assert found.headline == "Over since Fri 20 Nov, after 4 working days: the limit was changed."
    assert found.named == ("Sam Example 21: the limit is 22 now.",)


@pytest.mark.parametrize(
    ("kind", "ending", "closing"),
    [
        (RuleKind.WORKER_OVER, Ending.RULE_CHANGED, ": the rule was changed."),
        (RuleKind.ABSENT_HOLDING, Ending.RULE_CHANGED, ": the rule was changed."),
        (RuleKind.TEAM_ABOVE_PROMISE, Ending.RULE_CHANGED, ": the rule was changed."),
        (RuleKind.TEAM_ABOVE_PROMISE, Ending.LIMIT_CHANGED, ": the promise was changed."),
        (RuleKind.WORKER_OVER, Ending.MOVED_TEAM, ""),
        (RuleKind.ABSENT_HOLDING, Ending.RETURNED, ""),
    ],
)
def test_what_nobody_in_the_team_has_done_is_said_first(
    kind: RuleKind, ending: Ending, closing: str
) -> None:
    found = message(over_now(kind, sam(ending, 21), ending=ending)).headline
    assert found == f"Over since Fri 20 Nov, after 4 working days{closing}"


def test_a_rule_that_is_off_is_no_good_news() -> None:
    found = message(
        over_now(RuleKind.WORKER_OVER, sam(Ending.SWITCHED_OFF, 26), ending=Ending.SWITCHED_OFF)
    )
    assert found.headline == "No longer watched: the rule is off or the team has gone."
    assert found.plain == ()


def test_eleven_ends_are_ten_lines_and_one_more() -> None:
    workers = [ended(a_worker(n, f"Worker {n}", ""), Ending.FELL, 17) for n in range(11)]
    found = message(over_now(RuleKind.WORKER_OVER, *workers))
    assert len(found.named) == 11
    assert found.named[-1] == "… and 1 more"


def late(age: float, **given: Any) -> tuple[Member, Reading]:
    feed = a_subject("feed:allocations", "the allocations", "…", 4)
    return ended(feed, Ending.FELL, age, **given)


def test_late_data_is_over_with_a_new_load() -> None:
    found = message(over_now(RuleKind.DATA_LATE, late(1), today=NEXT_MON))
    assert found.headline == "New allocations have been loaded, as at Fri 20 Nov 18:00"
    assert found.named == found.plain == ("Alerts are raised and closed again.",)
    assert found.struck.startswith("The caseload figures are two working days old.")


def test_late_data_that_is_only_judged_otherwise_has_brought_no_load() -> None:
    found = message(over_now(RuleKind.DATA_LATE, late(4)))
    assert found.headline == "Over since Fri 20 Nov, after 4 working days"
    assert found.named == ()


AT = datetime(2026, 11, 20, 9, 12, tzinfo=UTC)
LOADED = DecidedLoad(
    file="annex_a.xlsx",
    kind=ExtractKind.ALLOCATIONS,
    status=LoadStatus.LOADED,
    by="Ada Analyst",
    at=AT,
)

LOADS = [
    (LOADED, "annex_a.xlsx was loaded by Ada Analyst, Fri 20 Nov 09:12"),
    (
        replace(LOADED, status=LoadStatus.REFUSED, by="command line"),
        "annex_a.xlsx was refused by command line, Fri 20 Nov 09:12",
    ),
    (replace(LOADED, by=None), "annex_a.xlsx was loaded, Fri 20 Nov 09:12"),
    (
        replace(LOADED, status=LoadStatus.HELD, by=None, at=None),
        "Newer allocations have been loaded since; annex_a.xlsx was not",
    ),
    (
        replace(
            LOADED,
            file="staff.xlsx",
            kind=ExtractKind.WORKFORCE,
            status=LoadStatus.HELD,
            by=None,
            at=None,
        ),
        "A newer workforce has been loaded since; staff.xlsx was not",
    ),
]


@pytest.mark.parametrize(("load", "headline"), LOADS)
def test_a_held_load_is_over_with_what_was_decided(load: DecidedLoad, headline: str) -> None:
    member = ended(a_subject("load:7", "annex_a.xlsx", ""), Ending.FELL)
    found = message(over_now(RuleKind.LOAD_HELD, member, decided_loads={"load:7": load}))
    assert (found.headline, found.named, found.footer) == (headline, (), "")


def test_of_two_held_loads_both_ends_are_told() -> None:
    members = [ended(a_subject(f"load:{n}", "", ""), Ending.FELL) for n in (6, 7)]
    loads = {"load:6": replace(LOADED, file="staff.xlsx"), "load:7": LOADED}
    found = message(over_now(RuleKind.LOAD_HELD, *members, decided_loads=loads))
    assert found.headline == "staff.xlsx was loaded by Ada Analyst, Fri 20 Nov 09:12"
    assert found.named == ("annex_a.xlsx was loaded by Ada Analyst, Fri 20 Nov 09:12.",)


def test_of_a_load_nobody_remembers_the_end_alone_is_told() -> None:
    member = ended(a_subject("load:7", "annex_a.xlsx", ""), Ending.FELL)
    found = message(over_now(RuleKind.LOAD_HELD, member))
    assert found.headline == "Over since Fri 20 Nov, after 4 working days"


BAD_DATE = RefusedFile(
    datetime(2026, 11, 20, 6, tzinfo=UTC), "List_6", 212, "CIN Start Date", '"x" is not a date.'
)

REFUSED = [
    (
        BAD_DATE,
        'Yesterday\'s file was refused: sheet List_6, row 212, column "CIN Start Date": '
        '"x" is not a date.',
        'Yesterday\'s file was refused: sheet List_6, row 212, column "CIN Start Date".',
    ),
    (
        replace(BAD_DATE, at=datetime(2026, 11, 21, 6, tzinfo=UTC), sheet=None, column=None),
        'Today\'s file was refused: row 212: "x" is not a date.',
        "Today's file was refused: row 212.",
    ),
    (
        RefusedFile(datetime(2026, 11, 16, 6, tzinfo=UTC), message="The file is no workbook."),
        "The file of Mon 16 Nov was refused: The file is no workbook.",
        "The file of Mon 16 Nov was refused.",
    ),
    (
        RefusedFile(datetime(2026, 11, 16, 6, tzinfo=UTC)),
        "The file of Mon 16 Nov was refused.",
        "The file of Mon 16 Nov was refused.",
    ),
]


@pytest.mark.parametrize(("refused", "named", "plain"), REFUSED)
def test_a_refused_file_is_told_with_what_was_wrong_only_where_names_may_be_read(
    refused: RefusedFile, named: str, plain: str
) -> None:
    found = sample(RuleKind.DATA_LATE, refused=refused, today=date(2026, 11, 21))
    assert lines_while_late(found) == (
        ["Last load: Fri 20 Nov 18:00.", named],
        ["Last load: Fri 20 Nov 18:00.", plain],
    )


def test_without_a_refused_file_the_last_load_is_all() -> None:
    lines = ["Last load: Fri 20 Nov 18:00."]
    assert lines_while_late(sample(RuleKind.DATA_LATE, refused=None)) == (lines, lines)


def test_an_average_is_over_with_how_it_stands_now() -> None:
    team = ended(
        a_subject("team:1", "Court North", "", since=MON),
        Ending.FELL,
        14.2,
        "14.2 cases per full-time worker, within the promise of 12–15",
    )
    found = message(over_now(RuleKind.TEAM_ABOVE_PROMISE, team))
    line = "14.2 cases per full-time worker, within the promise of 12–15."
    assert found.named == found.plain == (line,)
