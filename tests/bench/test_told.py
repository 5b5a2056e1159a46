"""The measures of telling, draining and many who ask: they run, and their arithmetic is right."""

import asyncio
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.bench import asking_at_once, draining, telling
from tests.bench.asking_at_once import percentile, slope
from tests.bench.crowd import is_one_moment, wrong_in
from tests.bench.places import place_of
from tests.bench.processes import Hands
from tests.bench.setting import Bench
from tests.bench.sizes import TINY
from tests.bench.stand_in import JSON, Members, StandIn


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with place_of("sqlite", tmp_path_factory.mktemp("told")) as place:
        yield Bench(place, TINY, repeats=1, minutes=0.005, say=lambda _: None)


def test_a_flood_a_change_and_its_end_are_told(tiny: Bench) -> None:
    flood, change, end = telling.measure(tiny)
    assert flood.facts["refused by Slack"] == 0
    assert flood.facts["teams"] == TINY.teams * 3 / 4
    assert flood.floor is not None
    assert (change.measured.median, end.measured.median) > (0, 0)
    assert change.bound == end.bound


def test_notices_that_wait_are_drained_beside_what_slack_allows(tiny: Bench) -> None:
    (row,) = draining.measure(tiny)
    assert row.floor is not None
    assert row.floor.median == 1  # ten notices over ten channels


def test_many_ask_at_once_and_everybody_is_answered(tiny: Bench) -> None:
    for row in (*asking_at_once.measure(tiny), *asking_at_once.measure_sockets(tiny)):
        assert row.facts["errors"] == 0
        assert float(row.facts["requests"]) >= asking_at_once.askers_of(TINY)


def test_other_numbers_of_threads_are_tried_beside_what_is_shipped(tiny: Bench) -> None:
    (row,) = asking_at_once.measure_sizing(tiny, {"1 deliverer": Hands(deliverers=1)})
    assert row.measure.startswith("5 at once, HTTP, 1 deliverer")
    assert row.facts["errors"] == 0


@pytest.mark.parametrize(
    ("share", "expected"), [(50, 50), (99, 99), (99.9, 100), (100, 100), (0, 1)]
)
def test_a_percentile_is_the_least_value_that_so_many_do_not_exceed(
    share: float, expected: int
) -> None:
    assert percentile(range(100, 0, -1), share) == expected


def test_a_percentile_of_nothing_is_none() -> None:
    with pytest.raises(ValueError, match="one value or more"):
        percentile([], 50)


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ([], 0.0),
        ([(1, 100)], 0.0),
        ([(0, 100), (1, 100), (2, 100)], 0.0),
        ([(0, 100), (2, 104)], 2.0),
        ([(0, 9), (1, 6), (2, 3)], -3.0),
    ],
)
def test_the_slope_is_what_memory_grows_by_each_second(
    points: Sequence[tuple[float, float]], expected: float
) -> None:
    assert slope(points) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("answer", "later", "wrong"),
    [
        ({"text": "Team 0001: 14 cases"}, False, False),
        ({}, True, False),
        ({"text": "One moment: the answer takes longer"}, True, False),
        ({"text": "Something went wrong (reference AB12CD)."}, False, True),
        ({"text": "The database did not answer in time."}, False, True),
    ],
)
def test_what_an_acknowledgement_says(answer: JSON, later: bool, wrong: bool) -> None:
    assert is_one_moment(answer) is later
    assert bool(wrong_in(answer)) is wrong


def test_the_stand_in_takes_one_message_a_second_in_each_channel() -> None:
    slack = StandIn(Members.of(TINY, channels=10))
    first, second = ({"channel": channel, "text": "over"} for channel in ("C0T00001", "C0T00010"))
    statuses = [slack.answer("chat.postMessage", said)[0] for said in (first, first, second)]
    assert statuses == [200, 429, 200]
    assert [arrival.channel for arrival in slack.arrivals] == ["C0T00001", "C0T00010"]
    assert slack.refused == {"ratelimited": 1}


def test_the_stand_in_knows_everybody_and_who_reads_what() -> None:
    slack = StandIn(Members.of(TINY, channels=10))
    _, members = slack.answer("conversations.members", {"channel": "C0T00010"})
    _, found = slack.answer("users.info", {"user": members["members"][0]})
    _, again = slack.answer("users.lookupByEmail", found["user"]["profile"])
    assert found == again
    assert slack.answer("users.info", {"user": "U0NOBODY"})[1]["ok"] is False


def test_an_answer_that_comes_later_is_heard() -> None:
    async def heard() -> JSON:
        slack = StandIn(Members.of(TINY))
        expected = slack.expected_at("/response/1")
        slack.responded("/response/2", {"text": "another's"})
        slack.responded("/response/1", {"text": "yours"})
        return await expected

    with ThreadPoolExecutor() as apart:  # a browser of other tests may leave a loop in this thread
        assert apart.submit(asyncio.run, heard()).result() == {"text": "yours"}
