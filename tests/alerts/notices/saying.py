"""An alert's facts with everything at a default, and its notices as one readable text."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from alerts.endings import Receiver
from alerts.life import Life
from alerts.members import Member
from alerts.notice import Notice
from alerts.notices.facts import Facts
from alerts.readings import Reading
from models.vocabulary import AlertState, Ending, RuleKind
from tests.alerts.place import FRI, LONDON, MON, half_past_eight, when

SAM, JO, ANA = "Sam Example", "Jo Placeholder", "Ana Specimen"


def a_worker(
    number: int, name: str, said: str, cases: float = 26, limit: float | None = 18, **given: Any
) -> tuple[Member, Reading]:
    """Told, and over since Monday."""
    member = Member(
        subject=f"worker:{number}",
        rule="a-rule",
        since=MON,
        value=cases,
        limit=limit,
        worker_id=number,
        told_value=cases,
    )
    return replace(member, **given), _reading(member, name, said)


def a_subject(
    subject: str, name: str, said: str, value: float = 2, **given: Any
) -> tuple[Member, Reading]:
    """A kind of case, a team, a load or a feed: no worker."""
    member = Member(subject=subject, rule="a-rule", since=MON, value=value, told_value=value)
    return replace(member, **given), _reading(member, name, said)


def _reading(member: Member, name: str, said: str) -> Reading:
    return Reading(
        subject=member.subject,
        rule=member.rule,
        over=True,
        clear=False,
        value=member.value,
        limit=member.limit,
        worker_id=member.worker_id,
        name=name,
        said=said,
    )


def a_receiver(
    name: str, cases: int, caseload: int, allowance: float | None = 18, **given: Any
) -> Receiver:
    """A colleague in Court North, unless another team is given."""
    usual = Receiver(name, 1, "Court North", cases, caseload, allowance)
    return replace(usual, **given)


def facts(
    kind: RuleKind,
    *subjects: tuple[Member, Reading],
    day: date = FRI,
    today: date | None = None,
    life: dict[str, Any] | None = None,
    **given: Any,
) -> Facts:
    """Court North's alert, firing since Monday, as of Friday's data."""
    members = tuple(member for member, _ in subjects)
    usual_life = Life(
        id=7,
        kind=kind,
        place="team:1",
        team_id=1,
        state=AlertState.FIRING,
        since=min((member.since for member in members), default=MON),
        opened_at=half_past_eight(MON),
        judged_as_at=half_past_eight(FRI),
        fired_at=half_past_eight(FRI),
        told_at=half_past_eight(FRI),
        members=members,
    )
    usual = Facts(
        life=replace(usual_life, **(life or {})),
        place="Court North",
        as_at=datetime.combine(day, time(18), UTC),
        zone=LONDON,
        when=when(day, today),
        readings={reading.subject: reading for _, reading in subjects},
    )
    return replace(usual, **given)


def ended(
    subject: tuple[Member, Reading],
    how: Ending,
    value: float | None = None,
    said: str | None = None,
    **given: Any,
) -> tuple[Member, Reading]:
    """The same, over no more since Friday."""
    member, reading = subject
    left = member.value if value is None else value
    after = replace(member, ended_on=FRI, ending=how, value=left, **given)
    return after, replace(reading, value=left, said=reading.said if said is None else said)


def text(notice: Notice, *, named: bool = True) -> str:
    """All that is read, line by line."""
    struck = [f"~{notice.struck}~"] if notice.struck else []
    lines: Sequence[str] = notice.named if named else notice.plain
    decided = notice.decided if named else notice.decided_plain
    buttons = " ".join(f"[{offer.value}]" for offer in notice.offers)
    return "\n".join(
        line for line in (*struck, notice.headline, *lines, decided, notice.footer, buttons) if line
    )


def sections(written: str) -> list[tuple[str, str]]:
    """Texts under their titles: "= title", then the lines up to the next one.

    A backslash at the end of a line joins it to the next, as Python reads it.
    """
    found = []
    for section in f"\n{written.strip()}".split("\n= ")[1:]:
        title, _, said = section.partition("\n")
        found.append((title, said.strip()))
    return found
