"""The same records have the same digest in whatever order they stand, and others have another."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from models.extracts.digests import AT_ONCE, records_digest
from models.extracts.records import AllocationsRecords, CaseRecord, Place
from models.vocabulary import CaseKind

MANY = AT_ONCE + AT_ONCE // 2


def a_case(ref: str, row: int) -> CaseRecord:
    opened = date(2026, 1, 1 + row % 28)
    place = Place("cases.csv", None, row)
    kind = CaseKind.CHILD_IN_NEED
    return CaseRecord(ref, kind, "Court", None, opened, None, None, None, 1.0, place)


@pytest.mark.parametrize(
    "refs",
    [
        pytest.param(["1", "1 2", "12", "a'b", 'a"b', "a\\b", "ä"], id="few"),
        pytest.param([f"{row}" for row in range(MANY)], id="more than are written out at once"),
        pytest.param(["1"] * MANY, id="of which none is known by what it begins with"),
    ],
)
def test_the_order_of_the_rows_does_not_matter_and_what_they_say_does(refs: list[str]) -> None:
    cases = [a_case(ref, row) for row, ref in enumerate(refs)]
    digest = records_digest(AllocationsRecords(tuple(cases)))
    Random(7).shuffle(cases)
    assert records_digest(AllocationsRecords(tuple(cases))) == digest
    cases[0] = replace(cases[0], worker="W1")
    assert records_digest(AllocationsRecords(tuple(cases))) != digest


def test_a_digest_stays_what_it_was_in_earlier_versions() -> None:
    cases = (a_case("2", 2), a_case("1", 1))
    known = "9375bac36f703c00a627460eda3604d70afe203768c06decacf3da7a1ed9ea1e"
    assert records_digest(AllocationsRecords(cases)) == known
