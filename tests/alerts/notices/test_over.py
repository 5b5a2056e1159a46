"""How each member came to be over, in sentences with the numbers and where the cases went."""

from dataclasses import replace

import pytest

from alerts.endings import Outflow
from alerts.members import Member
from alerts.notices.facts import Facts
from alerts.notices.over import how_members_ended
from alerts.readings import Reading
from models.vocabulary import Ending, RuleKind
from tests.alerts.notices.saying import (
    ANA,
    JO,
    SAM,
    a_receiver,
    a_subject,
    a_worker,
    ended,
    facts,
)

KIT = a_receiver("Kit Dummy", 6, 18, 18)
TWO = a_receiver("Robin Sample", 2, 12, 16.2)
ONE = a_receiver("Alex Sample", 1, 9, None)
SUE = a_receiver("Sue South", 5, 22, team_id=2, team="Court South")
SOL = a_receiver("Sol South", 1, 9, team_id=2, team="Court South")
EVE = a_receiver("Eve East", 2, 9, team_id=3, team="Court East")
LAST = a_receiver("Ali Filler", 1, 7, 9.5)

OUTFLOWS = [
    (Outflow(), "Sam Example 17.", ""),
    (
        Outflow(closed=3, receivers=(KIT,)),
        "Sam Example 17: three cases closed, six moved to Kit Dummy, who now holds 18 of 18.",
        "Three cases closed, six moved to a colleague.",
    ),
    (Outflow(closed=1), "Sam Example 17: one case closed.", "One case closed."),
    (Outflow(closed=12), "Sam Example 17: 12 cases closed.", "12 cases closed."),
    (
        Outflow(receivers=(ONE,)),
        "Sam Example 17: one case moved to Alex Sample, who now holds 9.",
        "One case moved to a colleague.",
    ),
    (
        Outflow(receivers=(KIT, TWO)),
        "Sam Example 17: six cases moved to Kit Dummy, who now holds 18 of 18, "
        "two moved to Robin Sample, who now holds 12 of 16.2.",
        "Eight cases moved to colleagues.",
    ),
    (
        Outflow(receivers=(KIT, TWO, ONE, LAST), elsewhere=1),
        "Sam Example 17: six cases moved to Kit Dummy, who now holds 18 of 18, "
        "two moved to Robin Sample, who now holds 12 of 16.2, "
        "one moved to Alex Sample, who now holds 9, two to others.",
        "11 cases moved to colleagues.",
    ),
    (
        Outflow(elsewhere=2),
        "Sam Example 17: two cases moved to somebody who is not in the workforce list.",
        "Two cases moved elsewhere.",
    ),
    (
        Outflow(closed=1, elsewhere=2),
        "Sam Example 17: one case closed, two moved to somebody who is not in the workforce list.",
        "One case closed, two moved elsewhere.",
    ),
    (
        Outflow(unallocated=4),
        "Sam Example 17: four cases left without a worker.",
        "Four cases left without a worker.",
    ),
    (
        Outflow(closed=1, receivers=(ONE,), unallocated=1),
        "Sam Example 17: one case closed, one moved to Alex Sample, who now holds 9, "
        "one left without a worker.",
        "One case closed, one moved to a colleague, one left without a worker.",
    ),
    (
        Outflow(receivers=(SUE,)),
        "Sam Example 17: five cases moved to Court South.",
        "Five cases moved to Court South.",
    ),
    (
        Outflow(receivers=(KIT, SUE, TWO, SOL)),
        "Sam Example 17: six cases moved to Kit Dummy, who now holds 18 of 18, "
        "six moved to Court South, "
        "two moved to Robin Sample, who now holds 12 of 16.2.",
        "Eight cases moved to colleagues, six moved to Court South.",
    ),
    (
        Outflow(closed=1, receivers=(SUE, EVE), elsewhere=2),
        "Sam Example 17: one case closed, five moved to Court South, two moved to Court East, "
        "two to others.",
        "One case closed, five moved to Court South, two moved elsewhere, two moved to Court East.",
    ),
]


def sam(how: Ending = Ending.MOVED, cases: float = 17, **given: object) -> tuple[Member, Reading]:
    return ended(a_worker(1, SAM, "26 cases, limit 18"), how, cases, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(("outflow", "named", "plain"), OUTFLOWS)
def test_where_the_cases_went_is_told_in_numbers(outflow: Outflow, named: str, plain: str) -> None:
    found = how_members_ended(facts(RuleKind.WORKER_OVER, sam(), outflows={1: outflow}))
    assert found == ([named], [plain] if plain else [])


WORKERS = [
    (Ending.LEFT, 21, 18, "Sam Example has left; 21 cases are still in their name."),
    (Ending.LEFT, 1, 18, "Sam Example has left; 1 case is still in their name."),
    (Ending.LEFT, 0, 18, "Sam Example has left."),
    (Ending.ABSENT, 21, 18, "Sam Example is absent; 21 cases are still in their name."),
    (Ending.LIMIT_CHANGED, 21, 22, "Sam Example 21: the limit is 22 now."),
    (Ending.LIMIT_CHANGED, 11, 11.25, "Sam Example 11: the limit is 11.25 now."),
    (Ending.LIMIT_CHANGED, 21, None, "Sam Example 21: no limit is set now."),
    (Ending.RULE_CHANGED, 21, 18, "Sam Example 21, limit 18: the rule was changed."),
    (Ending.MOVED_TEAM, 21, 18, "Sam Example now works in Court South."),
    (Ending.SWITCHED_OFF, 21, 18, "Sam Example: no longer watched."),
    (Ending.FELL, 17, 18, "Sam Example 17."),
]


@pytest.mark.parametrize(("how", "cases", "limit", "said"), WORKERS)
def test_a_worker_is_over_no_more_for_a_reason(
    how: Ending, cases: float, limit: float | None, said: str
) -> None:
    now = "now works in Court South" if how is Ending.MOVED_TEAM else "26 cases, limit 18"
    found = facts(RuleKind.WORKER_OVER, sam(how, cases, limit=limit, said=now))
    assert how_members_ended(found)[0] == [said]


def test_where_a_worker_went_is_not_remembered_longer_than_that_there_is_another_team() -> None:
    moved = facts(RuleKind.WORKER_OVER, sam(Ending.MOVED_TEAM, 21))
    later = replace(moved, readings={}, names={"worker:1": SAM})
    assert how_members_ended(later)[0] == ["Sam Example now works in another team."]


def test_nobody_of_another_team_is_named_or_counted() -> None:
    outflows = {1: Outflow(receivers=(SUE, SOL, EVE))}
    for team_id in (1, None):
        found = facts(RuleKind.WORKER_OVER, sam(), outflows=outflows, life={"team_id": team_id})
        said = " ".join(line for lines in how_members_ended(found) for line in lines)
        assert not {"Sue", "Sol", "Eve", "22", "holds"} & set(said.split())


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("21 cases, limit 18", "Sam Example: 21 cases, limit 18."),
        ("", "Sam Example: no longer counted here."),
    ],
)
def test_where_the_cases_do_not_explain_the_end_it_is_said_what_does(
    said: str, sentence: str
) -> None:
    found = facts(RuleKind.WORKER_OVER, sam(Ending.FELL, 21, said=said))
    assert how_members_ended(found)[0] == [sentence]
    without = replace(found, readings={}, names={"worker:1": SAM})
    assert how_members_ended(without)[0] == ["Sam Example: no longer counted here."]


def test_somebody_who_was_forgotten_stays_without_a_name() -> None:
    found = replace(facts(RuleKind.WORKER_OVER, sam(Ending.LEFT, 0)), readings={})
    assert how_members_ended(found)[0] == ["Somebody no longer listed has left."]


PLAIN = [
    (Ending.LEFT, ["The worker has left."]),
    (Ending.ABSENT, ["The worker is absent."]),
    (Ending.MOVED_TEAM, ["The worker now works in another team."]),
    (Ending.RETURNED, ["The worker is back at work."]),
    (Ending.LIMIT_CHANGED, []),
    (Ending.RULE_CHANGED, []),
    (Ending.SWITCHED_OFF, []),
    (Ending.FELL, []),
]


@pytest.mark.parametrize(("how", "lines"), PLAIN)
def test_of_one_worker_it_is_said_without_a_name_what_became_of_it(
    how: Ending, lines: list[str]
) -> None:
    assert how_members_ended(facts(RuleKind.WORKER_OVER, sam(how)))[1] == lines


def test_of_several_workers_nothing_is_said_without_names() -> None:
    two = [sam(Ending.LEFT), ended(a_worker(2, JO, ""), Ending.FELL, 16)]
    named, plain = how_members_ended(facts(RuleKind.WORKER_OVER, *two))
    assert named == [
        "Sam Example has left; 17 cases are still in their name.",
        "Jo Placeholder 16.",
    ]
    assert plain == []


def test_of_whoever_was_never_told_nothing_is_said() -> None:
    untold = ended(a_worker(2, JO, "", told_value=None), Ending.FELL, 16)
    assert how_members_ended(facts(RuleKind.WORKER_OVER, sam(), untold))[0] == ["Sam Example 17."]


def an_end(kind: RuleKind, said: str, cases: float, how: Ending = Ending.FELL) -> Facts:
    worker = ended(a_worker(3, ANA, "absent, with 7 cases", 7, None), how, cases, said)
    return facts(kind, worker, outflows={3: Outflow(receivers=(replace(KIT, cases=7),))})


OTHERS = [
    (RuleKind.ABSENT_HOLDING, "at work, with 7 cases", 7, "Ana Specimen: at work, with 7 cases."),
    (RuleKind.ABSENT_HOLDING, "absent, with 1 case", 1, "Ana Specimen: absent, with 1 case."),
    (
        RuleKind.ABSENT_HOLDING,
        "absent, with no cases",
        0,
        "Ana Specimen: absent, with no cases; "
        "seven cases moved to Kit Dummy, who now holds 18 of 18.",
    ),
    (
        RuleKind.LEAVER_HOLDING,
        "has left, with no cases",
        0,
        "Ana Specimen: has left, with no cases; "
        "seven cases moved to Kit Dummy, who now holds 18 of 18.",
    ),
    (
        RuleKind.NOT_SEEN,
        "every child seen in time",
        0,
        "Ana Specimen: every child seen in time.",
    ),
]


@pytest.mark.parametrize(("kind", "said", "cases", "sentence"), OTHERS)
def test_of_other_members_it_is_said_how_they_stand_now(
    kind: RuleKind, said: str, cases: float, sentence: str
) -> None:
    assert how_members_ended(an_end(kind, said, cases))[0] == [sentence]


@pytest.mark.parametrize(
    ("kind", "how", "sentence"),
    [
        (RuleKind.ABSENT_HOLDING, Ending.LEFT, "Ana Specimen: has left."),
        (RuleKind.ABSENT_HOLDING, Ending.SWITCHED_OFF, "Ana Specimen: no longer watched."),
        (RuleKind.ABSENT_HOLDING, Ending.RETURNED, "Ana Specimen is back at work, with 7 cases."),
        (RuleKind.ABSENT_HOLDING, Ending.RULE_CHANGED, "Ana Specimen: the rule was changed."),
        (RuleKind.NOT_SEEN, Ending.MOVED_TEAM, "Ana Specimen now works in another team."),
        (RuleKind.NOT_SEEN, Ending.RULE_CHANGED, "Ana Specimen: the rule was changed."),
        (RuleKind.LEAVER_HOLDING, Ending.FELL, "Ana Specimen: 7 cases."),
        (
            RuleKind.NOT_SEEN,
            Ending.FELL,
            "Ana Specimen: nobody unseen for that long any more.",
        ),
    ],
)
def test_of_whoever_is_judged_no_more_it_is_said_what_is_known(
    kind: RuleKind, how: Ending, sentence: str
) -> None:
    found = replace(an_end(kind, "", 7, how), readings={}, names={"worker:3": ANA})
    assert how_members_ended(found)[0] == [sentence]


def test_a_kind_of_case_and_an_average_name_nobody_and_are_said_everywhere() -> None:
    kind = ended(a_subject("kind:child_protection", "child protection", ""), Ending.FELL, 0)
    line = "Child protection: no case has been without a worker for 1 working day or more."
    found = facts(RuleKind.URGENT_UNALLOCATED, kind, limit=1)
    assert how_members_ended(found) == ([line], [line])
    assert how_members_ended(replace(found, limit=0))[0] == [
        "Child protection: every case has a worker."
    ]
    said = "14.2 cases per full-time worker, within the promise of 12–15"
    team = ended(a_subject("team:1", "Court North", ""), Ending.FELL, 14.2, said)
    line = f"{said}."
    assert how_members_ended(facts(RuleKind.TEAM_ABOVE_PROMISE, team)) == ([line], [line])


@pytest.mark.parametrize(
    ("people", "line"),
    [
        (1, "The person is in the workforce list now, or holds no cases any more."),
        (3, "All of them are in the workforce list now, or hold no cases any more."),
    ],
)
def test_people_who_were_unknown_are_not_named_at_the_end(people: int, line: str) -> None:
    unknown = [a_subject(f"unmatched:{n}", f"Robin {n}", "3 cases") for n in range(people)]
    found = facts(RuleKind.UNMATCHED, *(ended(each, Ending.FELL, 0) for each in unknown))
    assert how_members_ended(found) == ([line], [line])


def test_whom_the_rule_does_not_look_for_any_more_may_well_be_unknown() -> None:
    unknown = [a_subject(f"unmatched:{n}", f"Robin {n}", "3 cases") for n in range(2)]
    by_rule = ended(unknown[0], Ending.RULE_CHANGED, 3)
    assert how_members_ended(facts(RuleKind.UNMATCHED, by_rule)) == ([], [])
    both = facts(RuleKind.UNMATCHED, by_rule, ended(unknown[1], Ending.FELL, 0))
    line = "The person is in the workforce list now, or holds no cases any more."
    assert how_members_ended(both) == ([line], [line])
