"""What is kept of a held load comes back as it was, and never with a case reference in clear."""

import zlib
from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import RecordsUnreadable
from models.extracts.keeping import Records, hashed, packed, unpacked
from models.extracts.records import (
    AllocationsRecords,
    CaseRecord,
    LimitRecord,
    Place,
    PostRecord,
    ServiceRecord,
    TargetRecord,
    TeamRecord,
    WorkerRecord,
    WorkforceRecords,
)
from models.vocabulary import CaseKind, ExtractKind

ALLOCATIONS, WORKFORCE = ExtractKind.ALLOCATIONS, ExtractKind.WORKFORCE

st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(int, st.integers(1, 10**6))


def several(record: type) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(st.from_type(record), max_size=3).map(tuple)


notes = st.lists(st.text(), max_size=2).map(tuple)
allocations = st.builds(AllocationsRecords, several(CaseRecord), notes)
workforces = st.builds(
    WorkforceRecords,
    *map(several, (ServiceRecord, TeamRecord, WorkerRecord, PostRecord, LimitRecord, TargetRecord)),
    notes,
)

CASE = CaseRecord(
    case_ref="10481",
    kind=CaseKind.CHILD_IN_NEED,
    team="Court North",
    worker=None,
    opened_on=date(2026, 1, 5),
    allocated_on=None,
    closed_on=None,
    last_seen_on=None,
    weight=1.0,
    place=Place("annex_a.xlsx", "List_6", 12),
)


@given(allocations)
def test_allocations_come_back_as_they_were(records: AllocationsRecords) -> None:
    assert unpacked(packed(records), ALLOCATIONS) == records


@given(workforces)
def test_a_workforce_comes_back_as_it_was(records: WorkforceRecords) -> None:
    assert unpacked(packed(records), WORKFORCE) == records


def test_words_and_days_come_back_as_words_and_days() -> None:
    (case,) = _cases(unpacked(packed(AllocationsRecords((CASE,))), ALLOCATIONS))
    assert [type(getattr(case, field.name)) for field in fields(case)] == [
        type(getattr(CASE, field.name)) for field in fields(CASE)
    ]


def test_no_case_reference_is_kept_in_clear() -> None:
    kept = hashed(AllocationsRecords((CASE,)), lambda ref: f"hash of {len(ref)}")
    assert kept == AllocationsRecords((replace(CASE, case_ref="hash of 5"),))
    assert b"10481" not in zlib.decompress(packed(kept))


@pytest.mark.parametrize(
    "kept",
    [
        b"",
        b"not compressed",
        zlib.compress(b"not JSON"),
        zlib.compress(b'{"cases": [{"case_ref": "1"}]}'),  # a field that came later is missing
        packed(AllocationsRecords((CASE,)))[:-5],
    ],
)
def test_what_another_version_kept_is_a_sentence_with_the_next_step(kept: bytes) -> None:
    with pytest.raises(RecordsUnreadable, match="Import the file again with --accept"):
        unpacked(kept, ALLOCATIONS)


def _cases(records: Records) -> tuple[CaseRecord, ...]:
    assert isinstance(records, AllocationsRecords)
    return records.cases
