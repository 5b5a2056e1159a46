"""From a text and an email to an answer: who asks, about what, and may they."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from alerts.freshness import staleness
from alerts.rules.storing import rules_now
from alerts.wording import possessive
from bot.grammar import Asked, NotUnderstood, Topic, parse
from bot.questions.alerts import answer_alerts
from bot.questions.answer import Answer, Next, Outcome
from bot.questions.case_lists import answer_not_seen, answer_unallocated
from bot.questions.caseload import answer_caseload
from bot.questions.help import HELP, answer_help
from bot.questions.register import answer_register
from bot.questions.rules import answer_rules
from bot.questions.setting import Setting
from bot.questions.topics import TOPICS
from bot.questions.whom import NotFoundScope, find_scope
from bot.questions.worker import answer_worker
from bot.questions.worker_lists import answer_over, answer_room
from bot.services import Services
from models.access import Asker, Detail, Scope, ScopeKind, detail_for, find_asker, visible_scopes
from models.errors import NoData, NotKnown
from models.figures.book import Book
from models.figures.queries import accepted_doubts, gather_book
from models.people import AuditEntry

_ANSWERS: Mapping[Topic, Callable[[Setting], Answer]] = {
    Topic.CASELOAD: answer_caseload,
    Topic.ME: answer_caseload,
    Topic.OVER: answer_over,
    Topic.ROOM: answer_room,
    Topic.UNALLOCATED: answer_unallocated,
    Topic.NOT_SEEN: answer_not_seen,
    Topic.ALERTS: answer_alerts,
    Topic.REGISTER: answer_register,
}


@dataclass(frozen=True, slots=True)
class Via:
    """Which way a question came, for the audit; and at most how much the answer may say."""

    way: str  # "command", "mention", "message", "button", "home", "command line"
    most: Detail = Detail.WORKERS
    account: str | None = None  # the Slack account, which is all there is of a stranger


def ask(services: Services, text: str, email: str | None, via: Via) -> Answer:
    """The answer for the person with this email; never raises for what people can get wrong."""
    now = services.clock()
    with services.database.look() as session:
        answer = _answer(session, services, text, email, via, now)
    _write_audit(services, answer, email, via, now)
    return answer


def _answer(
    session: Session,
    services: Services,
    text: str,
    email: str | None,
    via: Via,
    now: datetime,
) -> Answer:
    today = now.astimezone(services.settings.zone).date()
    try:
        asker = find_asker(session, email, today)
    except NotKnown as error:
        return _unknown_person(text, email, error)
    scopes = visible_scopes(session, asker, services.settings.authority)
    asked = parse(text, names=[scope.name for scope in scopes])
    if isinstance(asked, NotUnderstood):
        return _plain(asked.text, asker.email, Outcome.NOT_UNDERSTOOD, asked.sentence, HELP)
    if asked.topic is Topic.HELP:
        return answer_help(asked.text, asker, scopes)
    if asked.topic is Topic.RULES:
        return answer_rules(asked.text, asker, rules_now(session, now))
    scope = find_scope(asked, asker, scopes)
    if isinstance(scope, NotFoundScope):
        return _plain(asked.text, asker.email, Outcome.NOT_FOUND, scope.sentence, *scope.next)
    try:
        book = gather_book(
            session, team_ids=scope.team_ids, not_seen_days=services.settings.not_seen_days
        )
    except NoData as error:
        return _plain(asked.text, asker.email, Outcome.NO_DATA, str(error))
    detail = min(detail_for(asker, scope), via.most)
    setting = _setting(session, services, asked, asker, scope, detail, book, today)
    return _answer_in(replace(setting, for_a_channel=via.most < Detail.WORKERS))


def _setting(  # noqa: PLR0913 - it is the list of what an answer is made from
    session: Session,
    services: Services,
    asked: Asked,
    asker: Asker,
    scope: Scope,
    detail: Detail,
    book: Book,
    today: date,
) -> Setting:
    workforce_day = book.workforce_as_at.astimezone(services.settings.zone).date()
    return Setting(
        session=session,
        services=services,
        asked=asked,
        asker=asker,
        scope=scope,
        detail=detail,
        book=book,
        today=today,
        warnings=(
            *staleness(
                allocations=book.day,
                workforce=workforce_day,
                today=today,
                calendar=services.calendar,
            ),
            *accepted_doubts(session),
        ),
    )


def _answer_in(setting: Setting) -> Answer:
    if setting.scope.kind is ScopeKind.WORKER:
        return answer_worker(setting)
    if TOPICS[setting.asked.topic].needs_workers and not setting.names_workers:
        return _for_managers_only(setting)
    return _ANSWERS[setting.asked.topic](setting)


def _for_managers_only(setting: Setting) -> Answer:
    topic, name = TOPICS[setting.asked.topic], setting.scope.name
    return _plain(
        setting.asked.text,
        setting.asker.email,
        Outcome.NOT_FOUND,
        f"{topic.what} is for the team's manager, the head of service and leadership. "
        "You can ask for the team's totals and for your own caseload.",
        Next(f"{possessive(name)} totals", f"caseload for team {name}"),
        Next("My caseload", "caseload me"),
    )


def _unknown_person(text: str, email: str | None, error: NotKnown) -> Answer:
    asked = parse(text)
    if isinstance(asked, Asked) and asked.topic is Topic.HELP:
        return answer_help(asked.text, None, email=email)
    return _plain("", email or "", Outcome.NOT_KNOWN, str(error), HELP)


def _plain(question: str, asked_by: str, outcome: Outcome, sentence: str, *then: Next) -> Answer:
    return Answer(
        question=question, asked_by=asked_by, outcome=outcome, headline=sentence, next=then
    )


def _write_audit(
    services: Services, answer: Answer, email: str | None, via: Via, now: datetime
) -> None:
    """Who asked about whom or what: never the text itself, in which anything may stand."""
    scope = answer.scope
    entry = AuditEntry(
        at=now,
        who=email.lower() if email else via.account or "unknown",
        deed="asked",
        scope_kind=scope.kind.value if scope else None,
        scope_name=scope.name if scope else None,
        detail={
            "topic": answer.topic.value if answer.topic else None,
            "outcome": answer.outcome.value,
            "way": via.way,
            "detail": answer.detail.name.lower(),
        },
    )
    with services.database.transaction() as session:
        session.add(entry)
