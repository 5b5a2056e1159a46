"""Lists to act on, worst first: who is over, who has room, what is unallocated, who is not seen."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from bot.grammar import Topic
from bot.questions.answer import Answer, Column, Next, Table, Value
from bot.questions.setting import Setting
from bot.questions.standing import worker_row
from bot.questions.topics import question_about
from bot.questions.wording import count
from models.figures.book import Waiting
from models.figures.figure import Figure, Measure
from models.figures.holders import Holder
from models.figures.measures import over, scope_figures, with_room
from models.vocabulary import CaseKind, words

URGENT = frozenset({CaseKind.CHILD_PROTECTION, CaseKind.LOOKED_AFTER})
"""Kinds that must always have a worker."""

_WORKER_COLUMNS = (
    Column("worker", "Worker"),
    Column("cases", "Cases", numeric=True),
    Column("state", "State"),
    Column("limit_words", "Limit"),
    Column("fte", "FTE", numeric=True),
    Column("team", "Team"),
)


def answer_over(setting: Setting) -> Answer:
    """Workers over their limit, furthest over first."""
    found, name = over(setting.book), setting.scope.name
    are = "worker is" if len(found) == 1 else "workers are"
    their = "their" if len(found) != 1 else "the"
    headline = (
        f"{name}: {len(found)} {are} over {their} limit"
        if found
        else f"{name}: nobody is over their limit"
    )
    return setting.answer(
        headline,
        lines=_room_line(setting) if found else [],
        table=_worker_table(found, f"Workers of {name} over their limit"),
        figures=_only(setting, Measure.OVER_LIMIT),
        then=_next(setting, Topic.ROOM, Topic.CASELOAD),
    )


def answer_room(setting: Setting) -> Answer:
    """Workers at work who can take another case, most room first."""
    found, name = with_room(setting.book), setting.scope.name
    places = sum(holder.room for holder in found)
    headline = (
        f"{name}: {count(len(found), 'worker')} with room, for {count(places, 'case')} in all"
        if found
        else f"{name}: nobody at work has room for another case"
    )
    return setting.answer(
        headline,
        table=_worker_table(found, f"Workers of {name} with room"),
        figures=_only(setting, Measure.OVER_LIMIT, Measure.UNALLOCATED),
        then=_next(setting, Topic.OVER, Topic.UNALLOCATED),
    )


def answer_unallocated(setting: Setting) -> Answer:
    """Cases without a worker by team and kind, the longest waiting first."""
    waiting, name = setting.book.waiting, setting.scope.name
    total = sum(part.cases for part in waiting)
    urgent = sum(part.cases for part in waiting if part.kind in URGENT)
    headline = f"{name}: {count(total, 'case')} without a worker" if total else (
        f"{name}: every case has a worker"
    )  # fmt: skip
    lines = []
    if urgent:
        are = "is" if urgent == 1 else "are"
        lines.append(f"{urgent} of them {are} looked after or on a child protection plan")
    return setting.answer(
        headline,
        lines=lines,
        table=_waiting_table(setting, waiting),
        figures=_only(setting, Measure.UNALLOCATED, Measure.OPEN_CASES),
        then=_next(setting, Topic.ROOM, Topic.CASELOAD),
    )


def answer_not_seen(setting: Setting) -> Answer:
    """Children last seen too long ago, by worker and kind, the longest ago first."""
    figures = _only(setting, Measure.NOT_SEEN, Measure.OPEN_CASES)
    total, name = int(figures[-1].value or 0), setting.scope.name
    days = setting.book.not_seen_days
    have = "child has" if total == 1 else "children have"
    headline = (
        f"{name}: {total} {have} not been seen for more than {days} days"
        if total
        else f"{name}: every child with a date was seen in the last {days} days"
    )
    return setting.answer(
        headline,
        table=_unseen_table(setting),
        figures=figures,
        then=_next(setting, Topic.OVER, Topic.CASELOAD),
    )


def _only(setting: Setting, *measures: Measure) -> list[Figure]:
    found = scope_figures(setting.book, setting.warnings)
    return [figure for figure in found if figure.measure in measures]


def _room_line(setting: Setting) -> list[str]:
    free = with_room(setting.book)
    places = sum(holder.room for holder in free)
    if not places:
        return ["Nobody at work here has room for another case"]
    most = free[0]
    others = f", {count(len(free) - 1, 'other')} {places - most.room}" if len(free) > 1 else ""
    are = "place is" if places == 1 else "places are"
    return [f"{places} {are} free: {most.name} {most.room}{others}"]


def _worker_table(holders: Sequence[Holder], caption: str) -> Table | None:
    if not holders:
        return None
    return Table(_WORKER_COLUMNS, [worker_row(holder) for holder in holders], caption)


def _waiting_table(setting: Setting, waiting: Sequence[Waiting]) -> Table | None:
    grouped: dict[tuple[int | None, CaseKind], list[Waiting]] = defaultdict(list)
    for part in waiting:
        grouped[part.team_id, part.kind].append(part)
    rows = [_waiting_row(setting, parts) for parts in grouped.values()]
    rows.sort(key=lambda row: (-int(row["working_days"] or 0), str(row["team"]), str(row["kind"])))
    if not rows:
        return None
    return Table(
        columns=(
            Column("team", "Team"),
            Column("kind", "Kind of case"),
            Column("cases", "Cases", numeric=True),
            Column("working_days", "Longest wait, working days", numeric=True),
        ),
        rows=rows,
        caption="Unallocated cases, longest first",
    )


def _waiting_row(setting: Setting, parts: Sequence[Waiting]) -> dict[str, Value]:
    since = [part.since for part in parts if part.since is not None]
    team_id = parts[0].team_id
    return {
        "team": "no team" if team_id is None else setting.book.team_names.get(team_id, "–"),
        "kind": words(parts[0].kind),
        "cases": sum(part.cases for part in parts),
        "since": min(since).isoformat() if since else None,
        "working_days": setting.working_days(min(since)) if since else None,
    }


def _unseen_table(setting: Setting) -> Table | None:
    names = {holder.worker_id: holder for holder in setting.book.holders}
    rows: list[dict[str, Value]] = []
    for part in setting.book.held:
        if not part.not_seen:
            continue
        holder = names.get(part.worker_id) if part.worker_id is not None else None
        unmatched = "not in the workforce list" if part.allocated else "no worker"
        team = setting.book.team_names.get(part.team_id or 0, "–")
        rows.append(
            {
                "worker": holder.name if holder else unmatched,
                "team": team,
                "kind": words(part.kind),
                "cases": part.not_seen,
                "last_seen": _day(part.longest_unseen),
                "days": _days(part.longest_unseen, setting.book.day),
            }
        )
    rows.sort(key=lambda row: (-int(row["days"] or 0), str(row["worker"]), str(row["kind"])))
    if not rows:
        return None
    return Table(
        columns=(
            Column("worker", "Worker"),
            Column("cases", "Children", numeric=True),
            Column("days", "Days since seen", numeric=True),
            Column("kind", "Kind of case"),
            Column("team", "Team"),
        ),
        rows=rows,
        caption="Children not seen, longest ago first",
    )


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _days(value: date | None, today: date) -> int | None:
    return None if value is None else (today - value).days


def _next(setting: Setting, *topics: Topic) -> list[Next]:
    labels = {
        Topic.ROOM: "Who has room",
        Topic.OVER: "Who is over",
        Topic.UNALLOCATED: "Unallocated",
        Topic.CASELOAD: "Caseload",
    }
    return [Next(labels[topic], question_about(topic, setting.scope)) for topic in topics]
