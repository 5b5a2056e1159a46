"""Lists of cases to act on, worst first: which have no worker, which children were not seen."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from alerts.rules.kinds import URGENT_KINDS
from alerts.wording import count, kinds
from bot.grammar import Topic
from bot.questions.answer import Answer, Column, Next, Table, Value
from bot.questions.setting import Setting
from bot.questions.topics import question_about
from models.figures.book import Held, Waiting
from models.figures.holders import Holder
from models.vocabulary import CaseKind, Measure, words

LONG_WAIT = 10
"""Working days without a worker from which a case of any kind has waited too long."""

Row = dict[str, Value]


def answer_unallocated(setting: Setting) -> Answer:
    """Cases without a worker by team and kind: those that must have one first, then by wait."""
    waiting = setting.book.waiting
    return setting.answer(
        f"{setting.name}: {_without_words(_mix_waiting(waiting))}",
        lines=_wait_lines(setting, waiting),
        table=_waiting_table(setting, waiting),
        figures=setting.figures(Measure.UNALLOCATED, Measure.OPEN_CASES),
        then=_next(setting, Topic.ROOM, Topic.CASELOAD),
    )


def answer_not_seen(setting: Setting) -> Answer:
    """Children last seen too long ago, by worker and kind, the longest ago first."""
    figures = setting.figures(Measure.NOT_SEEN, Measure.OPEN_CASES)
    mix: Counter[CaseKind] = Counter()
    for part in setting.book.held:
        mix[part.kind] += part.not_seen
    return setting.answer(
        f"{setting.name}: {_unseen_words(setting, mix.total())}",
        lines=[f"By kind: {kinds(mix)}"] if len(+mix) > 1 else [],
        table=_unseen_table(setting),
        figures=figures,
        then=_next(setting, Topic.OVER, Topic.CASELOAD),
    )


def _without_words(mix: Counter[CaseKind]) -> str:
    total, urgent = mix.total(), Counter({kind: mix[kind] for kind in URGENT_KINDS & mix.keys()})
    if not total:
        return "every case has a worker"
    if not urgent:
        return f"{count(total, 'case')} without a worker"
    if len(mix) == 1:
        return f"{count(total, f'{words(*mix)} case')} without a worker"
    return f"{count(total, 'case')} without a worker, including {kinds(urgent)}"


def _mix_waiting(waiting: Sequence[Waiting]) -> Counter[CaseKind]:
    mix: Counter[CaseKind] = Counter()
    for part in waiting:
        mix[part.kind] += part.cases
    return mix


def _wait_lines(setting: Setting, waiting: Sequence[Waiting]) -> list[str]:
    mix = _mix_waiting(waiting)
    lines = [f"By kind: {kinds(mix)}"] if len(mix) > 1 else []
    waits = {part: setting.working_days(part.since) for part in waiting if part.since is not None}
    if not waits:
        return lines
    days, many = max(waits.values()), mix.total() > 1
    text = f"{'The longest' if many else 'It'} has waited {count(days, 'working day')}"
    long = sum(part.cases for part, wait in waits.items() if wait >= LONG_WAIT)
    if many and long:
        text += f" · {long} {'has' if long == 1 else 'have'} waited {LONG_WAIT} or more"
    return [*lines, text]


def _waiting_table(setting: Setting, waiting: Sequence[Waiting]) -> Table | None:
    grouped: dict[tuple[int | None, CaseKind], list[Waiting]] = defaultdict(list)
    for part in waiting:
        grouped[part.team_id, part.kind].append(part)
    rows = [_waiting_row(setting, parts) for parts in grouped.values()]
    if not rows:
        return None
    return Table(
        columns=(
            *_team_column(setting),
            Column("kind", "Kind of case"),
            Column("working_days", "Longest, working days", numeric=True),
            Column("cases", "Cases", numeric=True),
        ),
        rows=sorted(rows, key=_waiting_rank),
        caption="Unallocated cases: child protection and looked after first, then longest wait",
    )


def _waiting_rank(row: Mapping[str, Value]) -> tuple[bool, int, str, str]:
    urgent = row["kind"] in {words(kind) for kind in URGENT_KINDS}
    return (not urgent, -int(row["working_days"] or 0), str(row["team"]), str(row["kind"]))


def _waiting_row(setting: Setting, parts: Sequence[Waiting]) -> Row:
    since = min((part.since for part in parts if part.since is not None), default=None)
    team_id = parts[0].team_id
    return {
        "team": "no team" if team_id is None else setting.book.team_names.get(team_id, "–"),
        "kind": words(parts[0].kind),
        "cases": sum(part.cases for part in parts),
        "since": since.isoformat() if since else None,
        "working_days": setting.working_days(since) if since else None,
    }


def _unseen_words(setting: Setting, total: int) -> str:
    days = setting.book.not_seen_days
    every = setting.book.open_cases
    if total:
        children = f"{total:,} of {count(every, 'child', 'children')}"
        have = "has" if total == 1 else "have"
        return f"{children} {have} not been seen for more than {days} days"
    if not every:
        return "no open cases"
    with_date = " with a date" if any(part.never_dated for part in setting.book.held) else ""
    return f"every child{with_date} was seen in the last {days} days"


def _unseen_table(setting: Setting) -> Table | None:
    holders = {holder.worker_id: holder for holder in setting.book.holders}
    rows = [_unseen_row(setting, part, holders) for part in setting.book.held if part.not_seen]
    rows.sort(key=lambda row: (-int(row["days"] or 0), str(row["worker"]), str(row["kind"])))
    if not rows:
        return None
    return Table(
        columns=(
            Column("worker", "Worker"),
            Column("cases", "Children", numeric=True),
            Column("days", "Longest, days", numeric=True),
            Column("kind", "Kind of case"),
            *_team_column(setting),
        ),
        rows=rows,
        caption="Children not seen, longest ago first",
    )


def _unseen_row(setting: Setting, part: Held, holders: Mapping[int, Holder]) -> Row:
    holder = holders.get(part.worker_id) if part.worker_id is not None else None
    unknown = "not in the workforce list" if part.allocated else "no worker"
    oldest = part.longest_unseen
    return {
        "worker": holder.name if holder else unknown,
        "team": setting.book.team_names.get(part.team_id or 0, "–"),
        "kind": words(part.kind),
        "cases": part.not_seen,
        "last_seen": oldest.isoformat() if oldest else None,
        "days": (setting.book.day - oldest).days if oldest else None,
    }


def _team_column(setting: Setting) -> list[Column]:
    return [Column("team", "Team")] if setting.several_teams else []


def _next(setting: Setting, *topics: Topic) -> list[Next]:
    labels = {
        Topic.ROOM: "Who has room",
        Topic.OVER: "Who is over",
        Topic.CASELOAD: "Caseload",
    }
    return [Next(labels[topic], question_about(topic, setting.scope)) for topic in topics]
