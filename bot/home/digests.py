"""The weekly digest: when it comes, to whom, and buttons to change, preview and send it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from alerts.authority import Authority
from alerts.calendar import WorkingCalendar
from alerts.delivery.parcel import CHANNEL, PERSON
from alerts.digest.schedules import WEEKDAYS, Due, schedules_now, targets_of
from alerts.routes import CHANNEL_ID, Routes, gather_routes
from alerts.schedules import slots_between
from alerts.wording import number_word, sentence
from bot import ids
from bot.grammar import Topic
from bot.home.answered import asks
from bot.home.opening import Opening
from bot.home.part import Paragraph, Part, Press, Pressing
from bot.questions.topics import question_about
from models.access import Asker

AHEAD = timedelta(days=15)
"""A digest of a week with bank holidays comes a week later at most."""


def digests(opening: Opening) -> Iterator[Part]:
    """Every digest for leadership and administrators, for heads those of their services."""
    asker = opening.asker
    dues = changeable(opening.session, opening.services.authority_in(opening.session), asker)
    if not dues:
        return
    routes = gather_routes(
        opening.session, opening.services.authority_in(opening.session), opening.today
    )
    first = dues[0]
    yield Part(
        title="Weekly digest",
        pressing=Pressing.UPKEEP,
        said=(f"{number_on(dues)} each week.",),
        items=digest_paragraphs(opening, dues, routes),
        rest=Press("All digests", ids.home_list_id("digests"), "digests"),
        presses=(
            *asks(("Send me the digest now", question_about(Topic.DIGEST, first.scope))),
            Press("Preview", ids.PREVIEW_DIGEST, first.scope_key),
        ),
    )


def digest_paragraphs(opening: Opening, dues: Sequence[Due], routes: Routes) -> list[Paragraph]:
    """Each schedule with the button that changes it."""
    return [
        Paragraph(
            sentence(due.scope.name),
            [line_words(due, routes, opening.services.calendar, opening.now)],
            Press("Change", ids.change_digest_id(number), key_of(due)),
            names_channels=True,
        )
        for number, due in enumerate(dues)
    ]


def changeable(session: Session, authority: Authority, asker: Asker) -> Sequence[Due]:
    """The schedules this person may see and change; of one that is on, not the others' leftovers.

    The authority's and every service's for leadership and administrators, for a head the own
    services'.
    """
    found = schedules_now(session, authority)
    lively = {due.scope_key for due in found if due.is_on}
    return [
        due
        for due in found
        if (due.is_on or (due.scope_key not in lively and not due.audience))
        and (asker.sees_all or (due.service_id is not None and due.service_id in asker.headed))
    ]


def key_of(due: Due) -> str:
    """What a button carries to find its schedule again: "service:3 channel:#leadership"."""
    return f"{due.scope_key} {due.audience}".rstrip()


def number_on(dues: Sequence[Due]) -> str:
    """ "Three digests go out"."""
    number = sum(due.is_on for due in dues)
    return f"{sentence(number_word(number))} digest{'s go' if number != 1 else ' goes'} out"


def to_words(due: Due, routes: Routes) -> str:
    """ "to #leadership", "to ana@example.org and two others", "to nobody: …"."""
    targets = targets_of(due, routes)
    if not targets:
        return "to nobody: the service has neither a channel nor a head with an email"
    return f"to {', '.join(target_words(target) for target in targets)}"


def target_words(target: str) -> str:
    """A channel as Slack shows it, or an email."""
    if target.startswith(PERSON):
        return target.removeprefix(PERSON)
    name = target.removeprefix(CHANNEL)
    return f"<#{name}>" if CHANNEL_ID.fullmatch(name) else name


def written(audience: str) -> str:
    """An audience as somebody would write it: "#leadership", an email, "" for whoever leads it."""
    return audience.removeprefix(PERSON).removeprefix(CHANNEL)


def line_words(due: Due, routes: Routes, calendar: WorkingCalendar, now: datetime) -> str:
    """ "Mondays 08:30 to #leadership · next Mon 30 Nov 08:30"."""
    if not due.is_on:
        return f"Switched off · it would go {to_words(due, routes)}"
    coming = slots_between(due.schedule(), now, now + AHEAD, calendar)
    text = f"{WEEKDAYS[due.weekday]}s {due.at:%H:%M} {to_words(due, routes)}"
    if not coming:
        return text
    local = coming[0].astimezone(due.zone)
    return f"{text} · next {local:%a} {local.day} {local:%b %H:%M}"
