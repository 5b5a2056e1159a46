"""What there is to set up, step by step, and when each step is done."""

from dataclasses import replace

import pytest

from alerts.choices import DONE, Choices, Chosen
from bot.setup.in_force import InForce, Source
from bot.setup.known import Known
from bot.setup.steps import FINISHED, SetUp, StepName, said, set_up
from tests.conftest import NOW

PRIYA = "priya@example.org"
SETTINGS = (
    InForce(
        name="leadership_channel", what="leadership", written="CASELOAD_LEADERSHIP_CHANNEL", own="l"
    ),
    InForce(
        name="administrators_channel",
        what="administrators",
        written="CASELOAD_ADMINISTRATORS_CHANNEL",
        own=None,
    ),
    InForce(
        name="working_hours",
        what="working hours",
        written="CASELOAD_WORKING_HOURS",
        own="08:00-18:00",
    ),
)
COURT = InForce(
    name="channel:team:1",
    what="Court North",
    written="slack_channel of Court North in the sheet Teams",
    own="court-north",
)
DUTY = replace(COURT, name="channel:team:2", what="Duty", own=None)
ALL_KNOWN = Known(workers=9, with_email=9, leads=["mia@x"], accounts=frozenset({"mia@x"}))


def marks(*steps: str) -> Choices:
    return Choices({f"{DONE}{step}": Chosen("yes", NOW, PRIYA) for step in steps})


def made(*places: InForce, known: Known = ALL_KNOWN, done: tuple[str, ...] = ()) -> SetUp:
    return set_up([*SETTINGS, *(places or (COURT,))], known, marks(*done))


def step(found: SetUp, name: StepName) -> tuple[bool, str]:
    each = next(each for each in found.steps if each.name is name)
    return each.done, " ".join(each.lines)


@pytest.mark.parametrize(
    ("known", "marked", "done", "words"),
    [
        (ALL_KNOWN, (), True, "9 of 9 workers have an email. 1 of 1 people who lead"),
        (replace(ALL_KNOWN, with_email=8), (), True, "The other is a stranger in Slack until"),
        (replace(ALL_KNOWN, with_email=7), (), True, "The other 2 are strangers in Slack until"),
        (replace(ALL_KNOWN, accounts=frozenset()), (), False, "0 of 1 people who lead"),
        (replace(ALL_KNOWN, accounts=frozenset()), ("people",), True, "0 of 1 people"),
        (
            Known(workers=0, with_email=0, leads=[], accounts=frozenset()),
            ("people",),
            False,
            "No workforce is loaded yet: `caseload import FOLDER`.",
        ),
    ],
)
def test_who_leads_is_known_or_was_looked_up(
    known: Known, marked: tuple[str, ...], done: bool, words: str
) -> None:
    is_done, told = step(made(known=known, done=marked), StepName.PEOPLE)
    assert is_done is done
    assert words in told


@pytest.mark.parametrize(
    ("places", "marked", "done", "words"),
    [
        ((COURT,), (), True, "1 of 1 team have a channel."),
        ((COURT, DUTY), (), False, "Duty: alerts go to the manager by direct message"),
        ((COURT, DUTY), ("channels",), True, "1 of 2 teams"),
        (
            [replace(DUTY, name=f"channel:team:{n}", what=f"T{n}") for n in range(9)],
            (),
            False,
            "T0, T1, T2, T3, T4 and 4 others:",
        ),
        ((replace(COURT, name="channel:service:1"),), (), False, "No teams are loaded yet"),
    ],
)
def test_teams_have_channels_or_somebody_saw_that_they_have_none(
    places: tuple[InForce, ...], marked: tuple[str, ...], done: bool, words: str
) -> None:
    is_done, told = step(made(*places, done=marked), StepName.CHANNELS)
    assert is_done is done
    assert words in told


def test_the_next_step_is_the_first_that_is_not_done_until_none_is_left() -> None:
    found = made()
    assert list(said(found)) == [
        "Two of six steps are done.",
        "Next: leadership's and administrators' channel.",
    ]
    found = made(done=("leadership", "hours", "test", "digest"))
    assert found.next is None
    assert next(iter(said(found))) == "Six of six steps are done."
    assert not found.is_finished
    assert made(done=(FINISHED,)).is_finished
    assert found.summary == (
        "Leadership: #l. Administrators: by direct message. Working hours: 08:00–18:00."
    )


@pytest.mark.parametrize(
    ("place", "value", "shown", "source"),
    [
        (COURT, "court-north", "#court-north", Source.WORKFORCE),
        (DUTY, None, "–", Source.NOWHERE),
        (SETTINGS[0], "l", "#l", Source.SETTING),
        (
            replace(COURT, chosen=Chosen("C0NORTH01 north", NOW, PRIYA)),
            "C0NORTH01",
            "#north",
            Source.CHOSEN,
        ),
        (
            replace(DUTY, chosen=Chosen("C0SECRET1", NOW, PRIYA)),
            "C0SECRET1",
            "#C0SECRET1",
            Source.CHOSEN,
        ),
        (
            replace(SETTINGS[2], chosen=Chosen("09:00-17:00", NOW, PRIYA)),
            "09:00-17:00",
            "09:00-17:00",
            Source.CHOSEN,
        ),
    ],
)
def test_what_is_in_force_says_where_it_comes_from(
    place: InForce, value: str | None, shown: str, source: Source
) -> None:
    assert (place.value, place.shown, place.source) == (value, shown, source)
