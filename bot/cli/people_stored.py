"""`caseload people show` and `forget`: all that is stored about somebody, and taking it away."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from sqlmodel import Session

from alerts.forgetting import OF_THE_EXTRACTS, Forgotten, forget, person_known
from alerts.wording import count, moment
from bot.cli.common import err, out, print_json, services, who_runs
from bot.cli.people_words import as_words, checked_email, names_of_places, shown_words
from bot.cli.stored_rows import as_json_rows, as_lines, said_at
from bot.services import Services
from models.access import Asker, find_asker
from models.errors import CaseloadError, NotKnown
from models.extracts.lock import import_lock
from models.people import AuditEntry
from models.stored.register import EVERY_TABLE
from models.telling.halves import Half, OtherHalf, other_half
from models.telling.persons import Meant, open_cases_naming
from models.telling.rows import Found, rows_telling
from models.workforce import Worker

Email = Annotated[str | None, typer.Argument(help="The email the person has in Slack.")]
StaffIds = Annotated[
    list[str] | None,
    typer.Option("--staff-id", help="A staff id of theirs; may be given several times."),
]
AsJson = Annotated[bool, typer.Option("--json", help="The stable form for programs.")]

SHOWED = "showed what is stored"

_BY_EMAIL = (
    "Add the email to the Staff sheet and load it, or use `caseload people grant`. Whoever is no "
    "longer listed has no email there: give their --staff-id."
)
_BY_ID = "Write the staff id as it stands in the Staff sheet."

_MISSING = {
    Half.EMAIL: (
        "Whoever has left the list has no email here any more, so roles given by hand, the Slack "
        "account and what they asked or decided are not found by a staff id. Give the email too."
    ),
    Half.STAFF_ID: (
        "Whoever has left the list has no email here any more, so their row in the workforce is "
        "not found by one. Give the staff id too, with --staff-id."
    ),
}
_NEVER_HAD = {
    Half.EMAIL: "If they never used Caseload, add --only-this.",
    Half.STAFF_ID: "If they were never in the workforce list, add --only-this.",
}
_BY = {Half.EMAIL: "an email of theirs", Half.STAFF_ID: "a name or staff id of theirs"}

_ELSEWHERE = (
    "Not in the database: what stands in Slack itself, extracts in the authority's own folders and "
    "in the inbox, and backups. The log has no names. No reason for an absence, no child's name, "
    "birth date or address is stored anywhere."
)


def show(email: Email = None, staff_id: StaffIds = None, as_json: AsJson = False) -> None:
    """Show all that is stored about a person, to be handed to them when they ask.

    Example: caseload people show mia@example.gov.uk
    """
    with services() as made:
        with made.database.look() as session:
            meant, found = _looked_up(session, email, staff_id or ())
            places = names_of_places(session)
            said = _who_they_are(session, made, meant, email)
            half = other_half(session, meant)
        _write_audit(made, email, staff_id or ())
        zone, now = made.settings.zone, made.clock()
    if as_json:
        others = [worker.staff_id for worker in meant.others]
        also = half.half.value if half else None
        stored = as_json_rows(found, zone)
        print_json({**said, "others_of_this_name": others, "also_give": also, "stored": stored})
        return
    for name, value in said.items():
        out.print(f"{name.replace('_', ' ')}: {shown_words(value)}", markup=False)
    today = now.astimezone(zone).date()
    out.print(f"\nAll that is stored about {meant.name or email}, {moment(now, zone, today)}")
    for line in as_lines(found, places, zone, today):
        out.print(line, markup=False)
    out.print(f"\n{_ELSEWHERE}", markup=False)
    for line in (*_of_others(meant), *([half_words(half)] if half else ())):
        out.print(line, markup=False)


def forget_person(
    email: Email = None,
    staff_id: StaffIds = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask back.")] = False,
    anyway: Annotated[
        bool,
        typer.Option(
            "--anyway", help="Also somebody in the workforce list: all but what the list says."
        ),
    ] = False,
    only_this: Annotated[
        bool,
        typer.Option(
            "--only-this", help="Of somebody who left: they never had the other, email or staff id."
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Forget a person for good: their rows tell of nobody, and figures stay as they are.

    Messages in Slack with their name are edited down to counts by the service.

    Example: caseload people forget mia@example.gov.uk --staff-id 1042
    """
    ids = staff_id or ()
    with services() as made:
        with made.database.look() as session:
            meant, found = _looked_up(session, email, ids)
            _refuse(session, meant, anyway=anyway, only_this=only_this)
            happens = list(_what_happens(session, meant, found))
        if not yes:
            _ask_back(meant, found, happens, err if as_json else out)
        with import_lock(made.database), made.database.transaction(long=True) as session:
            meant = person_known(session, email, ids)
            _refuse(session, meant, anyway=anyway, only_this=only_this)
            zone = made.settings.zone
            done = forget(session, meant, by=who_runs(), now=made.clock(), zone=zone)
        today = made.clock().astimezone(zone).date()
    _tell_done(done, zone, today, as_json=as_json)


def _looked_up(
    session: Session, email: str | None, staff_ids: Sequence[str]
) -> tuple[Meant, list[Found]]:
    """Raises NotKnown where nothing is stored of such a person."""
    given = [each for each in (email, *staff_ids) if each and each.strip()]
    if not given:
        raise CaseloadError("Say who: an email, or a staff id with --staff-id.")
    email = checked_email(email) if email else None
    meant = person_known(session, email, staff_ids)
    found = rows_telling(session, meant.who)
    if not found:
        raise NotKnown(
            f"{given[0]} is neither in the workforce list nor given a role, and nothing else is "
            f"stored about them. {_BY_EMAIL if email else _BY_ID}"
        )
    return meant, found


def _refuse(session: Session, meant: Meant, *, anyway: bool, only_this: bool) -> None:
    """Raises where they would come back, or where a part of what is stored would be left."""
    half = other_half(session, meant)
    if half and not only_this:
        raise CaseloadError(f"{half_words(half)} {_NEVER_HAD[half.half]} Nothing was changed.")
    if meant.listed and not anyway:
        raise CaseloadError(
            f"{meant.name} is in the newest workforce extract and would come back with the next "
            "load. Take them out of the extract and load it first, or use --anyway to forget all "
            "but what the extracts say of them. Nothing was changed."
        )
    cases = open_cases_naming(session, meant.who)
    if cases and not anyway:
        raise CaseloadError(
            f"The newest allocations give {count(cases, 'open case')} to {meant.name}, and the "
            "next load would bring the name back. Give the cases to somebody else in the case "
            "system and load its extract first, or use --anyway. Nothing was changed."
        )


def half_words(half: OtherHalf) -> str:
    """What is missing, why, and how to give it; ends as a sentence."""
    perhaps = f" It may be {' or '.join(half.perhaps)}." if half.perhaps else ""
    return f"{_MISSING[half.half]}{perhaps}"


def _ask_back(
    meant: Meant, found: Sequence[Found], happens: Sequence[str], console: Console
) -> None:
    """Say what will be done before it is; raises where nobody can be asked, or they say no."""
    ids = ", ".join(worker.staff_id for worker in meant.workers)
    console.print(f"Stored about {meant.name}{f', staff id {ids}' if ids else ''}:", markup=False)
    for each in found:
        rows = count(len(each.rows), "row")
        console.print(f"  {each.stored.what} ({each.stored.name}): {rows}", markup=False)
    for line in happens:
        console.print(line, markup=False)
    if not sys.stdin.isatty():
        raise CaseloadError("Nobody can be asked here: add --yes to forget. Nothing was changed.")
    if not typer.confirm("This cannot be taken back. Forget them", err=True):
        raise CaseloadError("Nothing was changed.")


def _what_happens(session: Session, meant: Meant, found: Sequence[Found]) -> Iterator[str]:
    tables = {each.stored.name for each in found}
    if meant.listed:
        names = ", ".join(
            each.name for each in EVERY_TABLE if each.table in (Worker, *OF_THE_EXTRACTS)
        )
        yield f"They stay listed, so what the extracts say of them stays: {names}."
    else:
        yield "Their rows stay as numbers for the figures, without name, email and staff id."
        half = other_half(session, meant)
        if half:
            yield f"What is stored by {_BY[half.half]} is not found, and stays."
        if open_cases_naming(session, meant.who):
            yield "Open cases name them: the next load of these brings the name back."
        if "held_records" in tables:
            yield "A held extract names them: its rows go, and it can no longer be loaded."
    yield "Messages in Slack that name them are edited down to counts."
    yield "Backups, and files in the inbox or saved elsewhere, are not changed."
    yield from _of_others(meant)


def _of_others(meant: Meant) -> Iterator[str]:
    if meant.others:
        ids = ", ".join(worker.staff_id for worker in meant.others)
        yield (
            f"Also called {meant.name}: staff id {ids}. If that is the same person, add --staff-id."
            " If not, texts that name either are of both."
        )


def _who_they_are(
    session: Session, made: Services, meant: Meant, email: str | None
) -> dict[str, str | bool | list[str]]:
    """Their place and roles; of somebody who is known no more, their name alone."""
    today = made.clock().astimezone(made.settings.zone).date()
    known = [email] if email else sorted(meant.who.emails)
    for each in known:
        with suppress(NotKnown):
            return as_words(find_asker(session, each, today), names_of_places(session))
    nobody = Asker(
        *((known or [""])[0], meant.name, None, None),
        *(frozenset(), frozenset(), frozenset()),
        leadership=False,
        administrator=False,
    )
    return as_words(nobody, {})


def _write_audit(made: Services, email: str | None, staff_ids: Sequence[str]) -> None:
    detail = {"email": email, "staff_ids": list(staff_ids)}
    with made.database.transaction() as session:
        session.add(AuditEntry(at=made.clock(), who=who_runs(), deed=SHOWED, detail=detail))


def _tell_done(done: Forgotten, zone: ZoneInfo, today: date, *, as_json: bool) -> None:
    beyond = [
        {"channel": each.channel_id, "said_at": said_at(each.said_at, zone)} for each in done.beyond
    ]
    if as_json:
        rows = dict(sorted(done.rows.items()))
        edited = done.messages_edited
        print_json({"rows": rows, "messages_edited": edited, "messages_left": beyond})
        return
    changed = count(sum(done.rows.values()), "row")
    edits = count(done.messages_edited, "message")
    out.print(f"Forgotten: {changed} changed or deleted, {edits} in Slack edited.", markup=False)
    for each in done.beyond:
        when = "" if each.said_at is None else f" of {moment(each.said_at, zone, today)}"
        out.print(
            f"A digest{when} in {each.channel_id} names them and cannot be edited: delete it in "
            "Slack.",
            markup=False,
        )
