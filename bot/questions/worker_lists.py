"""Lists of workers to act on: who is over their limit, and who has room for another case."""

from collections import Counter
from collections.abc import Sequence

from alerts.wording import count
from bot.grammar import Topic
from bot.questions.answer import Answer, Column, Next, Table
from bot.questions.setting import Setting
from bot.questions.standing import usual_limits, worker_row
from bot.questions.topics import question_about, trend_question
from models.figures.holders import Holder
from models.figures.measures import over, with_room
from models.vocabulary import Measure

MOST_TEAMS = 5
"""Teams named in a line; the rest are added up."""


def answer_over(setting: Setting) -> Answer:
    """Workers over their limit, furthest over first."""
    found = over(setting.book)
    return setting.answer(
        f"{setting.name}: {_over_words(found)}",
        lines=[*_over_by_team(setting, found), _free_line(setting)] if found else [],
        table=_table(setting, found, f"Workers of {setting.scope.name} over their limit"),
        figures=setting.figures(Measure.OVER_LIMIT),
        notes=_limits(setting),
        then=[
            Next("Who has room", question_about(Topic.ROOM, setting.scope)),
            Next("Caseload", question_about(Topic.CASELOAD, setting.scope)),
            Next("Trend", trend_question(setting.scope, Measure.OVER_LIMIT)),
        ],
    )


def answer_room(setting: Setting) -> Answer:
    """Workers at work who can take another case: social workers first, then by most room."""
    found = sorted(with_room(setting.book), key=lambda holder: not holder.social_worker)
    headline = (
        f"{count(len(found), 'worker')} with room, for {count(_places(found), 'case')} in all"
        if found
        else "nobody at work has room for another case"
    )
    return setting.answer(
        f"{setting.name}: {headline}",
        lines=[*_room_lines(setting, found), *_to_place(setting)],
        table=_table(setting, found, f"Workers of {setting.scope.name} with room"),
        figures=setting.figures(Measure.OVER_LIMIT, Measure.UNALLOCATED),
        notes=_limits(setting),
        then=[
            Next("Who is over", question_about(Topic.OVER, setting.scope)),
            Next("Unallocated", question_about(Topic.UNALLOCATED, setting.scope)),
        ],
    )


def _over_words(found: Sequence[Holder]) -> str:
    if not found:
        return "nobody is over their limit"
    who = "1 worker is over the" if len(found) == 1 else f"{len(found)} workers are over their"
    in_all = " in all" if len(found) > 1 else ""
    return f"{who} limit, by {count(_too_many(found), 'case')}{in_all}"


def _over_by_team(setting: Setting, found: Sequence[Holder]) -> list[str]:
    if not setting.several_teams:
        return []
    return [f"By team: {_by_team(Counter(holder.team for holder in found))}"]


def _free_line(setting: Setting) -> str:
    """Where the cases that are too many could go."""
    free = with_room(setting.book)
    if not free:
        return "Nobody at work here has room for another case"
    places = _places(free)
    text = "1 place is free" if places == 1 else f"{places} places are free"
    if setting.several_teams:
        text += f": {_by_team(_team_places(free))}"
    elif len(free) == 1:
        text += f", with {free[0].name}"
    else:
        rest = count(len(free) - 1, "other")
        text += f": {free[0].name} {free[0].room}, {rest} {places - free[0].room}"
    return " · ".join([text, *_not_social_workers(free)])


def _room_lines(setting: Setting, free: Sequence[Holder]) -> list[str]:
    by_team = [f"By team: {_by_team(_team_places(free))}"] if setting.several_teams else []
    line = " · ".join([*by_team, *_not_social_workers(free)])
    return [line] if line and free else []


def _to_place(setting: Setting) -> list[str]:
    """What the room is wanted for."""
    too_many, unallocated = _too_many(over(setting.book)), setting.book.unallocated
    wanted = [f"{count(too_many, 'case')} above workers' limits"] if too_many else []
    wanted += [f"{unallocated} unallocated"] if unallocated else []
    return [f"To place: {', '.join(wanted)}"] if wanted else []


def _not_social_workers(free: Sequence[Holder]) -> list[str]:
    """Their room is not for every kind of case."""
    others = _places([holder for holder in free if not holder.social_worker])
    if not others:
        return []
    which = f"{others} of these places {'is' if others == 1 else 'are'}"
    if others == _places(free):
        which = "all"
    return [f"{which} with staff who are not social workers"]


def _by_team(counts: Counter[str]) -> str:
    named = counts.most_common(MOST_TEAMS)
    rest = len(counts) - len(named)
    text = ", ".join(f"{team} {number}" for team, number in named)
    if not rest:
        return text
    left = counts.total() - sum(number for _, number in named)
    return f"{text}, {count(rest, 'other team')} {left}"


def _team_places(free: Sequence[Holder]) -> Counter[str]:
    places: Counter[str] = Counter()
    for holder in free:
        places[holder.team] += holder.room
    return places


def _places(free: Sequence[Holder]) -> int:
    return sum(holder.room for holder in free)


def _too_many(found: Sequence[Holder]) -> int:
    return sum(holder.over_by for holder in found)


def _limits(setting: Setting) -> list[str]:
    return [] if setting.several_teams else usual_limits(setting.book.holders)


def _table(setting: Setting, holders: Sequence[Holder], caption: str) -> Table | None:
    if not holders:
        return None
    team = [Column("team", "Team")] if setting.several_teams else []
    role = [Column("role_words", "Role")] if not all(h.social_worker for h in holders) else []
    return Table(
        columns=(
            Column("worker", "Worker"),
            Column("cases", "Cases", numeric=True),
            Column("state", "State"),
            *team,
            *role,
            Column("limit_words", "Limit"),
            Column("fte", "FTE", numeric=True),
        ),
        rows=[worker_row(holder) for holder in holders],
        caption=caption,
    )
