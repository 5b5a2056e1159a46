"""A person is recognised in a text however they are spelt, and nobody else is."""

import pytest

from models.telling.identifiers import NOBODY, Who

ZOE = Who(
    worker_ids=frozenset({12}),
    emails=frozenset({"zoe.ash-fell@example.org"}),
    names=frozenset({"Zoë Ash-Fell"}),
    staff_ids=frozenset({"W17", "1042"}),
    slack_ids=frozenset({"U0ZOE1234"}),
    marks=frozenset({"worker:12"}),
)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Zoë Ash-Fell: 26 cases", f"{NOBODY}: 26 cases"),
        ("ZOE ASH FELL has 26", f"{NOBODY} has 26"),
        ("moved from Ash-Fell, Zoe to Kit", f"moved from {NOBODY} to Kit"),
        ("Zoe\u0308 Ash\u2011Fell\u2019s cases", f"{NOBODY}\u2019s cases"),
        ("two: zoë ash-fell, Zoe Ash Fell.", f"two: {NOBODY}, {NOBODY}."),
        ("person:zoe.ash-fell@example.org", f"person:{NOBODY}"),
        ("Zoe.Ash-Fell@Example.org, and more", f"{NOBODY}, and more"),
        ("<@U0ZOE1234> asked", f"<@{NOBODY}> asked"),
        ("Staff id W17 is twice in the list", f"Staff id {NOBODY} is twice in the list"),
        ('"1042" is not a worker', f'"{NOBODY}" is not a worker'),
        ("staff:1042 has a limit", f"staff:{NOBODY} has a limit"),
        ("1042", NOBODY),
        ("Zoe Ash-Fell", NOBODY),
        ("Zoë Ashfell keeps two", f"{NOBODY} keeps two"),
        ("Ashfell, Zoe", NOBODY),
    ],
)
def test_they_are_found_in_a_text_and_taken_out(text: str, left: str) -> None:
    assert ZOE.is_told_by(text)
    assert ZOE.without(text) == left
    assert not ZOE.is_told_by(ZOE.without(text))


@pytest.mark.parametrize(
    "text",
    [
        *("", "Zoe", "Ash-Fell", "Zoe Ashfellow", "Zoe and Ash Fell", "Chloe Ash-Fell"),
        *("zoe.ash-fell@example.org.uk", "chloe.zoe.ash-fell@example.org", "W171", "SW17"),
        *("1042 open cases", "U0ZOE12345", "worker:120"),
    ],
)
def test_nobody_else_is_taken_for_them(text: str) -> None:
    assert not ZOE.is_told_by(text)
    assert ZOE.without(text) == text


def test_a_number_that_may_be_any_is_a_staff_id_only_where_one_stands() -> None:
    cells = {"rows": [["1042", "17 cases"]]}
    asked = cells | {"staff_id": "1042", "staff_ids": ["1042", "1043"]}
    left = cells | {"staff_id": NOBODY, "staff_ids": [NOBODY, "1043"]}
    assert ZOE.without_in(asked) == left


def test_keys_and_lists_within_a_value_are_searched_too() -> None:
    told = {"Zoe Ash-Fell": [1, {"note": ["to W17", None, 2.5]}]}
    assert ZOE.is_told_in(told)
    assert ZOE.without_in(told) == {NOBODY: [1, {"note": [f"to {NOBODY}", None, 2.5]}]}
    assert not ZOE.is_told_in({"Kit": ["W18", 12]})


def test_the_number_of_their_row_tells_of_them_and_stays() -> None:
    assert ZOE.is_told_in([{"subject": "worker:12"}])
    assert ZOE.without("worker:12") == "worker:12"


def test_in_a_note_about_them_a_part_of_the_name_goes_as_it_is_spelt() -> None:
    note = "No new cases to Zoë; Ash keeps two, fell ill. Zoëlle has room."
    left = f"No new cases to {NOBODY}; {NOBODY} keeps two, fell ill. Zoëlle has room."
    assert ZOE.without_parts(note) == left
    assert Who().without_parts(note) == note


def test_a_name_of_one_word_is_found_only_alone() -> None:
    duty = Who(names=frozenset({"Mark"}))
    assert duty.without("mark") == NOBODY
    assert duty.without("Mark it as seen") == "Mark it as seen"
    assert not Who().is_told_by("anything")


def test_a_name_of_one_word_is_theirs_where_a_value_is_nothing_else() -> None:
    sukarno = Who(names=frozenset({"Sukarno"}))
    value = {"name": "Sukarno", "with": ["SUKARNO", "Kit"], "said": "Sukarno 26 cases"}
    left = {"name": NOBODY, "with": [NOBODY, "Kit"], "said": "Sukarno 26 cases"}
    assert sukarno.is_told_in(value)
    assert sukarno.without_in(value) == left
    assert sukarno.without_single_name_in(left) == left | {"said": f"{NOBODY} 26 cases"}
    assert ZOE.without_single_name_in({"said": "Ash"}) == {"said": "Ash"}
    duty = Who(names=frozenset({"Mark", "Example"}))
    assert not duty.is_told_in({"mark": "mark", "example": {"deed": "example"}})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Anne-Marie Day", "Annemarie Day"),
        ("Anne-Marie Day", "Day, Anne Marie"),
        ("Annemarie Day", "Day, Anne-Marie"),
        ("Pat O'Neil", "Pat ONeil"),
        ("Pat ONeil", "O\u2019Neil, Pat"),
    ],
)
def test_hyphens_and_apostrophes_in_a_name_may_be_left_out_or_put_in(name: str, text: str) -> None:
    who = Who(names=frozenset({name}))
    assert who.without(f"to {text}: two") == f"to {NOBODY}: two"
    assert not who.is_told_by("Annemarieday, Anne-Marie Days, Pat O Neil")
    assert not Who(names=frozenset({"' '", "- -", "Pat '"})).is_told_by('Pat, "and" - Annemarie')
