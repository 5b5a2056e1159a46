"""Returns with anything wrong in them are read or refused; nothing breaks."""

import json
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from models.census.figures import census_figures
from models.census.parts import count_return, parts_as_json, parts_from_json
from models.census.reading import read_return
from models.extracts.problems import Unreadable
from tests.models.census.returns import NUMBER, VACANCIES, message, worker

LEAVER = worker(FTE=0, RoleEndDate="2025-03-31", ReasonLeave=1)
TEXT = message(VACANCIES, worker(SWENo=NUMBER), LEAVER, worker(AgencyWorker=1, CFKSSstatus=1))
FILES = [
    TEXT.encode(),
    TEXT.encode("utf-16"),
    f'<?xml version="1.0" encoding="ISO-8859-1"?>{TEXT}'.encode("latin-1"),
]
PIECES = st.sampled_from(
    [
        *(b"", b"<", b">", b"</", b"&", b"&#x0;", b"&amp;", b"<![CDATA[", b"]]>", b"<a>", b"x:"),
        *(b"\xff", b"\0", b"\xc3\xa9", b"-1", b"1e999", b"99999999999999999999", b"NaN", b"\n"),
        *(b"<CSWWWorker>", b"</CSWWWorker>", b"<LEA/>", b"<Year>0</Year>", b' encoding="x"'),
        *(b"<!DOCTYPE a [", b"2025-02-30"),
    ]
)


@settings(max_examples=250)
@given(
    st.sampled_from(FILES),
    st.lists(st.tuples(st.integers(0, 1500), st.integers(0, 30), PIECES), max_size=5),
)
def test_a_changed_return_is_read_or_refused(
    data: bytes, changes: list[tuple[int, int, bytes]]
) -> None:
    for place, length, piece in changes:
        data = data[:place] + piece + data[place + length :]
    with suppress(Unreadable):
        found = read_return(data)
        parts = count_return(found)
        assert parts_from_json(json.loads(json.dumps(parts_as_json(parts)))) == parts
        assert len(census_figures(parts, found.reference_on)) > 0
        assert not any(NUMBER in note for note in found.notes)


VALUES = st.one_of(
    st.none(),
    st.floats().map(str),
    st.integers().map(str),
    st.dates().map(str),
    st.text(st.characters(min_codepoint=32, exclude_characters="<&"), max_size=20),
)
NAMES = ("AgencyWorker", "FTE", "FTE30", "OrgRole", "RoleStartDate", "RoleEndDate", "Cases30")


@given(
    st.lists(st.dictionaries(st.sampled_from((*NAMES, "SWENo")), VALUES), min_size=1, max_size=6)
)
def test_a_return_of_any_values_is_read_and_its_figures_can_be_formed_and_kept(
    said: list[dict[str, str | None]],
) -> None:
    found = read_return(message(VACANCIES, *(worker(**each) for each in said)).encode())
    parts = count_return(found)
    assert len(found.workers) == len(said)
    assert parts.in_post_headcount + parts.agency_headcount <= len(said)
    assert sum(role.cases for role in parts.by_role.values()) == parts.cases
    assert parts_from_json(json.loads(json.dumps(parts_as_json(parts)))) == parts


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_with_a_sentence(data: bytes) -> None:
    with suppress(Unreadable):
        read_return(data)
