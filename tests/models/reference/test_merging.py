"""A published file beside what is known: it adds and corrects, and takes nothing away."""

import pytest

from models.reference.measures import PublishedMeasure as M
from models.reference.merging import Change, change, merged
from models.reference.table import Area, Level, Row, Table

AREAS = (
    Area("852", Level.AUTHORITY, "Southampton", "E12000008", ("E06000045",)),
    Area("314/318", Level.AUTHORITY, "Kingston / Richmond", "E13000002", ("E09000021",)),
    Area("314", Level.AUTHORITY, "Kingston", "E13000002", ("E09000021",)),
    Area("318", Level.AUTHORITY, "Richmond", "E13000002", ("E09000027",)),
    Area("E06000045", Level.AUTHORITY, "Southampton", "E12000008", ("E06000045",)),
)


def table(rows: dict[tuple[str, int], Row]) -> Table:
    there = {code for code, _ in rows}
    return Table({area.code: area for area in AREAS if area.code in there}, rows)


def both(*values: float) -> Row:
    return dict(zip((M.CASES, M.AGENCY_RATE), values, strict=False))


CASES = [
    (
        "a newer file adds its years and corrects those that are known",
        {("852", 2024): both(1, 5), ("852", 2023): both(2, 6)},
        {("852", 2025): both(3, 7), ("852", 2024): both(4, 8)},
        {("852", 2025): both(3, 7), ("852", 2024): both(4, 8), ("852", 2023): both(2, 6)},
    ),
    (
        "a file that ends in the same year is a revision",
        {("852", 2025): both(1, 5)},
        {("852", 2025): both(2, 6)},
        {("852", 2025): both(2, 6)},
    ),
    (
        "an older file corrects nothing, and adds what was not known",
        {("852", 2025): both(1, 5), ("852", 2024): both(2)},
        {("852", 2024): both(9, 6), ("852", 2016): both(3, 7)},
        {("852", 2025): both(1, 5), ("852", 2024): both(2, 6), ("852", 2016): both(3, 7)},
    ),
    (
        "a measure that the newer file does not have stays",
        {("852", 2025): both(1, 5)},
        {("852", 2025): both(2)},
        {("852", 2025): both(2, 5)},
    ),
    (
        "one of two that are known together is not added to an older year",
        {("314/318", 2025): both(1, 5), ("314/318", 2022): both(2, 6)},
        {("314", 2022): both(9, 9), ("318", 2022): both(8, 8)},
        {("314/318", 2025): both(1, 5), ("314/318", 2022): both(2, 6)},
    ),
    (
        "two that report apart from now on are areas of their own",
        {("314/318", 2025): both(1, 5)},
        {("314", 2026): both(2, 6), ("318", 2026): both(3, 7)},
        {("314/318", 2025): both(1, 5), ("314", 2026): both(2, 6), ("318", 2026): both(3, 7)},
    ),
    (
        "an authority that a file has by its E code alone is the one that is known",
        {("852", 2025): both(1, 5)},
        {("E06000045", 2026): both(2, 6)},
        {("852", 2025): both(1, 5), ("852", 2026): both(2, 6)},
    ),
]


@pytest.mark.parametrize(
    ("known", "file", "after"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_both_are_put_together(
    known: dict[tuple[str, int], Row],
    file: dict[tuple[str, int], Row],
    after: dict[tuple[str, int], Row],
) -> None:
    found = merged(table(known), table(file))
    assert found.rows == after
    assert found.areas.keys() == {code for code, _ in after}


def test_the_change_is_counted_in_rows() -> None:
    before = table({("852", 2024): both(1), ("852", 2023): both(2)})
    after = table({("852", 2024): both(3), ("852", 2023): both(2), ("852", 2025): both(4)})
    assert change(before, after) == Change(added=1, changed=1)


def test_an_authority_whose_e_code_changed_is_known_by_both() -> None:
    before = table({("852", 2024): both(1)})
    newer = Area("852", Level.AUTHORITY, "Southampton", "E12000008", ("E06000099",))
    after = merged(before, Table({"852": newer}, {("852", 2025): both(2)}))
    assert after.areas["852"].long_codes == ("E06000099", "E06000045")
