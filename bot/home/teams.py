"""The teams somebody manages: each with its workers, what is unallocated, and who has room."""

from collections import Counter
from collections.abc import Iterator

from alerts.wording import count, kinds
from bot.grammar import Topic
from bot.home.answered import asks, part_of, show_all
from bot.home.opening import Opening
from bot.home.part import Part
from bot.home.service_rows import row_words
from bot.questions.caseload import answer_caseload
from bot.questions.setting import Setting
from bot.questions.teams import team_rows, teams_table
from bot.questions.topics import question_about
from models.access import Scope, ScopeKind
from models.figures.measures import with_room
from models.vocabulary import CaseKind

IN_FULL = 3
"""Teams whose workers are all on the page; of more than these it has a line each."""

NAMED = 2
"""Workers with room named in a line."""


def managed_teams(opening: Opening) -> Iterator[Part]:
    """A part for each team, or one for all of them where there are many."""
    managed = sorted(
        (team_id for team_id in opening.asker.managed if team_id in opening.listed.teams),
        key=lambda team_id: opening.listed.teams[team_id],
    )
    if len(managed) > IN_FULL:
        yield _together(opening, frozenset(managed))
        return
    for team_id in managed:
        yield _team(opening, opening.team(team_id))


def _team(opening: Opening, scope: Scope) -> Part:
    setting = opening.setting(Topic.CASELOAD, scope)
    buttons = (
        (label, question_about(topic, scope))
        for label, topic in (
            ("Trend", Topic.TREND),
            ("Who is over", Topic.OVER),
            ("Who has room", Topic.ROOM),
            ("Unallocated", Topic.UNALLOCATED),
            ("Not seen", Topic.NOT_SEEN),
            ("Register", Topic.REGISTER),
        )
    )
    return part_of(
        answer_caseload(setting),
        scope.name,
        more=[*unallocated_words(setting), room_words(setting)],
        presses=asks(*buttons),
    )


def _together(opening: Opening, team_ids: frozenset[int]) -> Part:
    scope = Scope(ScopeKind.TEAM, None, f"Your {len(team_ids)} teams", team_ids)
    setting = opening.setting(Topic.CASELOAD, scope)
    rows = team_rows(setting)
    return Part(
        title=scope.name,
        said=(f"{scope.name}: {row_words(setting.book)}", *unallocated_words(setting)),
        table=teams_table(rows),
        rest=show_all("caseload for my team"),
        footer=opening.as_at,
        presses=asks(
            ("Who is over", "who is over"),
            ("Who has room", "who has room"),
            ("Not seen", "not seen"),
            ("Register", "register"),
        ),
    )


def unallocated_words(setting: Setting) -> list[str]:
    """ "Unallocated: 2 looked after, 1 assessment; the longest for 4 working days"."""
    waiting = setting.book.waiting
    mix: Counter[CaseKind] = Counter()
    for part in waiting:
        mix[part.kind] += part.cases
    if not mix.total():
        return []
    text = f"Unallocated: {kinds(mix)}"
    waits = [setting.working_days(part.since) for part in waiting if part.since is not None]
    if not waits:
        return [text]
    longest = "the longest " if mix.total() > 1 else ""
    return [f"{text}; {longest}for {count(max(waits), 'working day')}"]


def room_words(setting: Setting) -> str:
    """ "Room for 11 cases: Kit Dummy 3, Ana Specimen 2, two others 6"."""
    free = with_room(setting.book)
    if not free:
        return "Room: nobody at work has room for another case"
    named = ", ".join(f"{holder.name} {holder.room}" for holder in free[:NAMED])
    left = free[NAMED:]
    rest = f", {count(len(left), 'other')} {sum(h.room for h in left)}" if left else ""
    return f"Room for {count(sum(h.room for h in free), 'case')}: {named}{rest}"
