"""A figure of one or two people is for those who lead the place: a channel reads that it is off."""

from dataclasses import replace

from alerts.lifecycle import Event
from alerts.notice import Notice
from alerts.notices.facts import Facts
from alerts.notices.message import message
from alerts.notices.replies import reply
from models.vocabulary import AlertState, Ending, RuleKind
from tests.alerts.notices.saying import a_subject, facts
from tests.alerts.notices.test_replies import grown

AGENCY = "Court, agency social workers"
SAID = f"{AGENCY}: 2.0 FTE, target 1 since 1 October"
TO_ALL = f"{AGENCY}: above the target of 1"
COURSE = "On the present course 1 is reached on 1 March."


def of_a_service(said_to_all: str = TO_ALL) -> Facts:
    subject = a_subject("measure:agency_fte:service:3", "Agency", SAID, limit=1)
    reading = replace(subject[1], said_to_all=said_to_all, more=(COURSE,))
    life = {"place": "service:3", "team_id": None, "service_id": 3}
    return facts(RuleKind.AGENCY_ABOVE, (subject[0], reading), life=life, place="Court")


def said(notice: Notice) -> str:
    """What anybody reads."""
    return " ".join((notice.headline, *notice.plain))


def test_the_message_has_the_figure_for_those_who_may_see_it_alone() -> None:
    notice = message(of_a_service())
    assert notice.headline == TO_ALL
    assert notice.named[:2] == (SAID, COURSE)
    assert "2.0" not in said(notice)
    assert notice.confidential
    assert notice.names_anybody


def test_of_three_and_more_the_headline_says_how_many() -> None:
    notice = message(of_a_service(said_to_all=""))
    assert notice.headline == SAID
    assert COURSE in notice.named
    assert COURSE not in notice.plain
    assert not notice.confidential


def test_a_reply_that_it_became_worse_keeps_to_it() -> None:
    notice = reply(grown(of_a_service()), Event.GROWN)
    assert f"{SAID}." in notice.named
    assert "2.0" not in said(notice)
    assert notice.confidential


def test_and_so_does_its_end() -> None:
    found = of_a_service(f"{AGENCY}: no longer above the target of 1")
    told = replace(found.life, notice=message(of_a_service()))
    (member,) = told.members
    over = replace(member, ended_on=found.when.day, ending=Ending.FELL)
    life = replace(
        told, state=AlertState.RESOLVED, ending=Ending.FELL, members=(over,), resolved_at=None
    )
    notice = message(replace(found, life=life))
    assert notice.plain == (f"{AGENCY}: no longer above the target of 1.",)
    assert notice.named == (f"{SAID}.",)
    assert "2.0" not in said(notice)
