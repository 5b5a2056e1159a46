"""One worker's caseload, limit and mix: for the worker, and for whoever leads them."""

from collections import Counter
from datetime import date

from alerts.wording import count, kinds, possessive
from bot.grammar import Topic
from bot.questions.answer import Answer, Column, Next, Table
from bot.questions.setting import Setting
from bot.questions.standing import limit_sentence
from bot.questions.topics import question_about
from models.figures.figure import shown
from models.figures.holders import Holder, Standing
from models.figures.measures import worker_figures
from models.vocabulary import CASE_HOLDING_ROLES, CaseKind, words


def answer_worker(setting: Setting) -> Answer:
    """How many cases against which limit and why, and of which kinds."""
    holder = next(h for h in setting.book.holders if h.worker_id == setting.scope.id)
    own = holder.worker_id == setting.asker.worker_id
    mix, unseen, undated = _mix(setting, holder)
    return setting.answer(
        _headline(holder, own),
        lines=[_parts_line(holder, own), *_mix_lines(setting, mix, unseen, undated)],
        table=_table(setting, holder, mix),
        figures=worker_figures(holder, setting.book, setting.warnings),
        then=_next(setting, holder, own),
    )


def _headline(holder: Holder, own: bool) -> str:
    held = count(holder.caseload, "case")
    subject = f"You hold {held}" if own else f"{holder.name} holds {held}"
    if not holder.in_post:
        return f"{subject} and {'are' if own else 'is'} not in post"
    if _holds_none_by_role(holder):
        return subject
    limit = f"limit {shown(holder.allowance, 2)}"
    match holder.standing:
        case Standing.OVER:
            text = f"{subject}, {limit}: over by {holder.over_by}"
        case Standing.WITHIN:
            room = f"room for {holder.room}" if holder.room else "within it"
            text = f"{subject}, {limit}: {room}" if holder.caseload else f"{subject}, {limit}"
        case Standing.AT_LIMIT:
            text = f"{subject}, {limit}: at the limit"
        case Standing.NO_LIMIT:
            text = f"{subject}; no limit is set"
    return f"{text} (absent)" if holder.absent else text


def _holds_none_by_role(holder: Holder) -> bool:
    """A manager, say: a limit means nothing where no cases are held or expected."""
    return not holder.caseload and holder.role not in CASE_HOLDING_ROLES


def _parts_line(holder: Holder, own: bool) -> str:
    parts = [holder.team, words(holder.role), f"{holder.fte:g} FTE"]
    if holder.per_fte is not None and holder.fte != 1:
        parts.append(f"{shown(holder.per_fte)} cases per FTE")
    limit = limit_sentence(holder, own=own)
    if limit is not None and not _holds_none_by_role(holder):
        parts.append(limit)
    return " · ".join(parts)


def _mix(setting: Setting, holder: Holder) -> tuple[Counter[CaseKind], int, int]:
    held = [part for part in setting.book.held if part.worker_id == holder.worker_id]
    mix: Counter[CaseKind] = Counter()
    for part in held:
        mix[part.kind] += part.cases
    return mix, sum(part.not_seen for part in held), sum(part.never_dated for part in held)


def _mix_lines(setting: Setting, mix: Counter[CaseKind], unseen: int, undated: int) -> list[str]:
    if not mix:
        return []
    days = setting.book.not_seen_days
    seen = count(unseen, "child", "children") if unseen else "none"
    line = f"{kinds(mix)} · {seen} last seen more than {days} days ago"
    return [f"{line} · {undated} with no date last seen" if undated else line]


def _table(setting: Setting, holder: Holder, mix: Counter[CaseKind]) -> Table | None:
    """The mix of the worker's cases by kind, most first."""
    if not mix:
        return None
    unseen = dict.fromkeys(mix, 0)
    oldest: dict[CaseKind, date] = {}
    for part in setting.book.held:
        if part.worker_id == holder.worker_id:
            unseen[part.kind] += part.not_seen
            if part.longest_unseen is not None:
                oldest[part.kind] = min(
                    oldest.get(part.kind, part.longest_unseen), part.longest_unseen
                )
    return Table(
        columns=(
            Column("kind", "Kind of case"),
            Column("cases", "Cases", numeric=True),
            Column("not_seen", "Not seen", numeric=True),
        ),
        rows=[
            {
                "worker": holder.name,
                "kind": words(kind),
                "cases": cases,
                "not_seen": unseen[kind],
                "last_seen": oldest[kind].isoformat() if kind in oldest else None,
            }
            for kind, cases in sorted(mix.items(), key=lambda each: (-each[1], words(each[0])))
        ],
        caption=f"Cases of {holder.name} by kind",
    )


def _next(setting: Setting, holder: Holder, own: bool) -> list[Next]:
    trend = Next("Trend", question_about(Topic.TREND, setting.scope))
    if own and holder.team_id not in setting.asker.leads:
        return [
            trend,
            Next(f"{possessive(holder.team)} totals", f"caseload for team {holder.team}"),
            Next("Compare", "compare caseload"),
        ]
    return [
        trend,
        Next(holder.team, f"caseload for team {holder.team}"),
        Next("Who has room", f"who has room in team {holder.team}"),
    ]
