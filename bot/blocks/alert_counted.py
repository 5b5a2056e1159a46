"""The dialog behind an alert's "How is this counted?": its rules in words, and the definitions."""

from collections.abc import Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from alerts.notice import Notice
from alerts.rules.kinds import KINDS, Over
from alerts.rules.rule import EVERYWHERE, Rule
from alerts.rules.words import above_words
from alerts.wording import count, moment
from bot.blocks.notices import HEADLINE_LENGTH, fit
from bot.blocks.parts import Block, context, divider, escape, section
from models.figures.figure import DEFINITIONS, shown
from models.vocabulary import Measure, RuleKind, ToldTo, words

_MEASURES: Mapping[RuleKind, tuple[Measure, ...]] = {
    RuleKind.WORKER_OVER: (Measure.CASELOAD, Measure.OVER_LIMIT),
    RuleKind.NEWLY_QUALIFIED_OVER: (Measure.CASELOAD, Measure.OVER_LIMIT),
    RuleKind.TEAM_ABOVE_PROMISE: (Measure.AVERAGE_CASELOAD, Measure.WORKING_AVERAGE_CASELOAD),
    RuleKind.URGENT_UNALLOCATED: (Measure.UNALLOCATED,),
    RuleKind.UNALLOCATED: (Measure.UNALLOCATED,),
    RuleKind.ABSENT_HOLDING: (Measure.NOBODY_AT_WORK,),
    RuleKind.LEAVER_HOLDING: (Measure.NOBODY_AT_WORK,),
    RuleKind.NOT_SEEN: (Measure.NOT_SEEN,),
    RuleKind.AGENCY_ABOVE: (Measure.AGENCY_FTE, Measure.AGENCY_RATE, Measure.SUPERNUMERARY_FTE),
    RuleKind.SUPERNUMERARY_PAST_END: (Measure.SUPERNUMERARY_FTE,),
    RuleKind.VACANCY_OFF: (Measure.VACANT_FTE, Measure.VACANCY_RATE),
    RuleKind.PERMANENT_OFF: (Measure.PERMANENT_SHARE, Measure.MANAGERS_PERMANENT_SHARE),
    RuleKind.TURNOVER_OFF: (Measure.TURNOVER_RATE,),
    RuleKind.FUNDING_ENDS: (Measure.TIME_LIMITED_POSTS_FTE, Measure.AVERAGE_CASELOAD),
    RuleKind.TEAM_ENDS: (Measure.OPEN_CASES,),
}
"""The figures an alert is about; the others are about loads, or people who are in no figure."""

_TOLD_TO = {
    ToldTo.TEAM: "in the team's channel (without one, to its manager)",
    ToldTo.SERVICE: "in the service's channel (without one, to its head; of the whole "
    "authority, to leadership)",
    ToldTo.LEADERSHIP: "to leadership",
    ToldTo.ADMINISTRATORS: "to the administrators of Caseload",
}

_OFF = "The rule is off by now; the next check ends this alert."


def alert_counted_view(notice: Notice, rules: Sequence[Rule], zone: ZoneInfo, today: date) -> Block:
    """Each rule that judges the alert, from which moment it is so, and the figures' definitions."""
    blocks = [section(f"*{fit(notice.headline, HEADLINE_LENGTH)}*")]
    for rule in rules:
        blocks += [
            divider(),
            section(_rule_words(rule)),
            context(_version_words(rule, zone, today)),
        ]
    if not rules:
        blocks += [divider(), section(_OFF)]
    measures = dict.fromkeys(each for rule in rules for each in _MEASURES.get(rule.kind, ()))
    for definition in (DEFINITIONS[measure] for measure in measures):
        name = definition.label[0].upper() + definition.label[1:]
        blocks += [
            divider(),
            section(f"*{escape(name)}*\n{escape(definition.sentence)}"),
            context(escape(f"Source: {definition.source}")),
        ]
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": "How is this counted"},
        "close": {"type": "plain_text", "text": "Close"},
        "blocks": blocks,
    }


def _rule_words(rule: Rule) -> str:
    about = KINDS[rule.kind]
    first = f"*Caseload tells when {about.looks_for}{_where(rule)}.*"
    return escape(" ".join([f"{first}\n", *filter(None, _terms(rule))]))


def _terms(rule: Rule) -> list[str]:
    """The limit, how long, the margin, and what is told anew, to whom."""
    return [_limit_words(rule), _told_words(rule), _margin_words(rule), _later_words(rule)]


def _where(rule: Rule) -> str:
    """ " in team Court North", " in every court team"; nothing for the whole authority."""
    noun, _, name = rule.applies_to.partition(":")
    if rule.applies_to == EVERYWHERE:
        return ""
    return f", in teams of the kind {words(name)}" if noun == "kind" else f", in {noun} {name}"


def _limit_words(rule: Rule) -> str:
    """A limit of 0 is said by what the rule looks for already."""
    if not rule.limit:
        return ""
    counted, over = _number_of(rule.limit, KINDS[rule.kind].counts), KINDS[rule.kind].over
    if over is Over.WITHIN:
        return f"It looks {counted}."
    beyond = "from then on" if over is Over.FROM else "with more than that"
    return f"The limit is {counted}: it begins {beyond}."


def _told_words(rule: Rule) -> str:
    lasted = count(rule.for_days, "working day")
    when = f"once it has lasted {lasted}" if rule.for_days else "at once"
    hours = "at any hour" if rule.urgent else "in working hours"
    return f"It is told {when}, {hours}, {_TOLD_TO[rule.told_to]}."


def _margin_words(rule: Rule) -> str:
    about = KINDS[rule.kind]
    if not rule.margin or not about.has_margin:
        return ""
    return f"It ends once it is {_number_of(rule.margin, about.unit)} below the limit."


def _later_words(rule: Rule) -> str:
    found = []
    if rule.step:
        step = _number_of(rule.step, KINDS[rule.kind].step_unit)
        found.append(f"It is told anew when it is worse by {step}.")
    if rule.escalate_days:
        days = count(rule.escalate_days, "working day")
        found.append(f"Not acknowledged for {days}, it is told to {above_words(rule)}.")
    return " ".join(found)


_SINGULAR = {
    "cases": "case",
    "days": "day",
    "children": "child",
    "weeks": "week",
    "posts": "post",
}


def _number_of(number: float, unit: str) -> str:
    """ "1 case", "1 working day without a worker", "2 cases"."""
    if number == 1:
        for many, one in _SINGULAR.items():
            unit = unit.replace(many, one, 1)
    return f"{shown(number)} {unit}"


def _version_words(rule: Rule, zone: ZoneInfo, today: date) -> str:
    since = (
        "as shipped with Caseload"
        if rule.from_at is None
        else f"in force since {moment(rule.from_at, zone, today)}"
    )
    return escape(f"Rule {rule.name}, {since}")
