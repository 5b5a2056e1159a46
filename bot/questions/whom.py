"""Whom or what a question is about, among all that the asker may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.grammar import Asked, NameKind, Topic
from bot.names import KnownName, find_names
from bot.questions.answer import Next
from bot.questions.help import HELP
from bot.questions.topics import question_about
from bot.trend_phrases import may_be_own
from models.access import Asker, Scope, ScopeKind


@dataclass(frozen=True, slots=True)
class NotFoundScope:
    """Nothing of that name that the asker may see, with what they may have meant."""

    sentence: str
    next: tuple[Next, ...]


_KINDS = {
    ScopeKind.TEAM: NameKind.TEAM,
    ScopeKind.SERVICE: NameKind.SERVICE,
    ScopeKind.WORKER: NameKind.WORKER,
    ScopeKind.AUTHORITY: NameKind.AUTHORITY,
}
_CALLED = {
    NameKind.ANY: "a team, service or worker",
    NameKind.TEAM: "a team",
    NameKind.SERVICE: "a service",
    NameKind.WORKER: "a worker",
    NameKind.AUTHORITY: "an authority",
}


def find_scope(asked: Asked, asker: Asker, scopes: Sequence[Scope]) -> Scope | NotFoundScope:
    """The scope a question means; what the asker may not see is not there to be found."""
    if asked.topic is Topic.ME or (asked.name is None and asked.name_kind is NameKind.WORKER):
        return _own_caseload(asker, scopes)
    if asked.name is not None:
        return _named(asked, asked.name, scopes)
    if asked.name_kind is NameKind.AUTHORITY:
        found = [scope for scope in scopes if scope.kind is ScopeKind.AUTHORITY]
        return found[0] if found else _not_the_authority(asked, asker, scopes)
    return _own_scope(asked, asker, scopes)


def widest_scope(asker: Asker, scopes: Iterable[Scope]) -> Scope | None:
    """What a person is responsible for: the authority, their services or their teams."""
    scopes = list(scopes)
    if asker.sees_all:
        return next(scope for scope in scopes if scope.kind is ScopeKind.AUTHORITY)
    headed = [s for s in scopes if s.kind is ScopeKind.SERVICE and s.id in asker.headed]
    managed = [s for s in scopes if s.kind is ScopeKind.TEAM and s.id in asker.managed]
    if headed and managed and not asker.managed <= asker.headed_teams:
        return _together(headed + managed)
    return _together(headed) or _together(managed)


def _together(scopes: Sequence[Scope]) -> Scope | None:
    if len(scopes) <= 1:
        return scopes[0] if scopes else None
    team_ids = frozenset(team_id for scope in scopes for team_id in scope.team_ids or ())
    return Scope(ScopeKind.TEAM, None, f"Your {len(team_ids)} teams", team_ids)


def _own_caseload(asker: Asker, scopes: Sequence[Scope]) -> Scope | NotFoundScope:
    for scope in scopes:
        if scope.kind is ScopeKind.WORKER and scope.id == asker.worker_id:
            return scope
    return NotFoundScope(
        "You are not in the workforce list, so you have no caseload of your own.",
        (Next("Caseload", "caseload"), HELP),
    )


def _own_scope(asked: Asked, asker: Asker, scopes: Sequence[Scope]) -> Scope | NotFoundScope:
    """Without a name: what the asker leads, else their own team or their own caseload."""
    own_team = [s for s in scopes if s.kind is ScopeKind.TEAM and s.id == asker.team_id]
    widest = widest_scope(asker, scopes)
    if asked.name_kind is NameKind.TEAM:
        managed = [s for s in scopes if s.kind is ScopeKind.TEAM and s.id in asker.managed]
        return _together(managed) or (own_team[0] if own_team else _nothing_own())
    if widest is not None:
        return widest
    own_trend = asked.topic is Topic.TREND and may_be_own(asked.about)
    if asked.topic is Topic.CASELOAD or (own_trend and asker.worker_id is not None):
        return _own_caseload(asker, scopes)
    return own_team[0] if own_team else _nothing_own()


def _nothing_own() -> NotFoundScope:
    return NotFoundScope("Say which team, service or worker you mean.", (HELP,))


def _not_the_authority(asked: Asked, asker: Asker, scopes: Sequence[Scope]) -> NotFoundScope:
    widest = widest_scope(asker, scopes)
    own = Next(widest.name, question_about(asked.topic, widest)) if widest else None
    return NotFoundScope(
        "The whole authority's figures are for leadership. You can ask about what is yours.",
        (own or Next("My caseload", "caseload me"), HELP),
    )


def _named(asked: Asked, name: str, scopes: Sequence[Scope]) -> Scope | NotFoundScope:
    known = [
        KnownName(called, _KINDS[scope.kind], str(number))
        for number, scope in enumerate(scopes)
        for called in (scope.name, scope.code)
        if called
    ]
    found = find_names(name, asked.name_kind, known)
    if found.exact is not None:
        return scopes[int(found.exact.key)]
    keys = dict.fromkeys(suggestion.key for suggestion in found.suggestions)
    meant = [scopes[int(key)] for key in keys]
    called = _CALLED[asked.name_kind]
    names = [scope.name for scope in meant]
    if len(meant) > 1 and len(set(names)) == 1 and names[0].casefold() == name.casefold():
        sentence = f'"{names[0]}" can mean {len(meant)} things. Which one?'
    else:
        sentence = f'I don\'t know {called} called "{name}". {did_you_mean(names)}'
    return NotFoundScope(sentence, (*(_meant(asked, scope, meant) for scope in meant), HELP))


def did_you_mean(names: Sequence[str]) -> str:
    """ "Did you mean Court North?", or where help is, if there is nothing like it."""
    if not names:
        return "`/caseload help` shows what I can answer."
    return "Did you mean one of these?" if len(names) > 1 else f"Did you mean {names[0]}?"


def _meant(asked: Asked, scope: Scope, among: Sequence[Scope]) -> Next:
    same_name = sum(other.name == scope.name for other in among) > 1
    label = scope.name
    if same_name:
        label += f" ({scope.code})" if scope.code else f" ({scope.kind})"
    return Next(label, question_about(asked.topic, scope))
