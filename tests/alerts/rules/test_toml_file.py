"""Rules as a file: what is written reads back the same, and every mistake is said."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.rules.defaults import SHIPPED, shipped_of
from alerts.rules.rule import Rule
from alerts.rules.toml_file import export_rules, read_rules
from alerts.rules.validity import Places
from models.vocabulary import RuleKind, TeamKind, ToldTo
from tests.build import a_rule

NAMES = ["Court North", 'The "A" Team', "Back\\slash", "Dél\x7fete\ttab", "Court South"]
PLACES = Places(teams=NAMES, services=["Court and Looked After"])

wide = st.sampled_from(
    [
        "authority",
        *(f"kind:{kind.value}" for kind in TeamKind),
        *(f"team:{name}" for name in NAMES),
        "service:Court and Looked After",
    ]
)
days = st.integers(min_value=0, max_value=250)
numbers = st.floats(min_value=0, max_value=1_000, allow_nan=False)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """A rule of the kind that has every freedom."""
    return a_rule(
        name=draw(st.from_regex(r"own-[a-z0-9]{1,20}", fullmatch=True)),
        applies_to=draw(wide),
        is_on=draw(st.booleans()),
        limit=draw(numbers),
        for_days=draw(days),
        margin=draw(numbers),
        step=draw(numbers),
        remind_days=draw(days),
        escalate_days=draw(days),
        told_to=draw(st.sampled_from(ToldTo)),
        urgent=draw(st.booleans()),
    )


@given(st.lists(rules(), unique_by=(lambda r: r.name, lambda r: r.applies_to), max_size=5))
def test_what_is_written_reads_back_as_the_same_rules(own: list[Rule]) -> None:
    shipped = [rule for rule in SHIPPED.values() if rule.kind is not RuleKind.WORKER_OVER]
    usual = replace(SHIPPED["worker-over-limit"], applies_to="team:Court South")
    own = [rule for rule in own if rule.applies_to != usual.applies_to]
    read = read_rules(export_rules([*shipped, usual, *own]), PLACES)
    assert read.problems == ()
    assert {rule.name: rule for rule in read.rules} == {
        rule.name: rule for rule in [*shipped, usual, *own]
    }


@given(st.text() | st.binary().map(lambda raw: raw.decode("latin-1")))
def test_no_text_is_too_strange_to_be_answered(text: str) -> None:
    read = read_rules(text, PLACES)
    assert not (read.rules and read.problems)


def test_the_order_of_a_file_is_always_the_same() -> None:
    backwards = reversed(list(SHIPPED.values()))
    assert export_rules(backwards) == export_rules(SHIPPED.values())


def test_a_key_left_out_has_the_value_that_is_shipped_for_the_kind() -> None:
    text = '[court-over]\nkind = "worker_over_limit"\napplies_to = "kind:court"\nlimit = 4\n'
    read = read_rules(text, PLACES)
    base = shipped_of(RuleKind.WORKER_OVER)
    wanted = replace(base, name="court-over", applies_to="kind:court", limit=4)
    assert read.rules == (wanted,)


def test_a_shipped_rule_needs_no_kind() -> None:
    (rule,) = read_rules("[worker-over-limit]\non = false\n", PLACES).rules
    assert (rule.kind, rule.is_on) == (RuleKind.WORKER_OVER, False)


def test_a_name_is_found_in_any_capitals_and_kept_as_the_workforce_has_it() -> None:
    (rule,) = read_rules('[worker-over-limit]\napplies_to = "team:court NORTH"\n', PLACES).rules
    assert rule.applies_to == "team:Court North"


WORKER = "[worker-over-limit]\n"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[worker-over-limit\n", "This is not TOML: "),
        ("limit = 2\n", "limit: This stands in no rule."),
        (f"{WORKER}limt = 2\n", '[worker-over-limit] limt: There is no such key. Did you mean "'),
        (f'{WORKER}limit = "2"\n', "[worker-over-limit] limit: 2 is not a number."),
        (f"{WORKER}limit = true\n", "[worker-over-limit] limit: True is not a number."),
        (f"{WORKER}limit = nan\n", "[worker-over-limit] limit: Write a number from 0 to 1,000"),
        (f"{WORKER}limit = inf\n", "[worker-over-limit] limit: Write a number"),
        (f"{WORKER}limit = -1\n", "[worker-over-limit] limit: Write a number from 0"),
        (f"{WORKER}limit = 1001\n", "[worker-over-limit] limit: Write a number from 0"),
        (f"{WORKER}for_days = -1\n", "[worker-over-limit] for_days: Write a whole number of work"),
        (f"{WORKER}for_days = 251\n", "[worker-over-limit] for_days: "),
        (f"{WORKER}for_days = 1.5\n", "[worker-over-limit] for_days: 1.5 is not a whole number."),
        (f"{WORKER}margin = -0.5\n", "[worker-over-limit] margin: Write a number from 0"),
        (f"{WORKER}step = -2\n", "[worker-over-limit] step: Write a number from 0"),
        (f'{WORKER}on = "yes"\n', "[worker-over-limit] on: yes is not true or false."),
        (f'{WORKER}told_to = "everybody"\n', '[worker-over-limit] told_to: "everybody" is nobody.'),
        (f"{WORKER}kind = 3\n", "[worker-over-limit] kind: 3 is not a word."),
        (
            f'{WORKER}kind = "load_held"\n',
            "[worker-over-limit] kind: The shipped rule of this name is of the kind",
        ),
        ("[court]\n", "[court] kind: Say what the rule looks for: worker_over_limit, "),
        (
            '[court]\nkind = "worker_over_limits"\n',
            '[court] kind: There is no kind "worker_over_limits". Did you mean "worker_over_limit"',
        ),
        (
            '["Court Over"]\nkind = "worker_over_limit"\napplies_to = "kind:court"\n',
            "[Court Over] A rule's name has small letters",
        ),
        (
            f'{WORKER}applies_to = "team:Court Nroth"\n',
            '[worker-over-limit] applies_to: There is no team "Court Nroth". '
            'Did you mean "Court North"?',
        ),
        (
            f'{WORKER}applies_to = "service:Court and Looked"\n',
            '[worker-over-limit] applies_to: There is no service "Court and Looked". '
            'Did you mean "Court and Looked After"?',
        ),
        (
            f'{WORKER}applies_to = "kind:pirates"\n',
            '[worker-over-limit] applies_to: There is no kind of team "pirates".',
        ),
        (f'{WORKER}applies_to = "north"\n', '[worker-over-limit] applies_to: "north" is no place.'),
        (
            "[absent-worker-holding-cases]\nlimit = 2\nmargin = 3\n",
            "[absent-worker-holding-cases] margin: With a limit of 2 it would never be over",
        ),
        (
            "[case-unallocated]\nmargin = 1\n",
            "[case-unallocated] margin: A rule of this kind has no margin.",
        ),
        ("[case-unallocated]\nlimit = 2.5\n", "[case-unallocated] limit: Write a whole number of"),
        ("[child-not-seen]\nlimit = 0\n", "[child-not-seen] limit: Write a number from 1"),
        ("[data-late]\nlimit = 0\n", "[data-late] limit: Write a number from 1"),
        (
            '[data-late]\ntold_to = "team"\n',
            "[data-late] told_to: This concerns no single team.",
        ),
        (
            '[load-held]\napplies_to = "team:Court North"\n',
            '[load-held] applies_to: A rule of this kind is for the whole "authority".',
        ),
        (
            '[mine]\nkind = "worker_over_limit"\n',
            "[mine] applies_to: The rule worker-over-limit is of this kind and for the same place.",
        ),
    ],
)
def test_a_mistake_is_said_with_the_rule_the_key_and_what_is_accepted(
    text: str, problem: str
) -> None:
    read = read_rules(text, PLACES)
    assert read.rules == ()
    (found,) = read.problems
    said = str(found).replace("]: ", "] ") if found.key is None else str(found)
    assert said.startswith(problem)


def test_every_problem_of_a_file_is_said_at_once() -> None:
    text = "[worker-over-limit]\nlimit = -1\nmargin = -1\n[data-late]\nlimt = 2\n"
    read = read_rules(text, PLACES)
    assert [problem.key for problem in read.problems] == ["limit", "margin", "limt"]


def test_a_file_without_end_is_not_read() -> None:
    assert "too long" in str(read_rules("#" * 2_000_000, PLACES).problems[0])


def test_a_file_that_says_nothing_says_that_every_rule_is_as_shipped() -> None:
    read: Any = read_rules("# nothing\n", PLACES)
    assert (read.rules, read.problems) == ((), ())
