"""What a picture shows can be read, whatever the figures are."""

import struct
from dataclasses import replace
from functools import cache
from itertools import combinations

import pytest

from alerts.digest.pictures import Dot, Picture, Spot, picture_as_json, picture_from_json
from bot.pictures.agency import course_steps
from bot.pictures.drawing import draw, sheet_of
from bot.pictures.lettering import by_parts, width_of, wrapped
from bot.pictures.scale import Scale, day_number, ticks_between, time_ticks, unbroken
from bot.pictures.style import WIDTH
from bot.pictures.swarm import swarm
from bot.pictures.timeline import Frame
from tests.bot.pictures.shapes import (
    AGENCY,
    DEMAND,
    LONG_NAME,
    LONG_TITLE,
    PICTURES,
    caseloads,
    dots,
    row,
)

laid_out = cache(sheet_of)
every_picture = pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)


@every_picture
def test_no_words_are_cut_off_by_the_edge(picture: Picture) -> None:
    sheet = laid_out(picture)
    for words, box in sheet.written:
        assert box.left >= 4, words
        assert box.right <= WIDTH - 4, words
        assert box.top >= 4, words
        assert box.bottom <= sheet.height - 4, words


@every_picture
def test_no_words_lie_over_others(picture: Picture) -> None:
    written = [(words, box) for words, box in laid_out(picture).written if words]
    for (words, box), (others, other) in combinations(written, 2):
        assert not box.meets(other), (words, others)


@every_picture
def test_words_are_large_enough_on_a_telephone(picture: Picture) -> None:
    assert all(box.bottom - box.top >= 27 for _, box in laid_out(picture).written)


@every_picture
def test_the_finding_and_the_foot_are_told_whole(picture: Picture) -> None:
    text = " ".join(words for words, _ in laid_out(picture).written)
    assert picture.title in text
    for part in picture.foot.split(" · "):
        assert part in text


@pytest.mark.parametrize("picture", [caseloads([row("Court", dots(9))]), AGENCY, DEMAND])
def test_the_same_values_give_the_same_bytes(picture: Picture) -> None:
    png = draw(picture)
    assert png == draw(picture_from_json(picture_as_json(picture)))
    assert png.startswith(b"\x89PNG")
    assert struct.unpack(">I", png[16:20]) == (WIDTH,)
    assert b"tEXt" not in png


def test_the_agency_picture_names_its_parts_its_target_and_its_course() -> None:
    text = " ".join(words for words, _ in laid_out(AGENCY).written)
    for words in ("covering a vacancy or an absence", "supernumerary", "target 12"):
        assert words in text
    assert "on the present course 12 on 1 March" in text
    assert "reason not known" not in text


@pytest.mark.parametrize(
    ("beyond", "words"),
    [((), None), ((95.0,), "95 →"), ((62.0, 90.0), "62, 90 →"), ((62.0, 70.0, 90.0), "62–90 →")],
)
def test_a_few_far_out_stand_at_the_edge_with_their_caseload_written(
    beyond: tuple[float, ...], words: str | None
) -> None:
    far = tuple(Dot(per_fte=load, over=True) for load in beyond)
    picture = caseloads([row("Court", (*dots(30), *far))])
    written = [words for words, _ in laid_out(picture).written]
    assert [each for each in written if each.endswith("→")] == ([words] if words else [])
    assert ("→ beyond the axis, with the figure" in " ".join(written)) is bool(words)
    assert "90" not in written  # the axis ends near the others
    assert "25" in written


def test_a_tenth_of_all_is_not_a_few_and_widens_the_axis() -> None:
    far = tuple(Dot(per_fte=float(load), over=True) for load in (60, 62, 64, 66))
    written = [w for w, _ in laid_out(caseloads([row("Court", (*dots(12), *far))])).written]
    assert "60" in written


def test_the_course_goes_in_steps_to_the_edge_of_the_picture() -> None:
    frame = Frame(
        days=Scale(low=0, high=200, start=0, end=200),
        values=Scale(low=0, high=100, start=100, end=0),
        ticks=(),
        known=frozenset(),
    )
    first = day_number("0001-01-10")
    spots = [Spot(day="0001-01-10", value=14), Spot(day="0001-03-01", value=12)]
    later = day_number("0001-03-01")
    assert course_steps(spots, frame) == [(first, 86), (later, 86), (later, 88), (200, 88)]
    assert course_steps([], frame) == []


def test_a_target_that_is_still_to_come_says_from_when() -> None:
    coming = (*AGENCY.target, Spot(day="2027-01-01", value=9.0))
    text = " ".join(words for words, _ in laid_out(replace(AGENCY, target=coming)).written)
    assert "target 9 from 1 January" in text


def test_the_promise_and_the_limit_are_named_once() -> None:
    picture = caseloads(row(f"Team {n}", dots(6)) for n in range(5))
    written = [words for words, _ in laid_out(picture).written]
    assert (written.count("promise"), written.count("limit")) == (1, 1)


def test_an_axis_that_does_not_start_at_zero_says_so() -> None:
    text = [words for words, _ in laid_out(DEMAND).written]
    assert "the axis starts at 1,050, not at 0" in text


@pytest.mark.parametrize("count", [1, 2, 9, 60])
@pytest.mark.parametrize("radius", [5.0, 10.0])
def test_no_worker_is_hidden_behind_another(count: int, radius: float) -> None:
    marks = [(dot.per_fte * 10, radius * (1.4 if dot.over else 1)) for dot in dots(count)]
    across = swarm(marks)
    places = zip(marks, across, strict=True)
    for ((x, size), y), ((other_x, other_size), other_y) in combinations(places, 2):
        distance = ((x - other_x) ** 2 + (y - other_y) ** 2) ** 0.5
        assert distance >= size + other_size


def test_workers_alike_stand_evenly_about_the_middle() -> None:
    across = sorted(swarm([(50.0, 10.0)] * 5))
    assert across == pytest.approx([-43.0, -21.5, 0.0, 21.5, 43.0])


@pytest.mark.parametrize(
    ("weeks", "stretches"),
    [([], 0), ([0], 1), ([0, 1], 1), ([0, 1, 2, 5, 6], 2), ([0, 2, 3, 4, 9, 10], 3)],
)
def test_missing_weeks_are_not_bridged(weeks: list[int], stretches: int) -> None:
    days = [day_number("2026-01-02") + 7 * week for week in weeks]
    found = unbroken(days)
    assert len(found) == stretches
    assert [day for each in found for day in days[each]] == days


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 38, [0, 10, 20, 30, 40]),
        (0, 4, [0, 1, 2, 3, 4]),
        (1080, 1190, [1050, 1100, 1150, 1200]),
        (0, 12_000, [0, 2_000, 4_000, 6_000, 8_000, 10_000, 12_000]),
    ],
)
def test_ticks_are_round_and_enclose_the_values(low: float, high: float, ticks: list[int]) -> None:
    assert ticks_between(low, high, 6 if low == 0 else 4) == ticks


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2025-11-20", "2026-11-20", "Jan 2026, Apr, Jul, Oct"),
        ("2026-09-20", "2027-02-20", "Oct 2026, Nov, Dec, Jan 2027, Feb"),
        ("2026-10-23", "2026-11-20", "23 Oct 2026, 30 Oct, 6 Nov, 13 Nov, 20 Nov"),
        ("2026-11-20", "2026-11-20", "20 Nov 2026"),
        ("2016-11-20", "2026-11-20", "Jan 2018, Jan 2020, Jan 2022, Jan 2024, Jan 2026"),
    ],
)
def test_a_time_axis_counts_as_people_do(first: str, last: str, words: str) -> None:
    ticks = time_ticks(day_number(first), day_number(last), 6)
    assert ", ".join(f"{tick.words} {tick.year}".strip() for tick in ticks) == words


def test_a_long_name_is_wrapped_and_then_cut() -> None:
    lines = wrapped(LONG_NAME, 300, 29, most=2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(width_of(line, 29) <= 300 for line in lines)


def test_the_foot_breaks_between_its_parts() -> None:
    assert by_parts("one two · three", width_of("one two · th", 27), 27) == ["one two", "three"]


def test_a_long_finding_is_told_whole() -> None:
    written = [words for words, _ in laid_out(caseloads([], LONG_TITLE)).written]
    assert " ".join(written).startswith(LONG_TITLE)


def test_a_target_from_before_the_year_holds_from_its_first_day() -> None:
    picture = replace(AGENCY, target=(Spot(day="2020-01-01", value=9.0),))
    assert "target 9" in [words for words, _ in laid_out(picture).written]
