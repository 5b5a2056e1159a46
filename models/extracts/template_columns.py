"""What the template says about each column of the workforce, with an example of nobody real."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.extracts.workforce.targets import MEASURES
from models.vocabulary import AgencyBasis, Employment, Funding, Role, TeamKind, words

DATE_FORMAT = "dd/mm/yyyy"
TEXT_FORMAT = "@"  # keeps ids with leading zeros, and 90% as it was typed


@dataclass(frozen=True, slots=True)
class Filled:
    """A column as it is filled in: what it is for, its example, its format, the words it takes."""

    explained: str
    example: str | float | date | None = None
    number_format: str | None = None
    words: Sequence[str] = ()


def _text(explained: str, example: str | None = None) -> Filled:
    return Filled(explained, example, TEXT_FORMAT)


def _day(explained: str, example: date | None = None) -> Filled:
    return Filled(explained, example, DATE_FORMAT)


def _word(explained: str, vocabulary: type[StrEnum], example: StrEnum | None = None) -> Filled:
    accepted = [str(word) for word in vocabulary]
    return Filled(f"{explained} Choose one: {', '.join(accepted)}.", example, None, accepted)


_TEAM = "The team, as it is called in Teams."
_PERSON = "A staff id, an email, or a name that only one worker has."
_FTE = "Share of full time, from 0 to 1: half time is 0.5."
_CHANNEL = "The Slack channel, such as #court-north. May be left out."

FILLED: Mapping[str, Mapping[str, Filled]] = {
    "teams": {
        "team": _text("The team's name; every name once.", "Example Team North"),
        "service": _text("The service it belongs to; not the name of a team.", "Example Service"),
        "kind": _word("What the team does.", TeamKind, TeamKind.SAFEGUARDING),
        "manager": _text(f"Who manages it. {_PERSON}", "E001"),
        "slack_channel": _text(_CHANNEL, "#example-team-north"),
        "ends_on": _day("The last day of a temporary team; may lie in the future."),
    },
    "services": {
        "service": _text(
            "The service, as Teams calls it. The sheet is optional.", "Example Service"
        ),
        "head": _text(f"Who heads it. {_PERSON}", "E001"),
        "slack_channel": _text(_CHANNEL, "#example-service"),
    },
    "staff": {
        "staff_id": _text("The authority's own number for the worker; every number once.", "E001"),
        "name": _text("The name as the case system writes it.", "Sam Example"),
        "email": _text("By this Slack knows the worker.", "sam@example.org"),
        "team": _text(_TEAM, "Example Team North"),
        "role": _word(
            f"The census's six roles, {words(Role.SENIOR_MANAGER)} to "
            f"{words(Role.QUALIFIED_WITHOUT_CASES)}, are social workers.",
            Role,
            Role.FIRST_LINE_MANAGER,
        ),
        "fte": Filled(_FTE, 1.0),
        "employment": _word("The contract.", Employment, Employment.PERMANENT),
        "agency_basis": _word(
            "Why an agency worker is here; empty for others, or where it is not known.", AgencyBasis
        ),
        "started_on": _day("The first day; may lie in the future.", date(2024, 9, 2)),
        "left_on": _day("The last day of work; may lie in the future."),
        "qualified_on": _day("The day of qualifying as a social worker. May be left out."),
        "newly_qualified_until": _day("The last day of the protected year after qualifying."),
        "absent_from": _day("The first day of an absence; never the reason."),
        "absent_until": _day("The last day of the absence, if it is known."),
        "weekly_cost": Filled("Pounds a week. May be left out.", 1150.0),
    },
    "posts": {
        "post_id": _text(
            "The authority's own number for the post; rows of a job share have the same.", "P001"
        ),
        "team": _text(_TEAM, "Example Team North"),
        "role": _word("The role the post is for.", Role, Role.FIRST_LINE_MANAGER),
        "fte": Filled(_FTE, 1.0),
        "funding": _word("Where the money comes from.", Funding, Funding.BASE),
        "funded_until": _day("The last day of time-limited funding."),
        "held_by": _text(
            f"Who fills the post; empty is vacant, a job share is two with ; between. {_PERSON}",
            "E001",
        ),
        "annual_cost": Filled("Pounds a year with on-costs. May be left out.", 60000.0),
        "created_on": _day("The first day of the post.", date(2024, 4, 1)),
        "deleted_on": _day("The last day of the post; may lie in the future."),
    },
    "limits": {
        "applies_to": _text(
            "authority, kind:KIND (such as kind:court), team:NAME, newly_qualified or staff:ID. "
            "The most specific wins; newly_qualified applies where it is the lower.",
            "authority",
        ),
        "promise_low": Filled("Lower end of the promised band, in cases for full time.", 12.0),
        "promise_high": Filled("Upper end of the promised band; the limit if none is set.", 15.0),
        "limit": _text(
            "The most cases for one full-time worker; for newly_qualified also a percentage of "
            "what would otherwise apply, such as 90%.",
            "18",
        ),
        "from": _day("The first day; empty is always.", date(2026, 4, 1)),
        "until": _day("The last day; empty is open."),
        "reason": _text("Why. May be left out.", "An example of a promise"),
    },
    "targets": {
        "measure": Filled(
            f"What is measured: {', '.join(MEASURES)}.", "agency_rate", None, MEASURES
        ),
        "scope": _text("authority, service:NAME or team:NAME.", "authority"),
        "value": Filled("The value to reach; rates and shares in percent: 9 is 9 %.", 9.0),
        "from": _day(
            "From this day it should be reached; more rows make a path.", date(2026, 4, 1)
        ),
        "until": _day("The last day of this step; empty lasts until the next."),
    },
}
