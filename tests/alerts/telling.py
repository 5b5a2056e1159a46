"""Four weeks of a small authority: what happens in it, day by day, and what its people do."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from models.vocabulary import DecisionKind
from tests.alerts.story import LONDON, Said, Story

Told = tuple[str, list[Said]]
"""A moment with what happened before it, and what reached Slack."""


def november(day: int) -> date:
    return date(2026, 11, day)


def at_quarter_past_nine(day: date) -> datetime:
    return datetime.combine(day, time(9, 15), LONDON)


def set_up(story: Story) -> None:
    """Court North with four who hold cases: one newly qualified, one at half time."""
    story.worker("Mia Manager", role="first_line_manager")
    story.worker("Hal Head", role="middle_manager")
    story.worker("Ola Other", role="first_line_manager", team="Court South")
    story.worker("Sam Example")
    story.worker("Jo Placeholder", newly_qualified_until=date(2027, 6, 1))
    story.worker("Ana Specimen", fte=0.5)
    story.worker("Kit Dummy")
    story.limits = (
        {"applies_to": "authority", "limit": 18},
        {"applies_to": "newly_qualified", "limit": "90%"},
    )
    for name, cases in (("Sam", 21), ("Jo", 15), ("Ana", 9), ("Kit", 12)):
        story.give(_full(name), cases)


def four_weeks(story: Story) -> Iterator[Told]:
    """From the first day over to the second end, morning by morning."""
    set_up(story)
    yield from _the_first_alert(story)
    yield from _the_data_stops(story)
    yield from _the_second_alert(story)


def _the_first_alert(story: Story) -> Iterator[Told]:
    yield _next_morning(story, november(2), "Sam holds 21")
    yield _next_morning(story, november(3), "as before")
    yield _next_morning(story, november(4), "over for two working days")
    story.give(_full("Jo"), 2)
    story.give(_full("Ana"), 2)
    yield _next_morning(story, november(5), "Jo holds 17, Ana 11")
    yield _next_morning(story, november(6), "the newly qualified worker is told after one day")
    yield _next_morning(story, november(9), "the other after two")
    yield _acknowledged(story, november(10), november(13), "two of Sam's to Kit")
    story.give(_full("Sam"), 3)
    yield _next_morning(story, november(10), "Sam holds 24")
    yield _acknowledged(story, november(11), november(17), "")
    story.close(3, _full("Sam"))
    story.move(4, _full("Sam"), _full("Kit"))
    yield _next_morning(story, november(11), "three of Sam's closed, four moved to Kit")


def _the_data_stops(story: Story) -> Iterator[Told]:
    yield _morning_without_data(story, november(13))
    yield _morning_without_data(story, november(16))
    story.close(2, _full("Jo"))
    story.close(3, _full("Ana"))
    yield _next_morning(story, november(16), "the data is back, and nobody is over")


def _the_second_alert(story: Story) -> Iterator[Told]:
    story.give(_full("Sam"), 4)
    yield _next_morning(story, november(17), "Sam holds 21 again")
    yield _next_morning(story, november(18), "as before")
    yield _next_morning(story, november(19), "over for two working days")
    yield _acknowledged(story, november(20), november(23), "")
    yield _next_morning(story, november(20), "the day of the review")
    yield _next_morning(story, november(23), "the review has passed")
    for day in (24, 25):
        yield _next_morning(story, november(day), "nobody answers")
    yield _next_morning(story, november(26), "not answered for three working days")
    moment = at_quarter_past_nine(november(27))
    story.snooze("Hal Head", moment, date(2026, 12, 1))
    yield "Fri 27 Nov 09:15, snoozed", story.said()
    yield _next_morning(story, november(27), "snoozed")
    yield _next_morning(story, november(30), "the snooze is over")
    story.close(1, _full("Sam"))
    story.move(3, _full("Sam"), _full("Jo"))
    yield _next_morning(story, date(2026, 12, 1), "one closed, three moved to Jo")


def _full(name: str) -> str:
    return {
        "Sam": "Sam Example",
        "Jo": "Jo Placeholder",
        "Ana": "Ana Specimen",
        "Kit": "Kit Dummy",
    }[name]


def _next_morning(story: Story, data: date, what: str) -> Told:
    """The data of an evening is judged the next working morning."""
    story.evening(data)
    day = story.calendar.after(data, 1)
    story.morning(day)
    return f"{day:%a} {day.day} {day:%b} 08:30, {what}", story.said()


def _morning_without_data(story: Story, day: date) -> Told:
    story.morning(day)
    return f"{day:%a} {day.day} {day:%b} 08:30, no new data", story.said()


def _acknowledged(story: Story, day: date, review: date, note: str) -> Told:
    decision = DecisionKind.CASES_BEING_MOVED if note else DecisionKind.NO_NEW_ALLOCATIONS
    story.acknowledge("Mia Manager", at_quarter_past_nine(day), decision, note, review)
    return f"{day:%a} {day.day} {day:%b} 09:15, acknowledged", story.said()


def transcript(told: Iterable[Told]) -> str:
    """Everything that was said, as a text to be read."""
    parts = []
    for title, said in told:
        calls = "\n".join(str(call) for call in said) or "(nothing is said)"
        parts.append(f"= {title}\n{calls}")
    return "\n\n".join(parts)
