"""`digest now`: the weekly digest as it is at this moment, by direct message to whoever asks."""

from alerts.digest.digest import Digest
from alerts.digest.sending import made, put_asked_for
from alerts.wording import possessive
from bot.grammar import NameKind
from bot.questions.answer import Answer, Outcome
from bot.questions.help import HELP
from bot.questions.inquiry import Inquiry
from bot.questions.plain import plain_answer
from bot.questions.whom import NotFoundScope, find_scope
from models.access import Scope, ScopeKind
from models.errors import NoData

_NOT_YOURS = (
    "The digest is for leadership, and for heads of service about their own. You can ask for the "
    "caseload of your team."
)
_NO_SUCH = "A digest is made of the whole authority or of a service. Ask for one of these."
_ALREADY = "Your digest is on its way already: you asked for it a moment ago."


def answer_digest(inquiry: Inquiry) -> Answer:
    """Puts the digest on its way, once however often it is pressed, and says so.

    Leadership gets the authority's, a head of service that of each own service; by name one of
    these.
    """
    scopes = _scopes(inquiry)
    if isinstance(scopes, Answer):
        return scopes
    now = inquiry.services.clock()
    try:
        digests = [_made(inquiry, scope) for scope in scopes]
    except NoData as error:
        return plain_answer(inquiry, Outcome.NO_DATA, str(error))
    with inquiry.services.database.transaction() as session:
        put = [
            put_asked_for(session, digest, scope, inquiry.asker.email, now)
            for scope, digest in zip(scopes, digests, strict=True)
        ]
    inquiry.services.wake()
    return Answer(
        question=inquiry.asked.text,
        asked_by=inquiry.asker.email,
        outcome=Outcome.ANSWERED,
        headline=_on_its_way(scopes) if any(put) else _ALREADY,
        topic=inquiry.asked.topic,
        scope=scopes[0],
    )


def _scopes(inquiry: Inquiry) -> list[Scope] | Answer:
    asked, asker = inquiry.asked, inquiry.asker
    if not (asker.sees_all or asker.headed):
        return plain_answer(inquiry, Outcome.NOT_FOUND, _NOT_YOURS, HELP)
    if asked.name is None and asked.name_kind is not NameKind.AUTHORITY:
        return _own(inquiry)
    found = find_scope(asked, asker, inquiry.places())
    if isinstance(found, NotFoundScope):
        return plain_answer(inquiry, Outcome.NOT_FOUND, found.sentence, *found.next)
    if found.kind not in (ScopeKind.AUTHORITY, ScopeKind.SERVICE):
        return plain_answer(inquiry, Outcome.NOT_FOUND, _NO_SUCH, HELP)
    return [found]


def _own(inquiry: Inquiry) -> list[Scope]:
    if inquiry.asker.sees_all:
        return [inquiry.authority]
    return [
        scope
        for scope in inquiry.scopes
        if scope.kind is ScopeKind.SERVICE and scope.id in inquiry.asker.headed
    ]


def _made(inquiry: Inquiry, scope: Scope) -> Digest:
    services = inquiry.services
    authority = services.authority_in(inquiry.session)
    return made(inquiry.session, authority, services.clock(), scope.id)


def _on_its_way(scopes: list[Scope]) -> str:
    if len(scopes) == 1 and scopes[0].kind is ScopeKind.SERVICE:
        return f"{possessive(scopes[0].name)} digest is on its way to your direct messages."
    if len(scopes) == 1:
        return "Your digest is on its way to your direct messages."
    return f"Your {len(scopes)} digests are on their way to your direct messages."
