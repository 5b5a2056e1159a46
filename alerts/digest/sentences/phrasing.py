"""Turns of phrase that the digest's sentences share: lists, spans of time, bands, amounts."""

from collections.abc import Sequence
from datetime import date

from alerts.digest.facts import TeamFacts
from alerts.wording import day, number_word
from alerts.wording import promise as band_words
from models.figures.figure import shown
from models.figures.limits import Promise

_WEEKS_FROM = 14
"""Days: what is younger is said by its first day."""

_LAST_DAYS = 6
"""Days back for which a weekday's name alone is clear."""


def listed(things: Sequence[str]) -> str:
    """ "Court North", "Court North and Court South", "A, B and C"."""
    if len(things) < 2:
        return "".join(things)
    return f"{', '.join(things[:-1])} and {things[-1]}"


def listed_few(things: Sequence[str], most: int, noun: str = "team") -> str:
    """The first of a list and how many others: "Court North, Court South and two other teams"."""
    if len(things) <= most:
        return listed(things)
    others = len(things) - most
    return listed([*things[:most], f"{number_word(others)} other {noun}{'s' * (others > 1)}"])


def numbered(number: int, noun: str, plural: str | None = None) -> str:
    """ "two teams", "one team", "no team": a small number in words, before what it counts."""
    return f"{number_word(number)} {noun if number <= 1 else plural or noun + 's'}"


def for_how_long(since: date, until: date) -> str:
    """ "for six weeks", or of less than two weeks "since Mon 16 Nov"."""
    days = (until - since).days
    if days < _WEEKS_FROM:
        return f"since {day(since, until)}"
    return f"for {number_word(days // 7)} weeks"


def above_for(team: TeamFacts, until: date) -> str:
    """ "for six weeks", "since at least Fri 31 Oct 2025"; empty where no day was kept."""
    if team.above_since is None:
        return ""
    if team.above_before:
        return f"since at least {day(team.above_since, until)}"
    return for_how_long(team.above_since, until)


def lately(value: date, today: date) -> str:
    """ "Thursday" of the last days, "Thu 12 Nov" before."""
    if 0 < (today - value).days <= _LAST_DAYS:
        return f"{value:%A}"
    return day(value, today)


def against(value: float | None, band: Promise | None) -> str:
    """ "19.3 against 12–15"; only the value where nothing was promised."""
    promised = band_words(band)
    return f"{shown(value)} against {promised}" if promised else shown(value)


def above_promise(teams: Sequence[TeamFacts]) -> list[TeamFacts]:
    """The teams above their promise, the furthest first."""
    return [team for team in teams if team.above]


def promised(teams: Sequence[TeamFacts]) -> list[TeamFacts]:
    """The teams whose average can be laid beside a promise."""
    return [team for team in teams if team.above_by is not None]
