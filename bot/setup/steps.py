"""The steps of setting up: what is known at each, whether it is done, and what comes next; pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from alerts.choices import ADMINISTRATORS, HOURS, LEADERSHIP, SERVICE, TEAM, Choices
from alerts.wording import count, number_word, sentence
from bot.setup.in_force import InForce
from bot.setup.known import Known

MOST_NAMES = 5
"""Names in a line; the others are a number."""


class StepName(StrEnum):
    """In the order in which they are walked through."""

    PEOPLE = "people"
    CHANNELS = "channels"
    LEADERSHIP = "leadership"
    HOURS = "hours"
    TEST = "test"
    DIGEST = "digest"


FINISHED = "finished"
"""The mark beside the steps' own: set-up is over, or nobody wants it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `lines` say what is known, `press` what its button says."""

    name: StepName
    title: str
    done: bool
    lines: Sequence[str]
    press: str


@dataclass(frozen=True, slots=True)
class SetUp:
    """All steps at one moment."""

    steps: Sequence[Step]
    is_finished: bool
    summary: str  # channels and hours in one sentence

    @property
    def done(self) -> int:
        return sum(step.done for step in self.steps)

    @property
    def next(self) -> Step | None:
        return next((step for step in self.steps if not step.done), None)


def set_up(found: Sequence[InForce], known: Known, choices: Choices) -> SetUp:
    """What there is to do, by what holds, who is known and what was done before."""
    by_name = {each.name: each for each in found}
    places = [each for each in found if each.name.startswith((TEAM, SERVICE))]
    steps = (
        _people(known, choices),
        _channels(places, choices),
        _above(by_name[LEADERSHIP], by_name[ADMINISTRATORS], choices),
        _hours(by_name[HOURS], choices),
        _test(choices),
        _digest(choices),
    )
    return SetUp(steps, choices.is_done(FINISHED), _summary(by_name))


def _people(known: Known, choices: Choices) -> Step:
    lines = [f"{known.with_email:,} of {count(known.workers, 'worker')} have an email."]
    if known.workers == 0:
        lines = ["No workforce is loaded yet: `caseload import FOLDER`."]
    without = known.workers - known.with_email
    if without:
        lines[0] += (
            f" The {'other is a stranger' if without == 1 else f'other {without:,} are strangers'}"
            " in Slack until the Staff sheet has their email."
        )
    if known.leads:
        lines.append(
            f"{len(known.accounts):,} of {len(known.leads):,} people who lead or administer were "
            "found in Slack."
        )
    done = bool(known.leads) and (not known.unseen or choices.is_done(StepName.PEOPLE))
    return Step(StepName.PEOPLE, "Whom Caseload knows", done, lines, "Look them up")


def _channels(places: Sequence[InForce], choices: Choices) -> Step:
    teams = [each for each in places if each.name.startswith(TEAM)]
    without = [each.what for each in teams if not each.value]
    lines = [f"{len(teams) - len(without):,} of {count(len(teams), 'team')} have a channel."]
    if not teams:
        lines = ["No teams are loaded yet: `caseload import FOLDER`."]
    if without:
        lines.append(
            f"{names(without)}: alerts go to the manager by direct message, or to the service."
        )
    done = bool(teams) and (not without or choices.is_done(StepName.CHANNELS))
    return Step(StepName.CHANNELS, "Which channel for which team", done, lines, "Choose")


def _above(leadership: InForce, administrators: InForce, choices: Choices) -> Step:
    both = (leadership, administrators)
    done = all(each.value for each in both) or choices.is_done(StepName.LEADERSHIP)
    lines = [_told_in(each) for each in both]
    return Step(StepName.LEADERSHIP, "Leadership's and administrators' channel", done, lines,
                "Choose")  # fmt: skip


def _told_in(each: InForce) -> str:
    return f"{sentence(each.what)}: {each.shown if each.value else 'by direct message'}."


def _hours(hours: InForce, choices: Choices) -> Step:
    line = f"{_until(hours)} on working days; only urgent alerts come at other times."
    done = hours.chosen is not None or choices.is_done(StepName.HOURS)
    return Step(StepName.HOURS, "Working hours", done, [line], "Set")


def _test(choices: Choices) -> Step:
    done = choices.is_done(StepName.TEST)
    line = "A test was sent." if done else "Nothing was sent yet to see whether it arrives."
    return Step(StepName.TEST, "Test message", done, [line], "Send a test")


def _digest(choices: Choices) -> Step:
    done = choices.is_done(StepName.DIGEST)
    line = "The weekly digest as it would be today, to you alone."
    return Step(StepName.DIGEST, "First digest", done, [line], "Send it to me")


def _until(hours: InForce) -> str:
    opens, _, closes = (hours.value or "").partition("-")
    return f"{opens}–{closes}"


def _summary(by_name: dict[str, InForce]) -> str:
    return (
        f"{_told_in(by_name[LEADERSHIP])} {_told_in(by_name[ADMINISTRATORS])} "
        f"Working hours: {_until(by_name[HOURS])}."
    )


def names(all_names: Sequence[str]) -> str:
    """ "A, B and 3 others"."""
    if len(all_names) <= MOST_NAMES:
        return ", ".join(all_names)
    left = len(all_names) - MOST_NAMES
    return f"{', '.join(all_names[:MOST_NAMES])} and {left} others"


def said(setting_up: SetUp) -> Iterator[str]:
    """The finding: how many steps are done, and which is next."""
    done, all_steps = setting_up.done, len(setting_up.steps)
    yield f"{sentence(number_word(done))} of {number_word(all_steps)} steps are done."
    if setting_up.next is None:
        yield "Everything is in place; press Finish set-up, and this becomes Settings."
    else:
        yield f"Next: {setting_up.next.title[:1].lower()}{setting_up.next.title[1:]}."
