"""Whom an extract means by a staff id, an email or a name."""

import pytest

from models.extracts.matching import KnownWorker, WorkerIndex
from models.folding import folded, folded_name


def known(
    staff_id: str, name: str, email: str | None = None, *, in_post: bool = True
) -> KnownWorker[str]:
    return KnownWorker(staff_id, staff_id, email, name, in_post)


WORKERS = [
    known("W1", "Sam Example", "sam@example.org"),
    known("W2", "Ana Specimen-Núñez", "ana@example.org"),
    known("W3", "Jo O’Placeholder"),
    known("00042", "Kit Dummy"),
    known("T1", "Lee Twin"),
    known("T2", "Lee Twin"),
    known("L1", "Max Left", in_post=False),
    known("L2", "Max Left"),
    known("G1", "Ida Gone", in_post=False),
    known("G2", "Ida Gone", in_post=False),
    known("Old", "Una Leaver", in_post=False),
    known("Pat Third", "Rae Fourth"),
    known("P3", "Pat Third"),
]


@pytest.mark.parametrize(
    ("ref", "staff_id"),
    [
        ("W1", "W1"),
        ("w1", "W1"),
        ("W１", "W1"),  # a full-width digit
        ("00042", "00042"),
        ("42", None),
        ("sam@example.org", "W1"),
        ("SAM@Example.ORG", "W1"),
        ("Sam Example", "W1"),
        ("sam  example", "W1"),
        ("SAM EXAMPLE", "W1"),
        ("Example, Sam", "W1"),
        ("EXAMPLE,SAM", "W1"),
        ("Example Sam", None),
        ("Specimen-Núñez, Ana", "W2"),
        ("ANA SPECIMEN-NÚÑEZ", "W2"),
        ("Ana Specimen-Nu\u0301n\u0303ez", "W2"),  # accents as letters of their own
        ("Ana Specimen Nunez", "W2"),  # without them
        ("Jo O'Placeholder", "W3"),
        ("O’Placeholder, Jo", "W3"),
        ("Una Leaver", "Old"),  # alone of this name, so it is the leaver
        ("Max Left", "L2"),  # of two of one name, the one in post
        ("Pat Third", "Pat Third"),  # a staff id comes before a name
        ("Sam", None),
        ("", None),
        (",", None),
        ("Example, Sam, Ms", None),
    ],
)
def test_a_worker_is_found_by_staff_id_email_or_name(ref: str, staff_id: str | None) -> None:
    assert WorkerIndex(WORKERS).find(ref).key == staff_id


@pytest.mark.parametrize("ref", ["Lee Twin", "Twin, Lee", "Ida Gone"])
def test_two_workers_of_one_name_are_told_apart_by_nothing(ref: str) -> None:
    match = WorkerIndex(WORKERS).find(ref)
    assert match.key is None
    assert match.reason == "2 workers in the workforce list have this name"


def test_a_stranger_is_not_in_the_workforce_list() -> None:
    match = WorkerIndex(WORKERS).find("Nobody Here")
    assert (match.key, match.reason) == (None, "not in the workforce list")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Court North", "court  NORTH"), ("Straße", "STRASSE"), ("Team ②", "team 2")],
)
def test_text_compares_without_case_spaces_and_forms_of_letters(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_a_name_with_two_commas_is_left_as_it_is() -> None:
    assert folded_name("Example, Sam, Ms") == "example, sam, ms"


@pytest.mark.parametrize(("ref", "staff_id"), [("José Pair", "A1"), ("Pair, Jose", "A2")])
def test_two_names_that_differ_by_an_accent_are_told_apart_by_it(ref: str, staff_id: str) -> None:
    workers = [known("A1", "José Pair"), known("A2", "Jose Pair")]
    assert WorkerIndex(workers).find(ref).key == staff_id
