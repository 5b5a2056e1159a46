"""Published files with anything wrong in them are read or refused; nothing breaks."""

from hypothesis import given
from hypothesis import strategies as st

from models.extracts.csv_text import decode
from models.extracts.problems import Problems, Unreadable
from models.reference.layout import neighbours_text, read_neighbours, read_table, table_text
from models.reference.reading import kind_of, read_published
from models.reference.table import Neighbours, Table
from tests.models.reference.files import ENGLAND, JOINT, SOUTH_EAST, row, text_of

NEAR = {f"SN_{n}": str(300 + n) for n in range(1, 11)}
FILES = [
    text_of(row(ENGLAND), row(SOUTH_EAST, 2024), row(), row(JOINT, caseload_fte="low")),
    text_of(row(said={"category": "Children in Need", "At31_episodes": "1,971"})),
    text_of(
        {"old_la_code": "852", "la_name": "Southampton", **NEAR},
        columns=["old_la_code", "la_name", *NEAR],
    ),
]
PIECES = st.sampled_from(
    [b"", b",", b";", b'"', b"\r\n", b"\n\n", b"\xe2\x80\xa8", b"\xff", b"\0", b"-1", b"1e999",
     b"852", b"314 / 318", b"z", b"low", b"[c]", b"2025", b"National", b"nan", b"\x0b", b"=1+1"]
)  # fmt: skip


@given(st.sampled_from(FILES), st.lists(st.tuples(st.integers(0, 900), st.integers(0, 9), PIECES)))
def test_a_changed_file_is_read_or_refused_and_what_is_read_can_be_kept(
    file: str, changes: list[tuple[int, int, bytes]]
) -> None:
    data = file.encode()
    for place, length, piece in changes:
        data = data[:place] + piece + data[place + length :]
    problems = Problems()
    try:
        text = decode(data)
        kind = kind_of(text)
        found = kind and read_published(kind, "published_2025.csv", text, problems)
    except Unreadable:
        return
    if not found or problems:
        return
    if isinstance(found.said, Table):
        assert read_table(table_text(found.said)) == found.said
    elif isinstance(found.said, Neighbours):
        assert read_neighbours(neighbours_text(found.said)) == found.said
