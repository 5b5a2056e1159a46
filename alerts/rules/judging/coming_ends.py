"""What is about to end: the money for time-limited posts, and temporary teams."""

from datetime import date, timedelta

from alerts.readings import Reading
from alerts.rules.judging.day import TeamDay
from alerts.rules.judging.staffing_day import StaffingDay
from alerts.rules.rule import Rule
from alerts.staffing_subjects import funding_day_of, subject_of_funding
from alerts.wording import count, number_word, sentence
from alerts.wording import day as day_words
from models.figures.book import Book
from models.figures.figure import shown
from models.staffing.course import said_day
from models.staffing.events import FundingEnd, funding_ends
from models.staffing.projection import average_without

_WEEK = timedelta(days=7)


def read_funding(rule: Rule, day: StaffingDay) -> list[Reading]:
    """Each day within the limit's weeks on which money for posts ends, or that is spoken of."""
    if day.staffing is None:
        return []
    ends = funding_ends(day.staffing, day.day + rule.limit * _WEEK)
    found = [_funding(rule, end, day) for end in ends]
    known = {reading.subject for reading in found}
    for subject in sorted(day.watched - known):
        last_day = funding_day_of(subject)
        if last_day is not None:
            found.append(_no_more(rule, subject, last_day, day.day))
    return found


def _funding(rule: Rule, end: FundingEnd, day: StaffingDay) -> Reading:
    posts = len(end.posts)
    verb = "ends" if posts == 1 else "end"
    said = (
        f"{count(posts, 'time-limited post')} ({shown(end.fte)} FTE) {verb} on "
        f"{said_day(end.last_day, day.day)}{_without(end, day.caseload)}"
    )
    return Reading(
        subject=subject_of_funding(end.last_day),
        rule=rule.name,
        over=True,
        clear=False,
        value=posts,
        name=f"Money until {said_day(end.last_day, day.day)}",
        said=said,
        more=_staying(end),
    )


def _without(end: FundingEnd, caseload: Book | None) -> str:
    """ "; without them the average would be 19.8", where their holders hold cases."""
    if caseload is None:
        return ""
    average = average_without(caseload, end.holder_ids)
    if average is None or average == average_without(caseload, ()):
        return ""
    return f"; without them the average would be {shown(average)}"


def _staying(end: FundingEnd) -> tuple[str, ...]:
    staying = len(end.staying)
    if not staying:
        return ()
    who = "person in them has" if staying == 1 else "people in them have"
    return (f"{sentence(number_word(staying))} {who} no leaving date and no other post.",)


def _no_more(rule: Rule, subject: str, last_day: date, today: date) -> Reading:
    on = said_day(last_day, today)
    passed = last_day < today
    return Reading(
        subject=subject,
        rule=rule.name,
        over=False,
        clear=True,
        value=0,
        name=f"Money until {on}",
        said=f"The money ended on {on}" if passed else f"No money is said to end on {on} any more",
    )


def read_team_end(rule: Rule, day: TeamDay) -> list[Reading]:
    """A temporary team that ends within the limit's weeks, by its cases; at most one reading.

    A team that has ended and still holds cases is told of until it holds none.
    """
    subject = f"team:{day.team_id}"
    cases = day.open_cases
    ends_on = day.ends_on
    near = ends_on is not None and ends_on <= day.day + rule.limit * _WEEK
    over = near and ends_on is not None and (ends_on >= day.day or cases > 0)
    if not over and subject not in day.watched:
        return []
    return [
        Reading(
            subject=subject,
            rule=rule.name,
            over=over,
            clear=not over,
            value=cases,
            name=day.place.name,
            said=_team_words(day.place.name, ends_on, cases, day.day),
        )
    ]


def _team_words(team: str, ends_on: date | None, cases: int, today: date) -> str:
    """ "Assessment Backlog ends on Fri 25 Dec; it holds 43 cases"."""
    if ends_on is None:
        return f"{team}: no last day is set any more"
    held = count(cases, "case")
    if ends_on < today:
        still = f"; it still holds {held}" if cases else ", and holds no cases"
        return f"{team} ended on {day_words(ends_on, today)}{still}"
    return f"{team} ends on {day_words(ends_on, today)}; it holds {held}"
