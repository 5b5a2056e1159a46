"""Whatever the bytes, reading ends in records or in problems: never in an exception."""

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.extracts.files import gather_extracts, read_extract
from models.extracts.records import ReadExtract
from tests.models.extracts.workbooks import (
    AS_AT,
    WORKFORCE,
    a_care_leaver,
    an_open_child,
    list_6,
    list_9,
    write_workbook,
)

SHORT = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
NAMES = st.sampled_from(["a.xlsx", "cases.csv", "Teams.csv", "a.xls", "a.ods", "a.pdf", "a"])
CASES = b"case_ref,kind,team,worker,opened_on,allocated_on,closed_on,last_seen_on\n"
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(),
    st.dates(date(1900, 3, 1), date(9999, 12, 30)),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=50),
    st.sampled_from(["#N/A", "31/02/2026", "1e999", "١٢", "\u202e", "=1/0", "'", '"', "90%"]),
)


def read_all(path: Path) -> list[ReadExtract]:
    """What comes of the path, with what must hold whatever comes."""
    read = [read_extract(found, as_at=AS_AT) for found in gather_extracts([path])]
    assert read
    for extract in read:
        assert (extract.records is None) is bool(extract.problems)
        assert all(problem.message.endswith(".") for problem in extract.problems)
    return read


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    folder = tmp_path_factory.mktemp("good")
    annex_a = {"List_6": list_6(an_open_child()), "List_9": list_9(a_care_leaver())}
    return [
        write_workbook(folder / "annex.xlsx", annex_a).read_bytes(),
        write_workbook(folder / "workforce.xlsx", WORKFORCE).read_bytes(),
    ]


@SHORT
@given(name=NAMES, content=st.binary(max_size=400))
def test_random_bytes_are_a_problem(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    read_all(path)
    path.unlink()


@SHORT
@given(content=st.binary(max_size=300))
def test_random_bytes_under_a_good_header_are_read_or_refused(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "cases.csv").write_bytes(CASES + content)
    read_all(tmp_path)


@SHORT
@given(data=st.data())
def test_a_workbook_with_changed_bytes_is_read_or_refused(
    tmp_path: Path, workbooks: list[bytes], data: st.DataObject
) -> None:
    good = data.draw(st.sampled_from(workbooks))
    at = data.draw(st.integers(0, len(good) - 1))
    new = data.draw(st.binary(max_size=8))
    cut = data.draw(st.integers(0, 20))
    (tmp_path / "a.xlsx").write_bytes(good[:at] + new + good[at + cut :])
    read_all(tmp_path)


@SHORT
@given(data=st.data())
def test_a_workbook_with_changed_xml_is_read_or_refused(
    tmp_path: Path, workbooks: list[bytes], data: st.DataObject
) -> None:
    packed = zipfile.ZipFile(BytesIO(data.draw(st.sampled_from(workbooks))))
    spoilt = data.draw(st.sampled_from(packed.namelist()))
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as out:
        for name in packed.namelist():
            content = packed.read(name)
            if name == spoilt:
                at = data.draw(st.integers(0, len(content) - 1))
                new = data.draw(
                    st.one_of(st.binary(max_size=4), st.just(b"999999999"), st.just(b"<"))
                )
                content = content[:at] + new + content[at + data.draw(st.integers(0, 9)) :]
            out.writestr(name, content)
    read_all(tmp_path)


@SHORT
@given(data=st.data())
def test_any_cells_are_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    sheets: dict[str, list[list[Any]]] = {
        "List_6": list_6(an_open_child()),
        "List_9": list_9(a_care_leaver()),
        **{name: [list(row) for row in rows] for name, rows in WORKFORCE.items()},
    }
    kind = data.draw(st.sampled_from([["List_6", "List_9"], list(WORKFORCE)]))
    chosen = {name: sheets[name] for name in kind}
    for _ in range(data.draw(st.integers(1, 6))):
        rows = chosen[data.draw(st.sampled_from(kind))]
        row = rows[data.draw(st.integers(0, len(rows) - 1))]
        row[data.draw(st.integers(0, len(row) - 1))] = data.draw(CELLS)
    read_all(write_workbook(tmp_path / "a.xlsx", chosen))
