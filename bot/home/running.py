"""How the service is: what the doctor finds in the database, what ran last, what cannot be sent."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import col

from alerts.backlog import backlog
from alerts.digest.schedules import schedules_now
from alerts.retention import nightly_jobs
from alerts.schedules import Schedule, slots_between
from alerts.slots import last_slots
from alerts.wording import count, sentence
from bot import ids
from bot.doctor import examine_data
from bot.findings import Finding, Level
from bot.home.opening import Opening
from bot.home.part import Paragraph, Part, Press, Pressing
from bot.inbox.clearing import inbox_jobs
from models.kept import AS_SHIPPED
from models.outbox import OutboxRow
from models.rules import CheckMark
from models.vocabulary import OutboxState

AHEAD = timedelta(days=15)


def running(opening: Opening) -> Iterator[Part]:
    """For administrators; what only Slack can tell is behind the button."""
    if not opening.asker.administrator:
        return
    amiss = list(_amiss(opening))
    bad = any(each.level is Level.BAD for each in amiss)
    yield Part(
        title="How the service runs",
        pressing=Pressing.NOW if bad else Pressing.UPKEEP,
        said=(_headline(amiss), _last(opening)),
        items=[finding_paragraph(each) for each in amiss],
        rest=Press("All findings", ids.home_list_id("checks"), "checks"),
        presses=(
            Press("Run the checks", ids.home_list_id("checks"), "checks"),
            Press("Schedules", ids.home_list_id("schedules"), "schedules"),
            *([Press("Parked notices", ids.home_list_id("parked"), "parked")] * _parked(opening)),
        ),
        footer=f"As at {opening.moment(opening.now)}, from the database alone",
    )


def _amiss(opening: Opening) -> Iterator[Finding]:
    """What is not well; of the data another part tells."""
    for finding in examine_data(opening.services, opening.session):
        if finding.level is not Level.GOOD and finding.subject != "data":
            yield finding


def _headline(amiss: list[Finding]) -> str:
    if not amiss:
        return "Nothing is amiss."
    return f"{sentence(count(len(amiss), 'thing'))} should be better."


def finding_paragraph(finding: Finding) -> Paragraph:
    """What was found, and how to mend it."""
    return Paragraph(finding.what, [finding.mend] if finding.mend else [])


def _last(opening: Opening) -> str:
    mark = opening.session.scalars(select(CheckMark)).first()
    if mark is None:
        return "Alerts were never checked"
    return f"Alerts were last checked {opening.moment(mark.at)}"


def _parked(opening: Opening) -> bool:
    return backlog(opening.session, opening.now).parked > 0


def schedule_paragraphs(opening: Opening) -> Iterator[Paragraph]:
    """Each schedule: when it ran last, and when it is due next."""
    services, done = opening.services, last_slots(opening.session)
    dues = schedules_now(opening.session, services.authority_in(opening.session))
    jobs = [*nightly_jobs(opening.zone, AS_SHIPPED), *inbox_jobs(services)]
    named = [(due.schedule(), f"Digest: {due.scope.name}") for due in dues if due.is_on]
    named += [(job.schedule, sentence(job.schedule.name)) for job in jobs]
    for schedule, name in named:
        last = done.get((schedule.name, schedule.target))
        yield Paragraph(
            name,
            [f"Last {_said(opening, last)} · next {_said(opening, _next(opening, schedule))}"],
        )


def _next(opening: Opening, schedule: Schedule) -> datetime | None:
    until = opening.now + AHEAD
    coming = slots_between(schedule, opening.now, until, opening.services.calendar)
    return coming[0] if coming else None


def _said(opening: Opening, at: datetime | None) -> str:
    return "–" if at is None else opening.moment(at)


def parked_paragraphs(opening: Opening) -> Iterator[Paragraph]:
    """Notices that cannot be sent as things are, the oldest first, and Slack's word on why."""
    query = select(OutboxRow).where(col(OutboxRow.state) == OutboxState.PARKED)
    for row in opening.session.scalars(query.order_by(col(OutboxRow.id))):
        where = row.lane.partition(":")[2]
        yield Paragraph(
            str(row.notice.get("headline") or "A notice"),
            [f"To {where} · {row.error or 'refused'} · since {opening.moment(row.made_at)}"],
        )
