"""What each wording of a question about a trend is understood to ask."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grammar import Asked, NameKind, Topic, parse
from bot.trend_phrases import measure_called
from models.figures.figure import DEFINITIONS
from models.vocabulary import Measure, words

ANY, TEAM, SERVICE = NameKind.ANY, NameKind.TEAM, NameKind.SERVICE
WORKER, AUTHORITY = NameKind.WORKER, NameKind.AUTHORITY
NAMES = ("Court North", "Early Years", "Under 5 Years", "History Team", "Trend Setters", "Now")


def asked(text: str) -> tuple[str | None, NameKind, str | None, int | None]:
    answer = parse(text, NAMES)
    assert isinstance(answer, Asked), answer
    assert answer.topic is Topic.TREND, answer
    measure = answer.about and measure_called(answer.about)
    return answer.name, answer.name_kind, measure, answer.weeks


AVERAGE, OVER, AGENCY = Measure.AVERAGE_CASELOAD, Measure.OVER_LIMIT, Measure.AGENCY_RATE


@pytest.mark.parametrize(
    ("text", "name", "kind", "measure", "weeks"),
    [
        ("trend", None, ANY, None, None),
        ("Trends?", None, ANY, None, None),
        ("trend 26 weeks", None, ANY, None, 26),
        ("caseload trend", None, ANY, Measure.CASELOAD, None),
        ("my caseload trend", None, WORKER, Measure.CASELOAD, None),
        ("trend for me", None, WORKER, None, None),
        ("trend for my team", None, TEAM, None, None),
        ("how has my caseload changed in the last year", None, WORKER, Measure.CASELOAD, 52),
        ("how has the average changed", None, ANY, AVERAGE, None),
        ("how has Court North's average gone?", "Court North", ANY, AVERAGE, None),
        ("trend of agency rate for Court North 52 weeks", "Court North", ANY, AGENCY, 52),
        ("trend of agency rate in team Court North", "Court North", TEAM, AGENCY, None),
        ("agency rate trend for the whole authority", None, AUTHORITY, AGENCY, None),
        ("trend over limit last 2 years", None, ANY, OVER, 104),
        ("trend of how many are over the limit", None, ANY, OVER, None),
        ("Court North trend", "Court North", ANY, None, None),
        ("Court North's over limit trend over six months", "Court North", ANY, OVER, 26),
        ("please show me the trend of the average caseload for Court North weekly, thanks",
         "Court North", ANY, AVERAGE, None),
        ("over limit over time in Court North", "Court North", ANY, OVER, None),
        ("history of vacancies for half a year", None, ANY, Measure.VACANT_FTE, 26),
        ("/staffing trend", None, ANY, Measure.IN_POST_FTE, None),
        ("caseload trend of agency rate", None, ANY, AGENCY, None),
        ("trend for Early Years", "Early Years", ANY, None, None),
        ("trend for service Now", "Now", SERVICE, None, None),
        ("trend for Court North now", "Court North", ANY, None, None),
        ("trend for Under 5 Years", "Under 5 Years", ANY, None, None),
        ("trend for Under 5 Years last year", "Under 5 Years", ANY, None, 52),
        ("trend for Court Nroth", "Court Nroth", ANY, None, None),
        ("trend of average 9999 weeks", "9999 weeks", ANY, AVERAGE, None),
        ("trend for 900 weeks", None, ANY, None, 520),
    ],
)  # fmt: skip
def test_a_trend_is_of_a_measure_of_somebody_for_so_many_weeks(
    text: str, name: str | None, kind: NameKind, measure: Measure | None, weeks: int | None
) -> None:
    assert asked(text) == (name, kind, measure, weeks)


@pytest.mark.parametrize("text", ["History Team", "Trend Setters", "caseload for Trend Setters"])
def test_a_known_name_wins_over_a_word_for_a_trend(text: str) -> None:
    answer = parse(text, NAMES)
    assert isinstance(answer, Asked)
    assert answer.topic is Topic.CASELOAD


def test_a_word_that_is_no_measure_is_left_in_words() -> None:
    answer = parse("trend of happiness for Court North", NAMES)
    assert isinstance(answer, Asked)
    assert (answer.about, answer.name) == ("happiness", "Court North")


@pytest.mark.parametrize("measure", Measure)
def test_every_measure_is_known_by_its_name_and_by_its_label(measure: Measure) -> None:
    label = DEFINITIONS[measure].label
    found = {measure_called(text) for text in (words(measure), label.removesuffix(" (DfE)"))}
    assert measure in found
    assert measure_called(words(measure)) is measure
    assert asked(f"trend of {words(measure)} for Court North") == (
        "Court North",
        ANY,
        measure,
        None,
    )


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("the average", AVERAGE),
        ("agency", Measure.AGENCY_FTE),
        ("agency social workers", Measure.AGENCY_FTE),
        ("agency spend", Measure.AGENCY_WEEKLY_COST),
        ("vacancies", Measure.VACANT_FTE),
        ("turnover", Measure.TURNOVER_RATE),
        ("leavers", Measure.LEAVERS_FTE),
        ("ASYE", Measure.NEWLY_QUALIFIED),
        ("20 or more", Measure.AT_20_OR_MORE),
        ("20+", Measure.AT_20_OR_MORE),
        ("people over their limit", OVER),
        ("unallocated cases", Measure.UNALLOCATED),
        ("children not seen", Measure.NOT_SEEN),
        ("demand", Measure.OPEN_CASES),
        ("posts", Measure.POSTS_FTE),
        ("permanent staff", Measure.PERMANENT_SHARE),
        ("happiness", None),
        ("", None),
    ],
)
def test_a_measure_may_be_called_as_people_call_it(text: str, measure: Measure | None) -> None:
    assert measure_called(text) is measure


PARTS = (
    *("trend", "of", "for", "over", "time", "the", "last", "weeks", "26", "a", "year", "history"),
    *("agency", "rate", "Court", "North", "how", "has", "changed", "my", "limit", "s", "?", "20"),
)


@given(st.lists(st.sampled_from(PARTS), max_size=40))
def test_whatever_is_asked_about_a_trend_is_understood_or_answered(parts: list[str]) -> None:
    parse(" ".join(parts), NAMES)
