"""A preview in words: one sentence first, examples without names, and what it cannot say."""

from datetime import date, timedelta
from typing import Any

import pytest

from alerts.rules.previewing.preview import Coverage, Episode, Gap, Preview, examples
from alerts.rules.previewing.words import (
    caveats,
    days_words,
    example_lines,
    facts,
    headline,
    places_words,
)
from models.vocabulary import RuleKind
from tests.build import a_rule

TODAY = date(2026, 11, 23)
FIRST, LAST = date(2026, 5, 25), date(2026, 11, 20)
COVERED = Coverage(weeks=26, asked_from=FIRST, days=130, first=FIRST, last=LAST)


def an_episode(number: int = 1, **given: Any) -> Episode:
    """Three working days of Team 1 in November, with one worker at 20 of 18."""
    usual = {
        "rule": "worker-over-limit",
        "place": f"team:{number}",
        "since": date(2026, 11, 2),
        "fired_on": date(2026, 11, 4),
        "until": date(2026, 11, 5),
        "working_days": 3,
        "members": 1,
        "value": 20,
        "limit": 18,
        "notices": 1,
    }
    return Episode(**{**usual, **given})


def a_preview(
    *episodes: Episode, coverage: Coverage = COVERED, kind: RuleKind = RuleKind.WORKER_OVER
) -> Preview:
    places = {episode.place: f"Team {episode.place[-2:].strip(':')}" for episode in episodes}
    return Preview(a_rule(kind), coverage, episodes, places)


SHORT = Coverage(weeks=26, asked_from=FIRST, days=40, first=LAST - timedelta(weeks=8), last=LAST)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            a_preview(*(an_episode(n % 5) for n in range(14))),
            "In the last 26 weeks this would have fired 14 times in 5 teams, median 3 working "
            "days.",
        ),
        (
            a_preview(an_episode(working_days=1)),
            "In the last 26 weeks this would have fired once in Team 1, median 1 working day.",
        ),
        (
            a_preview(an_episode(1), an_episode(2, working_days=4), kind=RuleKind.AGENCY_ABOVE),
            "In the last 26 weeks this would have fired twice in 2 places, median 3.5 working "
            "days.",
        ),
        (a_preview(), "In the last 26 weeks this would not have fired."),
        (
            a_preview(coverage=SHORT),
            "In the 8 weeks of which figures are kept this would not have fired.",
        ),
    ],
)
def test_the_first_sentence_says_how_often_where_and_how_long(found: Preview, said: str) -> None:
    assert headline(found) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [(None, "–"), (0, "less than a working day"), (1, "1 working day"), (2.5, "2.5 working days")],
)
def test_working_days_as_people_say_them(days: float | None, said: str) -> None:
    assert days_words(days) == said


def test_the_places_are_named_most_often_first_and_the_rest_summed_up() -> None:
    many = [an_episode(n) for n in range(10, 20)] + [an_episode(19)]
    assert places_words(a_preview(*many)) == (
        "Team 19 2, Team 10 1, Team 11 1, Team 12 1, Team 13 1, Team 14 1, Team 15 1, Team 16 1, "
        "and 2 in 2 others"
    )


@pytest.mark.parametrize(
    ("kind", "given", "said"),
    [
        (RuleKind.WORKER_OVER, {}, "1 worker, at worst 20 cases, limit 18."),
        (RuleKind.LEAVER_HOLDING, {"limit": None, "value": 3}, "1 worker, at worst 3 cases."),
        (
            RuleKind.TEAM_ABOVE_PROMISE,
            {"value": 19.33, "limit": 15},
            "at worst 19.3 cases per full-time worker, promise up to 15.",
        ),
        (RuleKind.UNALLOCATED, {"value": 1, "limit": None}, "at worst 1 case at once."),
        (RuleKind.NOT_SEEN, {"value": 9, "limit": 28}, "at worst 9 children at once."),
        (RuleKind.AGENCY_ABOVE, {"value": 2, "limit": 12}, "at worst 2 off the target of 12."),
    ],
)
def test_an_example_says_where_when_and_how_bad(
    kind: RuleKind, given: dict[str, Any], said: str
) -> None:
    found = a_preview(an_episode(**given), kind=kind)
    assert example_lines(found, TODAY) == [
        f"Longest: Team 1, Mon 2 Nov to Thu 5 Nov (3 working days), {said}"
    ]


def test_the_examples_are_the_longest_the_latest_and_a_typical_one() -> None:
    longest = an_episode(1, working_days=40)
    latest = an_episode(2, fired_on=date(2026, 11, 19), working_days=0)
    typical = an_episode(3, working_days=3)
    named = examples([longest, an_episode(4, working_days=1), typical, latest])
    assert [(what, episode.place) for what, episode in named] == [
        ("longest", "team:1"),
        ("latest", "team:2"),
        ("typical", "team:4"),
    ]
    assert examples([]) == []


@pytest.mark.parametrize(
    ("coverage", "said"),
    [
        (COVERED, ""),
        (
            Coverage(
                weeks=26,
                asked_from=FIRST,
                days=130,
                first=FIRST,
                last=LAST,
                gaps=(Gap(FIRST, FIRST + timedelta(days=3), 3),),
            ),
            "Once no data came for so long that nothing could begin or end.",
        ),
        (
            Coverage(
                weeks=26,
                asked_from=FIRST,
                days=3,
                first=FIRST,
                last=LAST,
                gaps=(Gap(FIRST, LAST, 5), Gap(FIRST, LAST, 5)),
            ),
            "Figures came about once a week",
        ),
    ],
)
def test_gaps_in_the_data_are_said(coverage: Coverage, said: str) -> None:
    assert said in " ".join(caveats(a_preview(coverage=coverage), TODAY))


def test_what_was_over_from_the_start_and_what_is_not_over_yet_are_said() -> None:
    open_still = an_episode(since=FIRST, until=None)
    notes = caveats(a_preview(open_still, an_episode(2)), TODAY)
    assert "1 of these was over on the first day already, and may have begun before." in notes
    assert "What is not over yet counts as long as it has lasted." in notes
    assert dict(facts(a_preview(open_still)))["Not over yet"] == "1"
