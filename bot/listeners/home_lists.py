"""What the Home's buttons open in a dialog: whole lists, the checks, a digest's preview."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt import Ack, App
from sqlalchemy import select
from sqlmodel import Session, col

from alerts.digest.sending import made
from alerts.routes import gather_routes
from alerts.rules.storing import rules_now
from alerts.wording import count, sentence
from bot import ids
from bot.blocks.answer_dialog import sentence_view
from bot.blocks.home.lists import (
    all_rows_view,
    list_view,
    preview_view,
    rules_view,
    waiting_view,
)
from bot.blocks.parts import Block
from bot.doctor import examine
from bot.failures import Failure
from bot.findings import Level
from bot.home.answered import asks
from bot.home.digests import changeable, digest_paragraphs
from bot.home.opening import Opening
from bot.home.part import Paragraph
from bot.home.running import finding_paragraph, parked_paragraphs, schedule_paragraphs
from bot.listeners.administrators import administrator
from bot.listeners.callers import Caller, caller_of_action
from bot.listeners.context import Office
from bot.listeners.home import publish_home
from bot.questions.asking import Via
from bot.questions.rules import answer_rules
from models.access import find_asker
from models.errors import CaseloadError, NotFound
from models.figures.queries import unmatched_workers
from models.people import Grant

_OLD_BUTTON = "This button is of an older version. Open the app's Home again."
_NOT_YOURS = "There is no such digest, or it is not yours."
_DEED = "looks at this"

Make = Callable[[Opening], Block]
"""A list for an administrator, from one look."""


def register(app: App, office: Office) -> None:
    app.action(ids.HOME_ALL)(partial(_pressed, office, _all_rows))
    app.action(ids.ANY_HOME_LIST)(partial(_pressed, office, _a_list))
    app.action(ids.PREVIEW_DIGEST)(partial(_pressed, office, _preview))


def _pressed(
    office: Office,
    make: Callable[[Office, Caller, str], Block],
    ack: Ack,
    body: dict[str, Any],
    action: dict[str, Any],
) -> None:
    """A dialog at once, within the three seconds a trigger lives; then what it was opened for."""
    ack()
    caller = caller_of_action(body)
    shown: list[str] = []

    def work() -> None:
        opened = office.client.views_open(trigger_id=caller.trigger_id or "", view=waiting_view())
        shown.append(str(opened["view"]["id"]))
        view = make(office, caller, str(action.get("value") or ""))
        office.client.views_update(view_id=shown[0], view=view)

    def tell(failure: Failure) -> None:
        if shown:
            view = sentence_view(failure.sentence)
            office.client.views_update(view_id=shown[0], view=view)
        else:
            publish_home(office, caller, told=failure.sentence)

    office.desk.later(work, on_failure=tell)


def _all_rows(office: Office, caller: Caller, question: str) -> Block:
    return all_rows_view(office.ask(question, caller, Via("home")))


def _a_list(office: Office, caller: Caller, name: str) -> Block:
    if name == "digests":
        return _digests(office, caller)
    asker = administrator(office, caller, _DEED)
    if name == "checks":
        return _checks(office)
    if name not in _LISTS:
        raise CaseloadError(_OLD_BUTTON)
    services = office.services
    with services.database.look() as session:
        return _LISTS[name](Opening(session, services, asker, services.clock()))


def _checks(office: Office) -> Block:
    """Everything the doctor looks at, what is not well first; it asks Slack, too."""
    found = sorted(examine(office.services), key=lambda each: each.level is Level.GOOD)
    amiss = sum(each.level is not Level.GOOD for each in found)
    headline = (
        f"{sentence(count(amiss, 'thing'))} should be better"
        if amiss
        else "Everything that was looked at is well"
    )
    marks = {Level.GOOD: "Well", Level.ADVICE: "Advice", Level.BAD: "Bad"}
    paragraphs = [
        replace(finding_paragraph(each), first=f"{marks[each.level]}: {each.what}")
        for each in found
    ]
    return list_view(headline, paragraphs)


def _rules(opening: Opening) -> Block:
    return rules_view(answer_rules("rules", opening.asker, rules_now(opening.session, opening.now)))


def _unmatched(opening: Opening) -> Block:
    found = unmatched_workers(opening.session, None)
    teams = opening.listed.teams
    return list_view(
        f"{sentence(count(len(found), 'worker'))} of the allocations not in the workforce list",
        [
            Paragraph(
                each.worker_ref,
                [
                    " · ".join(
                        part
                        for part in (
                            count(each.cases, "open case"),
                            each.reason,
                            teams.get(each.team_id or 0, ""),
                        )
                        if part
                    )
                ],
            )
            for each in sorted(found, key=lambda one: -one.cases)
        ],
        none="Everybody who holds a case is in the workforce list.",
        footer="Add them to Staff, or correct the worker in the case system.",
    )


def _roles(opening: Opening) -> Block:
    grants = opening.session.scalars(select(Grant).order_by(col(Grant.role), col(Grant.email)))
    return list_view(
        "Roles that were given by an administrator",
        [
            Paragraph(grant.email, [" · ".join(_grant_words(opening, grant))])
            for grant in grants.all()
        ],
        none="None. `caseload people grant EMAIL leadership` gives one.",
        footer="Managers and heads of service have their role from the workforce list. "
        "Change roles with caseload people grant and revoke.",
    )


def _grant_words(opening: Opening, grant: Grant) -> list[str]:
    of = opening.listed.teams.get(grant.team_id or 0)
    of = of or opening.listed.services.get(grant.service_id or 0)
    given = f"given by {grant.granted_by} on {opening.moment(grant.granted_at)}"
    return [f"{grant.role.value}{f' of {of}' if of else ''}", given]


def _schedules(opening: Opening) -> Block:
    return list_view("When things are done", list(schedule_paragraphs(opening)))


def _parked(opening: Opening) -> Block:
    return list_view(
        "Notices that cannot be sent as things are",
        list(parked_paragraphs(opening)),
        none="None is parked.",
        footer="Mend what Slack says, then caseload outbox retry --all sends them.",
    )


_LISTS: Mapping[str, Make] = {
    "rules": _rules,
    "unmatched": _unmatched,
    "roles": _roles,
    "schedules": _schedules,
    "parked": _parked,
}


def _digests(office: Office, caller: Caller) -> Block:
    services, email = office.services, office.email_of(caller)
    now = services.clock()
    today = now.astimezone(services.settings.zone).date()
    with services.database.look() as session:
        asker = find_asker(session, email, today)
        opening = Opening(session, services, asker, now)
        dues = changeable(session, services.authority_in(session), asker)
        if not dues:
            raise NotFound(_NOT_YOURS)
        routes = gather_routes(session, services.authority_in(session), today)
        return list_view("Weekly digests", digest_paragraphs(opening, dues, routes))


def _preview(office: Office, caller: Caller, scope: str) -> Block:
    services, email = office.services, office.email_of(caller)
    now = services.clock()
    with services.database.look() as session:
        due = _own_due(office, session, email, scope)
        digest = made(session, services.authority_in(session), now, due)
    return preview_view(digest, asks(("Send it to me now", _send_question(scope, digest.scope))))


def _send_question(scope: str, name: str) -> str:
    return "digest now" if scope == "authority" else f"digest for service {name}"


def _own_due(office: Office, session: Session, email: str | None, scope: str) -> int | None:
    """The service's id, None for the authority; NotFound for whoever may not read it."""
    services = office.services
    today = services.clock().astimezone(services.settings.zone).date()
    asker = find_asker(session, email, today)
    for due in changeable(session, services.authority_in(session), asker):
        if due.scope_key == scope:
            return due.service_id
    raise NotFound(_NOT_YOURS)
