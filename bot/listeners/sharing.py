"""Sharing an answer with a channel, after looking at everybody who can read it."""

from dataclasses import replace
from http.client import HTTPException
from typing import Any

from alerts.audience import allowed_for
from alerts.notice import Notice
from alerts.shared_answers import note_said
from bot.audience import audience_of
from bot.blocks.answers import answer_blocks, fallback_text
from bot.grammar import Asked, Topic, parse
from bot.listeners.callers import Caller
from bot.listeners.context import Office
from bot.listeners.desk import Reply
from bot.listeners.repeats import first_time, forget
from bot.questions.answer import Answer
from bot.questions.asking import Via
from bot.questions.staffing.answers import STAFFING_ANSWERS
from bot.questions.topics import TOPICS, question_about, trend_question
from models.access import Detail, Scope, ScopeKind
from models.errors import CaseloadError

_NOT_CONFIRMED = (
    "Slack did not confirm that the answer was shared. Look at the channel first; if it is not "
    "there, ask again and share that answer."
)


def share(office: Office, question: str, caller: Caller) -> Reply:
    """Post the answer for all to see, with as much detail as all may see; tell the caller."""
    full = office.ask(question, caller, Via("share"))
    if not full.can_be_shared or full.scope is None:
        return Reply.plain(full.headline)
    allowed = allowed_for(audience_of(office, caller.channel_id or ""), full.scope)
    answer = full
    if allowed.detail < Detail.WORKERS:
        words = TOPICS.get(_topic(full))
        only_names = words is not None and words.needs_workers and not words.has_totals
        if full.scope.kind is ScopeKind.WORKER or only_names:
            return Reply(
                f"Not shared: {allowed.why}, and this answer is about workers by name. Share the "
                "team's caseload instead: of that, the totals can be shown here."
            )
        answer = office.ask(question, caller, Via("share", most=allowed.detail))
    if not _post_once(office, answer, caller):
        return Reply("This answer is shared already. To share newer figures, ask again first.")
    if answer.detail == full.detail:
        return Reply("Shared.")
    return Reply(f"Shared as totals, without names: {allowed.why}.")


def _post_once(office: Office, answer: Answer, caller: Caller) -> bool:
    """Whether it was posted now, and not by an earlier press of the same button.

    The audit is written first: what cannot be written down is not shown to anybody.
    """
    services, pressed = office.services, _pressed(caller)
    if not first_time(services, pressed):
        return False
    detail = {
        "channel": caller.channel_id,
        "detail": answer.detail.name.lower(),
        "slack_id": caller.user_id,
    }
    try:
        office.write_audit("shared", answer, detail)
        _post(office, answer, caller)
    except (OSError, HTTPException):
        raise CaseloadError(_NOT_CONFIRMED) from None  # it may be there: not again by this button
    except Exception:
        forget(services, pressed)
        office.write_audit("not shared", answer, detail)
        raise
    return True


def _pressed(caller: Caller) -> str | None:
    if caller.message_ts is None:
        return None
    return f"share {caller.user_id} {caller.channel_id} {caller.message_ts}"


def _post(office: Office, answer: Answer, caller: Caller) -> None:
    shown = _for_everybody(answer)
    posted = office.client.chat_postMessage(
        channel=caller.channel_id or "",
        text=fallback_text(shown),
        blocks=answer_blocks(shown, shareable=False),
        unfurl_links=False,
        unfurl_media=False,
    )
    if answer.detail is Detail.WORKERS:
        _keep_receipt(office, shown, caller.channel_id or "", str(posted["ts"]))


def _keep_receipt(office: Office, answer: Answer, channel_id: str, ts: str) -> None:
    """So that the names can be taken out of it, in time or when others read the channel."""
    scope = answer.scope
    assert scope is not None
    without_names = Notice(
        alert_id=0,
        headline=_headline_without_names(answer, scope),
        plain=("The names in it were removed; ask again for the newest figures.",),
        footer=_footer_without_names(answer),
    )
    with office.services.database.transaction() as session:
        note_said(
            session,
            channel_id=channel_id,
            ts=ts,
            scope=scope,
            without_names=without_names,
            now=office.services.clock(),
        )


def _headline_without_names(answer: Answer, scope: Scope) -> str:
    """Of staffing no figure: it may be of one or two people."""
    if scope.kind is ScopeKind.WORKER:
        return "An answer about a worker was shared here."
    if answer.topic in STAFFING_ANSWERS:
        return f"An answer about staffing was shared here: {scope.name}."
    if answer.topic is Topic.TREND:
        return f"A trend was shared here: {scope.name}."
    return answer.headline


def _footer_without_names(answer: Answer) -> str:
    """Of staffing the as-at alone, which comes first: a warning may be of one worker."""
    footer = answer.footer or ""
    alone = answer.topic in STAFFING_ANSWERS or answer.topic is Topic.TREND
    return footer.split(" · ")[0] if alone else footer


def _for_everybody(answer: Answer) -> Answer:
    """The same without "my" in its buttons, and without a team's highest where names are hidden."""
    if answer.scope is None or _topic(answer) not in TOPICS:
        return answer
    shown = replace(answer, question=_question_again(answer, answer.scope))
    if answer.table is None or answer.detail is Detail.WORKERS:
        return shown
    columns = [column for column in answer.table.columns if column.key != "highest"]
    return replace(shown, table=replace(answer.table, columns=columns))


def _question_again(answer: Answer, scope: Scope) -> str:
    """The question about exactly this scope; a trend's with its measure and its weeks."""
    asked = parse(answer.question)
    if answer.topic is not Topic.TREND or not isinstance(asked, Asked):
        return question_about(_topic(answer), scope)
    return trend_question(scope, answer.figures[0].measure, asked.weeks)


def _topic(answer: Answer) -> Any:
    if answer.topic is None:
        raise CaseloadError("There is nothing to share in this answer.")
    return answer.topic
