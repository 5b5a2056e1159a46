"""The digest's first line: the week in figures, that nothing is needed, or how old the data is."""

from alerts.digest.facts import DigestFacts
from alerts.digest.sentences.phrasing import above_promise, numbered, promised
from alerts.wording import day
from models.figures.figure import shown
from models.vocabulary import Measure

A_CASE = 1.0
"""An average this little above its promise is one child of a family more for each worker."""


def headline(facts: DigestFacts, *, is_quiet: bool) -> str:
    """ "Week to Fri 20 Nov: average 16.3, three teams above promise, agency 14 against 12"."""
    if facts.is_stale:
        return _stale(facts)
    week = f"{_whose(facts)}eek to {day(facts.day, facts.today)}"
    if is_quiet:
        said = _joined(_average(facts), _teams_of_a_quiet_week(facts), _agency_of_target(facts))
        told = f" {said[:1].upper()}{said[1:]}." if said else ""
        return f"{week}: nothing needs a decision.{told}"
    said = _joined(_average(facts), _teams(facts), _agency(facts))
    return f"{week}: {said}" if said else week


def _whose(facts: DigestFacts) -> str:
    """A phone shows the first line alone, so that a head must see there whose week it is."""
    return f"{facts.scope}, w" if facts.is_service else "W"


def _stale(facts: DigestFacts) -> str:
    days = numbered(facts.health.stale_days, "working day")
    whose = f"{facts.scope}: the" if facts.is_service else "The"
    said = _joined(_average(facts), _teams(facts), _agency(facts))
    then = f"On {day(facts.day, facts.today)}: {said}." if said else ""
    return f"{whose} caseload figures are {days} old. {then}".strip()


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _average(facts: DigestFacts) -> str:
    for measure, what in (
        (Measure.AVERAGE_CASELOAD, "average"),
        (Measure.WORKING_AVERAGE_CASELOAD, "working average"),
    ):
        value = facts.value(measure)
        if value is not None:
            return f"{what} {shown(value)}"
    return ""


def _teams(facts: DigestFacts) -> str:
    if not promised(facts.teams):
        return ""
    return f"{numbered(len(above_promise(facts.teams)), 'team')} above promise"


def _teams_of_a_quiet_week(facts: DigestFacts) -> str:
    """ "all teams within a case of their promise"."""
    teams = promised(facts.teams)
    if len(teams) < 2:
        return _teams(facts)
    highest = max(team.above_by or 0.0 for team in teams)
    if highest <= 0:
        return "no team above promise"
    if highest <= A_CASE:
        return "all teams within a case of their promise"
    return _teams(facts)


def _agency(facts: DigestFacts) -> str:
    """ "agency 14 against 12"."""
    return _agency_words(facts, "against")


def _agency_of_target(facts: DigestFacts) -> str:
    """ "agency 12 of 12"."""
    return _agency_words(facts, "of")


def _agency_words(facts: DigestFacts, between: str) -> str:
    found = facts.measures.get(Measure.AGENCY_FTE)
    if found is None or found.now is None:
        return ""
    target = facts.target(Measure.AGENCY_FTE)
    if target is None:
        return f"agency {shown(found.now)} FTE" if found.now else "no agency"
    return f"agency {shown(found.now)} {between} {shown(target)}"
