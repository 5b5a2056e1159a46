"""Finding the team, service or worker that a name means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grammar import NameKind
from bot.names import MAX_SUGGESTIONS, Found, KnownName, find_names

ANY, TEAM, SERVICE, WORKER = NameKind.ANY, NameKind.TEAM, NameKind.SERVICE, NameKind.WORKER

TEAMS = (
    "Court South",
    "Court North",
    "Safeguarding West",
    "Safeguarding East",
    "Assessment East",
    "Assessment West",
    "Care Leavers",
    "Looked After 1",
    "Over 11s Team",
    "Multi Agency Safeguarding Hub",
    "Fostering",
    "Adoption & Permanence",
    "The Bridge",
)
SERVICES = ("Safeguarding", "Fostering", "Corporate Parenting Service")
WORKERS = (
    "Sam Specimen",
    "Sam Example",
    "Jo Placeholder",
    "Kit Dummy",
    "José Núñez",
    "Siân O'Brien",
    "Alex Twin",
    "Alex Twin",
)


def known_names() -> list[KnownName]:
    named = [(TEAM, TEAMS), (SERVICE, SERVICES), (WORKER, WORKERS)]
    return [
        KnownName(name, kind, f"{kind}:{number}")
        for kind, names in named
        for number, name in enumerate(names)
    ]


def found(wanted: str, kind: NameKind = ANY) -> Found:
    return find_names(wanted, kind, known_names())


def suggested(wanted: str, kind: NameKind = ANY) -> list[str]:
    answer = found(wanted, kind)
    assert answer.exact is None
    return [one.name for one in answer.suggestions]


@pytest.mark.parametrize(
    ("wanted", "kind", "name"),
    [
        ("Court North", ANY, "Court North"),
        ("court north", TEAM, "Court North"),
        ("COURT-NORTH!", ANY, "Court North"),
        ("Court North team", ANY, "Court North"),
        ("team court north", ANY, "Court North"),
        ("the Court North team", ANY, "Court North"),
        ("over 11s", ANY, "Over 11s Team"),
        ("adoption and permanence", ANY, "Adoption & Permanence"),
        ("bridge", ANY, "The Bridge"),
        ("safeguarding", ANY, "Safeguarding"),
        ("corporate parenting", SERVICE, "Corporate Parenting Service"),
        ("fostering", SERVICE, "Fostering"),
        ("sam example", ANY, "Sam Example"),
        ("jose nunez", WORKER, "José Núñez"),
        ("Sian O’Brien", ANY, "Siân O'Brien"),
    ],
)
def test_a_whole_name_is_found_however_it_is_written(
    wanted: str, kind: NameKind, name: str
) -> None:
    answer = found(wanted, kind)
    assert answer.exact is not None
    assert answer.exact.name == name
    assert answer.suggestions == ()


@pytest.mark.parametrize(
    ("wanted", "kind", "names"),
    [
        ("court nth", ANY, ["Court North", "Court South"]),
        ("court nth", TEAM, ["Court North", "Court South"]),
        ("court", ANY, ["Court North", "Court South"]),
        ("north", ANY, ["Court North"]),
        ("assesment est", ANY, ["Assessment East", "Assessment West"]),
        ("caer leavers", ANY, ["Care Leavers"]),
        ("over 11 team", ANY, ["Over 11s Team"]),
        ("MASH", ANY, ["Multi Agency Safeguarding Hub"]),
        ("trend for Court North", ANY, ["Court North"]),
        ("Court North and Court South", ANY, ["Court North", "Court South"]),
        ("Sam", ANY, ["Sam Example", "Sam Specimen"]),
        ("Placeholder, Jo", ANY, ["Jo Placeholder"]),
        ("kit dumy", WORKER, ["Kit Dummy"]),
        ("Sam Exampel", ANY, ["Sam Example"]),
    ],
)
def test_a_part_or_a_misspelt_name_only_suggests(
    wanted: str, kind: NameKind, names: list[str]
) -> None:
    assert suggested(wanted, kind) == names


def test_a_name_of_a_team_and_a_service_suggests_both() -> None:
    answer = found("fostering")
    assert answer.exact is None
    assert [(one.name, one.kind) for one in answer.suggestions] == [
        ("Fostering", SERVICE),
        ("Fostering", TEAM),
    ]


def test_a_name_of_two_workers_suggests_both() -> None:
    assert [one.key for one in found("alex twin").suggestions] == ["worker:6", "worker:7"]


def test_the_name_exactly_as_written_wins_over_one_that_adds_a_word() -> None:
    bridges = [KnownName("Bridge Team", TEAM, "1"), KnownName("The Bridge", TEAM, "2")]
    assert find_names("the bridge", ANY, bridges).exact == bridges[1]
    assert find_names("bridge", ANY, bridges).suggestions == tuple(bridges)


def test_a_surname_is_not_taken_for_the_word_team() -> None:
    assert find_names("Sam", ANY, [KnownName("Sam Service", WORKER, "1")]).exact is None


@pytest.mark.parametrize(
    "wanted",
    ["trend", "staffing", "vacancies", "alerts", "x", "a", "team", "", "!?", "DROP TABLE teams"],
)
def test_nothing_is_suggested_when_nothing_is_near(wanted: str) -> None:
    assert found(wanted) == Found(None, ())


def test_another_kind_is_suggested_when_nothing_of_the_kind_is_near() -> None:
    assert suggested("Corporate Parenting", TEAM) == ["Corporate Parenting Service"]
    assert suggested("Court North", WORKER) == ["Court North", "Court South"]


def test_the_whole_authority_is_no_name() -> None:
    assert found("Court North", NameKind.AUTHORITY) == Found(None, ())


def test_at_most_five_are_suggested_in_alphabetical_order_when_equally_near() -> None:
    localities = [KnownName(f"Locality {letter}", TEAM, letter) for letter in "GFEDCBA"]
    names = [one.name for one in find_names("locality", ANY, localities).suggestions]
    assert names == ["Locality A", "Locality B", "Locality C", "Locality D", "Locality E"]


@given(st.text(max_size=90), st.sampled_from(NameKind))
def test_any_name_gets_a_bounded_answer_whatever_the_order_of_the_known(
    wanted: str, kind: NameKind
) -> None:
    known = known_names()
    answer = find_names(wanted, kind, known)
    assert len(answer.suggestions) <= MAX_SUGGESTIONS
    assert answer.exact is None or answer.suggestions == ()
    assert find_names(wanted, kind, known[::-1]) == answer
