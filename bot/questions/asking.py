"""From a text and an email to an answer: who asks, about what, and may they."""

import time
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import insert
from sqlmodel import Session

from alerts.freshness import staleness, workforce_staleness
from alerts.rules.storing import rules_now
from alerts.wording import possessive
from bot.grammar import Asked, NotUnderstood, Topic, parse
from bot.operations.meters import FAILED
from bot.operations.work import note
from bot.questions.alerts import answer_alerts
from bot.questions.answer import Answer, Next, Outcome
from bot.questions.case_lists import answer_not_seen, answer_unallocated
from bot.questions.caseload import answer_caseload
from bot.questions.census import answer_return
from bot.questions.compare.answering import answer_compare
from bot.questions.digest import answer_digest
from bot.questions.help import HELP, answer_help
from bot.questions.inquiry import Arrival, Inquiry, arrive, understand
from bot.questions.places import teams_of
from bot.questions.plan import answer_plan
from bot.questions.plans import answer_compared_plan, answer_plans
from bot.questions.register import answer_register
from bot.questions.rules import answer_rules
from bot.questions.setting import Setting
from bot.questions.staffing.answers import STAFFING_ANSWERS
from bot.questions.staffing.gathering import gather_for
from bot.questions.staffing.setting import StaffingSetting
from bot.questions.topics import TOPICS, question_about
from bot.questions.trend import answer_trend
from bot.questions.trend_staffing import answer_staffing_trend
from bot.questions.trend_telling import is_of_staffing, unknown_trend
from bot.questions.who import Account
from bot.questions.whom import NotFoundScope, find_scope
from bot.questions.worker import answer_worker
from bot.questions.worker_lists import answer_over, answer_room
from bot.services import Services
from models.access import Detail, Scope, ScopeKind, detail_for
from models.errors import NoData, NotKnown
from models.figures.queries import accepted_doubts, gather
from models.people import AuditEntry
from models.uncollected import uncollected
from models.vocabulary import ExtractKind

_ANSWERS: Mapping[Topic, Callable[[Setting], Answer]] = {
    Topic.CASELOAD: answer_caseload,
    Topic.ME: answer_caseload,
    Topic.OVER: answer_over,
    Topic.ROOM: answer_room,
    Topic.UNALLOCATED: answer_unallocated,
    Topic.NOT_SEEN: answer_not_seen,
    Topic.ALERTS: answer_alerts,
    Topic.REGISTER: answer_register,
    Topic.TREND: answer_trend,
}

_OF_STAFFING: Mapping[Topic, Callable[[StaffingSetting], Answer]] = {
    **STAFFING_ANSWERS,
    Topic.TREND: answer_staffing_trend,
}


_OF_NO_SCOPE: Mapping[Topic, Callable[[Inquiry], Answer]] = {
    Topic.COMPARE: answer_compare,
    Topic.RETURN: answer_return,
    Topic.DIGEST: answer_digest,
    Topic.PLAN: answer_plan,
    Topic.PLANS: answer_plans,
    Topic.COMPARE_PLAN: answer_compared_plan,
}


MANY_TEAMS = 50
"""An answer about more of them makes so many values that the collector would take its time."""

_AUDIT = insert(AuditEntry).inline()  # nobody wants its number


@dataclass(frozen=True, slots=True)
class Via:
    """Which way a question came, for the audit; and at most how much the answer may say."""

    way: str  # "command", "mention", "message", "button", "home", "command line"
    most: Detail = Detail.WORKERS
    account: str | None = None  # the Slack account, which is all there is of a stranger


def ask(services: Services, text: str, who: Account | str | None, via: Via) -> Answer:
    """The answer for an account or an email; never raises for what people can get wrong."""
    now, began = services.clock(), time.perf_counter()
    topic, outcome = "none", FAILED
    try:
        answer, email = _answered(services, text, who, via, now)
        _write_audit(services, answer, email, via, now)
        topic = answer.topic.value if answer.topic else "none"
        outcome = answer.outcome.value
    finally:
        services.meters.answered(via.way, topic, outcome, time.perf_counter() - began)
        note(via=via.way, topic=topic, outcome=outcome)
    return answer


def _answered(
    services: Services, text: str, who: Account | str | None, via: Via, now: datetime
) -> tuple[Answer, str | None]:
    """The answer, and the email of whoever asks.

    Who that is, and all that is answered, are read in one look unless Slack has to be asked: no
    look lasts as long as that.
    """
    with services.database.look() as session:
        arrival = arrive(session, who)
        if arrival is not None:
            return _answer(session, services, text, arrival, via, now), arrival.email
    email = who if who is None or isinstance(who, str) else who.email()
    with services.database.look() as session:
        arrival = arrive(session, email)
        assert arrival is not None  # of an email nobody has to be asked
        return _answer(session, services, text, arrival, via, now), email


def _answer(
    session: Session, services: Services, text: str, arrival: Arrival, via: Via, now: datetime
) -> Answer:
    today = now.astimezone(services.settings.zone).date()
    try:
        asker, inquiry = understand(session, services, text, arrival, today)
    except NotKnown as error:
        return _unknown_person(text, arrival.email, error)
    if isinstance(inquiry, NotUnderstood):
        not_understood = (Outcome.NOT_UNDERSTOOD, inquiry.sentence, HELP)
        return _plain(inquiry.text, asker.email, *not_understood)
    asked = inquiry.asked
    if asked.topic is Topic.HELP:
        return answer_help(asked.text, asker, inquiry.places())
    if asked.topic is Topic.RULES:
        return answer_rules(asked.text, asker, rules_now(session, now))
    answer = _answer_to(inquiry, via)
    # What is refused was asked for all the same: the audit says what it was about.
    return answer if answer.topic is not None else replace(answer, topic=asked.topic)


def _answer_to(inquiry: Inquiry, via: Via) -> Answer:
    """The answer to a question that was understood, about whatever the asker may see."""
    asked, asker = inquiry.asked, inquiry.asker
    if asked.topic in _OF_NO_SCOPE:
        return _OF_NO_SCOPE[asked.topic](inquiry)
    if asked.topic is Topic.TREND and (unknown := unknown_trend(inquiry)):
        return unknown
    scope = find_scope(asked, asker, inquiry.scopes)
    if isinstance(scope, NotFoundScope) and asked.name is not None and asker.sees_all:
        # Written in another way than it is kept: now every name is looked at.
        scope = find_scope(asked, asker, inquiry.all_scopes())
    if isinstance(scope, NotFoundScope):
        return _plain(asked.text, asker.email, Outcome.NOT_FOUND, scope.sentence, *scope.next)
    staffing = asked.topic in STAFFING_ANSWERS or is_of_staffing(asked)
    about = _about_staffing if staffing else _about_cases
    many = scope.team_ids is None or len(scope.team_ids) > MANY_TEAMS
    try:
        with uncollected() if many else nullcontext():
            return about(inquiry, scope, via)
    except NoData as error:
        return _plain(asked.text, asker.email, Outcome.NO_DATA, str(error))


def _about_cases(inquiry: Inquiry, scope: Scope, via: Via) -> Answer:
    """The answer from the case book; NoData before both feeds are loaded."""
    services, session, topic = inquiry.services, inquiry.session, inquiry.asked.topic
    gathered = gather(
        session,
        team_ids=scope.team_ids,
        worker_id=scope.id if scope.kind is ScopeKind.WORKER else None,
        not_seen_days=services.settings.not_seen_days,
        loads=inquiry.loads,
    )
    book = gathered.book
    setting = Setting(
        inquiry=inquiry,
        scope=scope,
        detail=min(detail_for(inquiry.asker, scope), via.most),
        book=book,
        limits=gathered.limits,
        kinds=gathered.kinds,
        warnings=(
            *staleness(
                allocations=book.day,
                workforce=_day_of(inquiry, book.workforce_as_at),
                today=inquiry.today,
                calendar=services.calendar,
            ),
            *gathered.doubts,
        ),
        for_a_channel=via.most < Detail.WORKERS,
    )
    if scope.kind is ScopeKind.WORKER and topic is not Topic.TREND:
        return answer_worker(setting)
    if TOPICS[topic].needs_workers and not setting.names_workers:
        return _for_managers_only(inquiry, scope)
    return _ANSWERS[topic](setting)


def _about_staffing(inquiry: Inquiry, scope: Scope, via: Via) -> Answer:
    """The answer from the workforce alone; NoData before it is loaded.

    It is for those who may see the scope's workers; a channel they share it with gets totals.
    """
    services, session, topic = inquiry.services, inquiry.session, inquiry.asked.topic
    detail = detail_for(inquiry.asker, scope)
    if scope.kind is ScopeKind.WORKER:
        return _not_of_one_person(inquiry, scope)
    if detail < Detail.WORKERS:
        return _for_managers_only(inquiry, scope)
    book, by_team = gather_for(session, topic, teams_of(session, scope, inquiry.asker))
    workforce_day = _day_of(inquiry, book.as_at)
    setting = StaffingSetting(
        inquiry=inquiry,
        scope=scope,
        detail=min(detail, via.most),
        book=book,
        by_team=by_team,
        warnings=(
            *workforce_staleness(workforce_day, inquiry.today, services.calendar),
            *accepted_doubts(session, (ExtractKind.WORKFORCE,), inquiry.loads),
        ),
        for_a_channel=via.most < Detail.WORKERS,
    )
    return _OF_STAFFING[topic](setting)


def _day_of(inquiry: Inquiry, moment: datetime) -> date:
    return moment.astimezone(inquiry.services.settings.zone).date()


def _not_of_one_person(inquiry: Inquiry, scope: Scope) -> Answer:
    return _plain(
        inquiry.asked.text,
        inquiry.asker.email,
        Outcome.NOT_FOUND,
        "Staffing is counted for a team, a service or the authority, not for one person. "
        f"You can ask for the caseload of {scope.name}.",
        Next("Caseload", question_about(Topic.CASELOAD, scope)),
        HELP,
    )


def _for_managers_only(inquiry: Inquiry, scope: Scope) -> Answer:
    topic, name = TOPICS[inquiry.asked.topic], scope.name
    return _plain(
        inquiry.asked.text,
        inquiry.asker.email,
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
    entry = {
        "at": now,
        "who": email.lower() if email else via.account or "unknown",
        "deed": "asked",
        "scope_kind": scope.kind.value if scope else None,
        "scope_name": scope.name if scope else None,
        "detail": {
            "topic": answer.topic.value if answer.topic else None,
            "outcome": answer.outcome.value,
            "way": via.way,
            "detail": answer.detail.name.lower(),
        },
    }
    services.database.write(_AUDIT, entry)
