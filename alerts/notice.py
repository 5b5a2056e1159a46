"""A notice as a plain value: everything a message about an alert says, with and without names."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any


class Offer(StrEnum):
    """What a reader can do about it, in the order of the buttons."""

    ACKNOWLEDGE = "acknowledge"
    CHANGE_DECISION = "change_decision"
    SNOOZE = "snooze"
    WHO_HAS_ROOM = "who_has_room"
    UNALLOCATED = "unallocated"
    NOT_SEEN = "not_seen"
    CASELOAD = "caseload"
    AGENCY = "agency"
    VACANCIES = "vacancies"
    TURNOVER = "turnover"
    TARGETS = "targets"
    POSTS = "posts"
    COUNTED = "counted"
    HELD_LOAD = "held_load"  # load it, refuse it, show the differences


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One message, or one reply in its thread, in plain sentences; no markup.

    `headline` never names a worker or gives a figure of one or two: it is what a phone shows.
    `named` is said where every reader may see names, `plain` everywhere else.
    """

    alert_id: int
    headline: str
    named: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    footer: str = ""
    offers: tuple[Offer, ...] = ()
    subject: str = ""  # the team's name, for the questions behind the buttons; "" is the authority
    of_service: bool = False  # `subject` is a service's name
    load_id: int | None = None  # for HELD_LOAD
    load_mark: str = ""  # which load had this number then
    struck: str = ""  # what is over: shown struck through before the headline
    confidential: bool = False  # `named` tells of workers: somebody gets it by direct message
    unanswered: str = ""  # that nobody has acknowledged it, and who was told so
    told_above: str = ""  # who that was: "the head of service"
    urgent: bool = False  # may be told outside working hours
    decided: str = ""  # who decided what, with their note: said with `named` only
    decided_plain: str = ""  # that it was decided, and until when
    rule_changed: str = ""  # by whom, where a change of the rule took somebody out of the alert
    rule_changed_plain: str = ""  # the same without who changed it

    @property
    def names_anybody(self) -> bool:
        """Whether it says something else to readers who may not see workers' names."""
        return self.without_names() != replace(self, confidential=False)

    def without_names(self) -> "Notice":
        """The same as it is said to readers who may not see workers' names."""
        return replace(
            self,
            named=self.plain,
            decided=self.decided_plain,
            rule_changed=self.rule_changed_plain,
            confidential=False,
        )

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in _FIELDS}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Notice":
        lists = ("named", "plain")
        return cls(
            **{
                **stored,
                **{name: tuple(stored.get(name, ())) for name in lists},
                "offers": tuple(Offer(word) for word in stored.get("offers", ())),
            }
        )


_FIELDS = tuple(field.name for field in fields(Notice))
